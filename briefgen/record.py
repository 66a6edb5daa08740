"""`record` and `NamedTuple`: classes of data that are quick to define and quick to make.

To a type checker `@record(frozen=True, slots=True)` is `@dataclass(frozen=True, slots=True)`, and
`replace` is that of dataclasses; `fields` and `match` know records too. Three things differ.
Comparing, hashing and printing are shared by all classes. `__init__` is compiled when first
called. Nothing may be assigned to a frozen record, but that is enforced only where the environment
has `BRIEFGEN_FROZEN`, as in the tests, because a check at each assignment takes time; elsewhere
the type checker sees to it. briefgen defines about a hundred such classes at each start and makes
objects of half of them, so this is 40 ms less of a build of 300. `NamedTuple` is that of typing in
the same way, for some 70 classes: their annotations are not compiled and `__new__` is when first
called, which is another 10 ms. `docs/decisions/0017-records.md` has the comparison with msgspec.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

__all__ = ["NamedTuple", "record", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import replace
    from typing import NamedTuple
else:
    from collections import _tuplegetter
    from dataclasses import MISSING, Field, FrozenInstanceError, dataclass
    from functools import cache
    from operator import attrgetter
    from types import FunctionType

    _ENFORCED = "BRIEFGEN_FROZEN" in os.environ

    def record(*, frozen: bool, slots: bool, eq: bool = True):
        """Decorate a class that inherits nothing; without `eq`, objects equal only themselves."""
        if not slots:
            raise TypeError("a record has slots")

        def decorate(cls):
            namespace = dict(cls.__dict__)
            names = tuple(namespace.get("__annotations__", ()))
            defaults = {name: namespace.pop(name) for name in names if name in namespace}
            for name in ("__dict__", "__weakref__"):
                namespace.pop(name, None)
            namespace |= {
                "__slots__": names,
                "__match_args__": names,
                "__dataclass_fields__": _Fields(defaults),
                "__init__": _first_init(names, defaults),
                "__repr__": namespace.get("__repr__", _repr),
            }
            if eq:
                unequal = {n for n, f in defaults.items() if isinstance(f, Field) and not f.compare}
                compared = [name for name in names if name not in unequal]
                namespace["_compared"] = attrgetter(*(compared or ["__class__"]))
                namespace |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
            if frozen and _ENFORCED:
                namespace |= {"__setattr__": _set_once, "__delattr__": _refuse}
            return type(cls)(cls.__name__, (), namespace)

        return decorate

    def replace(obj, /, **changes):
        """Return an object like `obj` but for `changes`."""
        cls = obj.__class__
        return cls(**{name: getattr(obj, name) for name in cls.__match_args__} | changes)

    class _Fields:
        """What `dataclasses.fields` looks for, made when it does."""

        def __init__(self, defaults):
            self.defaults = defaults

        def __get__(self, _instance, cls):
            # Without a text, dataclass would make one of the signature, which takes a millisecond.
            names = {"__doc__": "-", "__annotations__": cls.__annotations__, **self.defaults}
            made = dataclass(init=False, repr=False, eq=False)(type(cls.__name__, (), names))
            cls.__dataclass_fields__ = made.__dataclass_fields__
            return cls.__dataclass_fields__

    def _first_init(names, defaults):
        def __init__(self, *args, **kwargs):  # noqa: N807
            known, values, body = {"MISSING": MISSING}, [], []
            for at, name in enumerate(names):
                default, value = defaults.get(name, MISSING), f"_{at}"
                if isinstance(default, Field):
                    if default.default_factory is not MISSING:
                        known[f"made{at}"] = default.default_factory
                        value = f"made{at}() if _{at} is MISSING else _{at}"
                        values.append(MISSING)
                    default = default.default
                if default is not MISSING:
                    values.append(default)
                body.append(f"self._{at}={value}")
            text = ";".join(body) or "pass"
            _function(type(self), "__init__", text, names, known, values)
            type(self).__init__(self, *args, **kwargs)

        return __init__

    def _function(cls, name, body, fields, known, defaults):
        """Give `cls` a method that takes its `fields`, which are _0, _1 ... in `body`.

        Compiling takes a tenth of a millisecond, so that methods of one shape share it.
        """
        real = {f"_{at}": field for at, field in enumerate(fields)}
        code = _compiled(f"def f(self,{','.join(real)}):{body}")
        variables, others = (
            tuple([real.get(name, name) for name in names])
            for names in (code.co_varnames, code.co_names)
        )
        code = code.replace(co_varnames=variables, co_names=others)
        made = FunctionType(code, known, name, tuple(defaults))
        made.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, made)

    @cache
    def _compiled(source):
        found = {}
        exec(source, found)  # noqa: S102  # ours
        return found["f"].__code__

    def _repr(self):
        parts = ", ".join([f"{name}={getattr(self, name)!r}" for name in self.__match_args__])
        return f"{type(self).__name__}({parts})"

    def _eq(self, other):
        if self is other:
            return True
        if self.__class__ is not other.__class__:
            return NotImplemented
        return self._compared(self) == self._compared(other)

    def _hash(self):
        return hash((self.__class__, self._compared(self)))

    def _set_once(self, name, value):
        if hasattr(self, name):
            _refuse(self, name)
        object.__setattr__(self, name, value)

    def _refuse(_self, name):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    class _Named(type):
        """Makes of a class with annotations one of tuples."""

        def __new__(mcs, name, bases, namespace):
            if not bases:
                return type.__new__(mcs, name, bases, namespace)
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {name: namespace[name] for name in fields if name in namespace}
            namespace |= {field: _tuplegetter(i, "") for i, field in enumerate(fields)}
            namespace |= {
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "__new__": _first_new(fields, defaults),
                "__getnewargs__": _getnewargs,
                "__repr__": namespace.get("__repr__", _repr),
                "_replace": _replaced,
                "_asdict": _asdict,
            }
            return type(name, (tuple,), namespace)

    class NamedTuple(metaclass=_Named):
        pass

    def _first_new(fields, defaults):
        def __new__(cls, *args, **kwargs):  # noqa: N807
            body = f"return new(self,({''.join([f'_{at},' for at in range(len(fields))])}))"
            _function(cls, "__new__", body, fields, {"new": tuple.__new__}, defaults.values())
            return cls(*args, **kwargs)

        return __new__

    def _getnewargs(self):
        return tuple(self)

    def _replaced(self, /, **changes):
        values = tuple.__new__(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"no fields of {type(self).__name__}: {', '.join(changes)}")
        return values

    def _asdict(self):
        return dict(zip(self._fields, self, strict=True))
