"""`briefgen.record` gives what dataclasses and typing give."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing

import pytest

from briefgen.record import NamedTuple, record, replace


class Point(NamedTuple):
    """A place."""

    x: float
    y: float = 1.5
    name: str = ""

    @property
    def sum(self) -> float:
        return self.x + self.y


class Standard(typing.NamedTuple):
    x: float
    y: float = 1.5
    name: str = ""


@record(frozen=True, slots=True)
class Node:
    text: str
    kids: list[str] = dataclasses.field(default_factory=list)


@record(frozen=True, slots=True)
class Placed:
    text: str
    span: int = dataclasses.field(compare=False)


class TestNamedTuple:
    """It does what typing's does, first call or later."""

    @pytest.mark.parametrize("arguments", [(1.0,), (1.0, 2.0), (1.0, 2.0, "here")])
    def test_is_made_and_read_alike(self, arguments: tuple[typing.Any, ...]) -> None:
        for _ in range(2):
            ours, theirs = Point(*arguments), Standard(*arguments)
            assert ours == theirs
            assert (ours.x, ours.y, ours.name) == (theirs.x, theirs.y, theirs.name)
            assert repr(ours) == repr(theirs).replace("Standard", "Point")
            assert ours._asdict() == theirs._asdict()
            assert Point(**ours._asdict()) == ours

    def test_has_what_classes_of_tuples_have(self) -> None:
        assert Point._fields == Point.__match_args__ == ("x", "y", "name")
        assert Point.__doc__ == "A place."
        assert Point(1.0).sum == 2.5
        assert not hasattr(Point(1.0), "__dict__")
        match Point(3.0, name="there"):
            case Point(x=x, name=name):
                assert (x, name) == (3.0, "there")

    def test_copies(self) -> None:
        point = Point(1.0, 2.0, "here")
        pickled = pickle.loads(pickle.dumps(point))  # noqa: S301  # just written
        for made in (pickled, copy.deepcopy(point), copy.copy(point)):
            assert made == point
            assert type(made) is Point
        assert point._replace(y=4.0) == Point(1.0, 4.0, "here")
        assert type(point._replace(y=4.0)) is Point

    def test_refuses_what_it_does_not_know(self) -> None:
        with pytest.raises(TypeError):
            Point()  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            Point(1.0, z=2.0)  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            Point(1.0)._replace(z=2.0)  # type: ignore[call-arg]


class TestRecord:
    """It does what dataclass does."""

    def test_is_made_compared_and_changed(self) -> None:
        for _ in range(2):
            node = Node("a")
            assert node == Node("a", [])
            assert node != Node("b")
            assert repr(node) == "Node(text='a', kids=[])"
        assert node.kids is not Node("a").kids
        assert replace(node, text="b") == Node("b")
        assert [field.name for field in dataclasses.fields(Node)] == ["text", "kids"]

    def test_a_frozen_one_stays_as_it_is(self) -> None:
        node = Node("a")
        with pytest.raises(dataclasses.FrozenInstanceError):
            node.text = "b"  # type: ignore[misc]
        with pytest.raises(dataclasses.FrozenInstanceError):
            del node.text  # type: ignore[misc]
        with pytest.raises(AttributeError):
            node.other = "b"  # type: ignore[attr-defined]
        assert node == Node("a")

    def test_a_field_that_is_not_compared_takes_no_part_in_equality(self) -> None:
        here, there = Placed("a", 1), Placed("a", 2)
        assert here == there
        assert hash(here) == hash(there)
        assert here != Placed("b", 1)
        assert {here: "found"}[there] == "found"
