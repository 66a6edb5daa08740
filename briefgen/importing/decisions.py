"""What was decided where the input left it open: each with a confidence and its alternatives.

A pass calls `Decisions.take`. If the best option is not sure enough, the number of the decision
travels with the text (`doubts`), so that `write` can tell on which line of the result that text
stands. With `ask` set, a person decides instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from briefgen.importing.draft import LeftOut, Location
from briefgen.record import NamedTuple

__all__ = ["SURE", "Decision", "Decisions", "Option"]

SURE = 0.75
"""The confidence from which on a decision needs no review."""


class Option(NamedTuple):
    """One reading: its meaning in words, and its probability (0 to 1)."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """How `subject` (the text, shortened) was read at `place`; `options` best first."""

    number: int
    kind: str
    place: Location
    subject: str
    options: tuple[Option, ...]
    chosen: str

    @property
    def confidence(self) -> float:
        """The probability of the chosen option."""
        return next(o.confidence for o in self.options if o.name == self.chosen)

    @property
    def sure(self) -> bool:
        """Tell whether the decision needs no review."""
        return self.confidence >= SURE

    @property
    def doubts(self) -> tuple[int, ...]:
        """The number to put on the text, or nothing if the decision is sure."""
        return () if self.sure else (self.number,)


Ask = Callable[[str, Location, str, Sequence[Option]], str]
"""Take kind, place, subject and options (best first), return the name of one, "" for no answer."""


@dataclass(slots=True)
class Decisions:
    """All decisions of one import, in the order in which they were taken."""

    ask: Ask | None = None
    taken: list[Decision] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def take(self, kind: str, place: Location, subject: str, *options: Option) -> Decision:
        """Choose the most probable option, or let a person choose if none is sure."""
        ordered = tuple(sorted(options, key=lambda option: -option.confidence))
        chosen = ordered[0].name
        unsure = ordered[0].confidence < SURE and len(ordered) > 1
        if (
            self.ask is not None
            and unsure
            and (answer := self.ask(kind, place, shorten(subject), ordered))
        ):
            chosen = answer
            ordered = tuple(o._replace(confidence=float(o.name == chosen)) for o in ordered)
        decision = Decision(len(self.taken) + 1, kind, place, shorten(subject), ordered, chosen)
        self.taken.append(decision)
        return decision

    def leave_out(self, place: Location, text: str, why: str) -> None:
        """Record that the words at `place` do not stand in the result as they did."""
        if text.strip():
            self.left_out.append(LeftOut(place, " ".join(text.split()), why))


def shorten(text: str, width: int = 72) -> str:
    """Return `text` on one line, its middle cut out if it is longer than `width`."""
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    half = (width - 3) // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
