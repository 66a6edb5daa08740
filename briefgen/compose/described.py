"""Say what a template can read of a value, when it asks for a name that the value lacks."""

from __future__ import annotations

from briefgen.diagnostics import did_you_mean

__all__ = ["Described", "Keyed"]


class Described:
    """A value that templates see; a message calls it by its `_noun`."""

    __slots__ = ()
    _noun: str

    def _names(self) -> list[str]:
        """Return the names that a template can read."""
        return [name for name in dir(self) if not name.startswith("_")]

    def _lacks(self, name: str) -> str:
        """Return the message that there is no `name`, and a hint on a line of its own."""
        return f"this {self._noun} has no {name!r}\n{did_you_mean(name, self._names())}"


class Keyed(Described):
    """Elements of the report by id; `_noun` is what each of them is."""

    __slots__ = ()

    def _lacks(self, name: str) -> str:
        ids = self._names()
        some = f"there are: {', '.join(ids[:12])}" if ids else ""
        return f"the report has no {self._noun} {name!r}\n{did_you_mean(name, ids) or some}"
