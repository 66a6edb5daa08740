"""`record` and `NamedTuple`: classes of data that are quick to define and quick to make.

To a type checker `@record(frozen=True, slots=True)` is `@dataclass(frozen=True, slots=True)`, and
`replace` is that of dataclasses; `fields` and `match` know records too. What differs: that nothing
is assigned to a frozen one is left to the type checker; comparing, hashing and printing are shared
by all classes; and `__init__` is compiled when first called. briefgen defines about a hundred such
classes at each start and makes objects of half of them, so this is 40 ms less of a build of 300.
`NamedTuple` is that of typing in the same way, for some 70 classes: their annotations are not
compiled and `__new__` is when first called, which is another 10 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple", "record", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import replace
    from typing import NamedTuple
else:
    from collections import _tuplegetter
    from dataclasses import MISSING, Field, dataclass

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
                namespace |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
            return type(cls)(cls.__name__, (), namespace)

        return decorate

    def replace(obj, /, **changes):
        """Return an object like `obj` but for `changes`."""
        for name in obj.__match_args__:
            if name not in changes:
                changes[name] = getattr(obj, name)
        return type(obj)(**changes)

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
            known, head, body = {"MISSING": MISSING}, ["self"], []
            for name in names:
                default, value, ending = defaults.get(name, MISSING), name, ""
                if isinstance(default, Field):
                    if default.default_factory is not MISSING:
                        known[f"{name}_made"] = default.default_factory
                        value = f"{name}_made() if {name} is MISSING else {name}"
                        ending = "=MISSING"
                    default = default.default
                if default is not MISSING:
                    known[f"{name}_default"] = default
                    ending = f"={name}_default"
                head.append(name + ending)
                body.append(f"self.{name}={value}")
            source = f"def __init__({','.join(head)}):\n {';'.join(body) or 'pass'}"
            exec(source, known)  # noqa: S102  # the names of our own classes
            type(self).__init__ = known["__init__"]
            type(self).__init__(self, *args, **kwargs)

        return __init__

    def _values(self):
        return tuple([getattr(self, name) for name in self.__match_args__])

    def _repr(self):
        parts = ", ".join([f"{name}={getattr(self, name)!r}" for name in self.__match_args__])
        return f"{type(self).__name__}({parts})"

    def _eq(self, other):
        if self is other:
            return True
        return _values(self) == _values(other) if type(self) is type(other) else NotImplemented

    def _hash(self):
        return hash((type(self), _values(self)))

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
            known = {"new": tuple.__new__, **{f"{name}_is": defaults[name] for name in defaults}}
            head = [f"{name}={name}_is" if name in defaults else name for name in fields]
            body = "".join([f"{name}," for name in fields])
            exec(f"def __new__(cls,{','.join(head)}):\n return new(cls,({body}))", known)  # noqa: S102
            cls.__new__ = known["__new__"]
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
