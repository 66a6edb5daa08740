"""What nodes hold that are no nodes: attributes, the numbers of a chart, bands of likelihood."""

from __future__ import annotations

from typing import Literal, TypeAlias

from briefgen.record import record


@record(frozen=True, slots=True)
class Attr:
    """Pandoc attributes: `{#id .class key=value}`."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """Return the value of `key`."""
        return next((value for name, value in self.pairs if name == key), default)

    def has(self, name: str) -> bool:
        """Tell whether the node has the class `name`."""
        return name in self.classes


NO_ATTR = Attr()

Alignment: TypeAlias = Literal["left", "right", "center", "default"]
NumberStyle: TypeAlias = Literal[
    "decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"
]


@record(frozen=True, slots=True)
class Series:
    """A row of numbers, None where there is none, and how each of them is printed."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@record(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn: each of `series` has one for each of `labels`. Lengths are points."""

    kind: Literal["bar", "line", "dot"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    height: float = 0.0


@record(frozen=True, slots=True)
class Band:
    """A word for a likelihood of `low` to `high` per cent."""

    name: str
    low: float
    high: float


@record(frozen=True, slots=True)
class Scale:
    """How likely something is: `low` to `high` per cent, `shown` as printed, on a row of bands."""

    bands: tuple[Band, ...]
    low: float
    high: float
    shown: str


@record(frozen=True, slots=True)
class Backlink:
    """The way back from an entry: the anchor of a citation, and its name ("cited in §5.1")."""

    label: str
    target: str
