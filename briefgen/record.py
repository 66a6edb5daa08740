"""`record`: dataclasses that are quick to define and quick to make.

To a type checker `@record(frozen=True, slots=True)` is `@dataclass(frozen=True, slots=True)`, and
so it is at run time for `fields`, `replace` and `match`. What differs: that nothing is assigned to
is left to the type checker, and comparing, hashing and printing are shared by all classes instead
of being written and compiled for each. briefgen defines about a hundred such classes at each
start; this takes a quarter of the time (30 ms less of a build of 300), and a node is made in half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen: bool, slots: bool):
        """Decorate a class; both switches are always on, and named for those who read."""
        if not (frozen and slots):
            raise TypeError("a record is frozen and slotted")

        def decorate(cls):
            made = dataclass(slots=True, repr=False, eq=False)(cls)
            made.__repr__, made.__eq__, made.__hash__ = _repr, _eq, _hash
            return made

        return decorate

    def _values(self):
        return tuple([getattr(self, name) for name in self.__dataclass_fields__])

    def _repr(self):
        names = self.__dataclass_fields__
        parts = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{type(self).__name__}({parts})"

    def _eq(self, other):
        if self is other:
            return True
        return _values(self) == _values(other) if type(self) is type(other) else NotImplemented

    def _hash(self):
        return hash((type(self), _values(self)))
