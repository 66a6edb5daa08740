"""Take tables and the record classes that they are to be, return records.

The annotations of a class say what its keys hold. What does not fit is reported at its place in
the file, and the default stands in, so that one run tells everything.

| annotation | in a file |
|---|---|
| `str`, `bool`, `int`, `float` | a value of this type; a whole number is a float too |
| `Literal["a", "b"]` | one of these texts |
| `X | None` | an `X` |
| `tuple[X, ...]` | an array of `X`, or a single one |
| `Mapping[str, X]` | a table whose keys are names; `object` allows any value |
| a record class | a table with the names of its fields as keys; "-" may stand for "_" |
| a `NamedTuple` | an array of its fields in order |
| `Annotated[X, Limits(...)]` | an `X` between these |
| `Annotated[X, function]` | what `function(value, reader)` returns; it raises `MisfitError` |
| `Annotated[X, REQUIRED]` | an `X` that must be there and not be empty |
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    Protocol,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from briefgen.colour import read_colour
from briefgen.diagnostics import Diagnostics, KeyPath, Span, did_you_mean
from briefgen.lengths import to_points
from briefgen.record import NamedTuple

__all__ = [
    "REQUIRED",
    "Colour",
    "Count",
    "Fill",
    "Length",
    "Limits",
    "MisfitError",
    "Reader",
    "RequiredText",
    "Size",
    "Word",
]

R = TypeVar("R")


class TableFile(Protocol):
    """What knows where the keys of a table stand: a `TomlFile`, `Places`."""

    def place(self, *path: str | int) -> Span: ...


class MisfitError(Exception):
    """A value is not what its key holds; `hint` says what to write instead."""

    def __init__(self, hint: str, code: str = "bad-value", message: str = "") -> None:
        super().__init__(hint)
        self.hint, self.code, self.message = hint, code, message


class Limits(NamedTuple):
    """The least and the most that a number may be; it must be more than `above`."""

    least: float | None = None
    most: float | None = None
    above: float | None = None

    def check(self, value: float) -> None:
        """Raise `MisfitError` where `value` is not within."""
        if self.above is not None and value <= self.above:
            raise MisfitError(f"expected more than {self.above:g}")
        if (self.least is not None and value < self.least) or (
            self.most is not None and value > self.most
        ):
            upper = "or more" if self.most is None else f"to {self.most:g}"
            raise MisfitError(f"expected {self.least or 0:g} {upper}")


REQUIRED: Final = "required"

_PLAIN: Final[Mapping[Any, str]] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


class Reader:
    """Reads the tables of one TOML file, which is `what` ("a theme").

    Lengths become points. `colours` are names that may stand for a colour; files are named
    relative to `folders`. `code`, where given, is that of all that is reported, and `hint` is
    added to it.
    """

    def __init__(
        self,
        file: TableFile,
        what: str,
        sink: Diagnostics,
        *,
        colours: Mapping[str, str] | None = None,
        folders: Sequence[Path] = (),
        code: str = "",
        hint: str = "",
    ) -> None:
        self.file = file
        self.what = what
        self.sink = sink
        self.colours = {} if colours is None else colours
        self.folders = folders
        self.code = code
        self.hint = hint

    def error(self, code: str, message: str, path: KeyPath, *hints: str) -> None:
        """Report what is wrong at `path`."""
        self.sink.error(self.code or code, message, self.file.place(*path), *hints, self.hint)

    def record(self, kind: type[R], table: object, path: KeyPath = ()) -> R:
        """Return the record of `table`, which stands at `path`."""
        return self.made(kind, self.values(table, path, kind), path)

    def made(
        self, kind: Callable[..., R], values: Mapping[str, Any], path: KeyPath = (), **given: Any
    ) -> R:
        """Return the record of `values`, those of the table at `path`, and what is `given`."""
        values = {**values, **given}
        for name in _required(kind):
            if not values.get(name):
                if values.setdefault(name, "") is not None:  # which has been reported
                    message = f"{self.table_name(path)} needs {name!r}"
                    self.error("missing-key", message, path, self.typed(name, '"..."'))
                values[name] = ""
        return kind(**values)

    def values(
        self, table: object, path: KeyPath, *kinds: type, without: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return what `table` has of the fields of `kinds`, by name; `without` are no keys."""
        hints = {
            name: hint
            for kind in kinds
            for name, hint in _fields(kind).items()
            if name not in without
        }
        values: dict[str, Any] = {}
        for key, value in self._items(table, path):
            name = key.replace("-", "_")
            if name in hints:
                self._keep(values, name, hints[name], value, (*path, key))
            else:
                near = did_you_mean(name, hints)
                message = f"{key!r} in {self.table_name(path)}"
                self.error("unknown-key", message, (*path, key), near)
        return values

    def mapping(self, hint: Any, table: object, path: KeyPath) -> dict[str, Any]:
        """Return the values of `table`, whose keys are names, each as `hint` says."""
        values: dict[str, Any] = {}
        for key, value in self._items(table, path):
            self._keep(values, key, hint, value, (*path, key))
        return values

    def _items(self, table: object, path: KeyPath) -> Iterator[tuple[str, object]]:
        if isinstance(table, dict):
            yield from table.items()
        else:
            self._misfit(MisfitError(f"a table: {self.table_name(path)}"), table, path)

    def _keep(
        self, values: dict[Any, Any], name: object, hint: Any, value: object, path: KeyPath
    ) -> None:
        try:
            values[name] = self.value(hint, value, path)
        except MisfitError as misfit:
            self._misfit(misfit, value, path)
            if REQUIRED in _marks(hint):
                values[name] = None

    def _misfit(self, misfit: MisfitError, value: object, path: KeyPath) -> None:
        shown = str(value).lower() if isinstance(value, bool) else repr(value)
        message = misfit.message or self.typed(_label(path), shown)
        self.error(misfit.code, message, path, misfit.hint)

    def table_name(self, path: KeyPath) -> str:
        """Return what the table at `path` is called in messages."""
        return f"[{'.'.join(map(str, path))}]" if path else self.what

    def typed(self, key: str, value: str) -> str:
        """Return a key and its value as one types them."""
        return f"{key} = {value}"

    def value(self, hint: Any, value: Any, path: KeyPath) -> Any:
        """Return `value` as the annotation `hint` says; raise `MisfitError` where it does not fit.

        What is wrong deeper within a table is reported.
        """
        origin, args, read = _shape(hint)
        if origin is Annotated:
            found = read(value, self) if read else self.value(args[0], value, path)
            for mark in args[1:]:
                if isinstance(mark, Limits):
                    mark.check(found)
            return found
        if origin in (Union, UnionType):
            (hint,) = (arg for arg in args if arg is not NoneType)
            return self.value(hint, value, path)
        if origin is Literal:
            if value in args:
                return value
            near = did_you_mean(str(value), args)
            raise MisfitError(near or f"expected {', '.join(map(repr, args))}")
        if origin is tuple:
            if not isinstance(value, list):
                return (self.value(args[0], value, path),)
            kept: dict[Any, Any] = {}
            for index, item in enumerate(value):
                self._keep(kept, index, args[0], item, (*path, index))
            return tuple(kept.values())
        if origin is Mapping:
            return self.mapping(args[1], value, path)
        if hint is object:
            return value
        if expected := _PLAIN.get(hint):
            fits = isinstance(value, int | float if hint is float else hint)
            if fits and (hint is bool or not isinstance(value, bool)):
                return hint(value)
            raise MisfitError(f"expected {expected}")
        if issubclass(hint, tuple):
            fields = _fields(hint)
            if not isinstance(value, list) or len(value) != len(fields):
                raise MisfitError(f"expected [{', '.join(fields)}]")
            parts: dict[str, Any] = {}
            for index, (name, part) in enumerate(zip(fields, value, strict=True)):
                self._keep(parts, name, fields[name], part, (*path, index))
            return hint(**parts)
        return self.record(hint, value, path)


def _label(path: KeyPath) -> str:
    """Return the last key of `path` with the indexes behind it: "also[0]"."""
    *before, last = path
    return f"{_label(tuple(before))}[{last}]" if isinstance(last, int) and before else str(last)


@cache
def _fields(kind: Any) -> Mapping[str, Any]:
    """Return the annotations of the fields of `kind` by name."""
    return get_type_hints(kind, include_extras=True)


@cache
def _shape(hint: Any) -> tuple[Any, Sequence[Any], Callable[[Any, Reader], Any] | None]:
    """Return the origin and the arguments of an annotation, and its function if it names one."""
    return get_origin(hint), get_args(hint), next(filter(callable, _marks(hint)), None)


@cache
def _required(kind: Any) -> Sequence[str]:
    return [name for name, hint in _fields(kind).items() if REQUIRED in _marks(hint)]


def _marks(hint: Any) -> Sequence[Any]:
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()


# -------------------------------------------------------------------------------- kinds of values


def _length(value: object, _reader: Reader) -> float:
    points = to_points(value)
    if points is None:
        raise MisfitError("expected points, or a text such as '20mm'", "bad-length")
    return points


def _size(value: object, reader: Reader) -> float:
    points = _length(value, reader)
    if points <= 0:
        raise MisfitError("expected more than 0", "bad-length")
    return points


def _colour(value: object, reader: Reader) -> str:
    colour = reader.colours.get(str(value)) or read_colour(value)
    if colour is None:
        known = " or a name from [colours]" if reader.colours else ""
        hint = did_you_mean(str(value), reader.colours) or f"expected '#rrggbb'{known}"
        raise MisfitError(hint, "bad-colour", f"no colour {value!r}")
    return colour


def _word(value: object, _reader: Reader) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise MisfitError("expected text")
    return str(value)


def _fill(value: object, reader: Reader) -> str:
    return "" if value == "" else _colour(value, reader)


Length: TypeAlias = Annotated[float, _length]
"""Points, which may be negative."""
Size: TypeAlias = Annotated[float, _size]
"""Points, more than 0."""
Count: TypeAlias = Annotated[int, Limits(least=1)]
Colour: TypeAlias = Annotated[str, _colour]
Fill: TypeAlias = Annotated[str, _fill]
"""A colour, or "" for none."""
Word: TypeAlias = Annotated[str, _word]
"""A text, or a number as one."""
RequiredText: TypeAlias = Annotated[str, REQUIRED]
