"""The map of where children are holds for the model, and whatever goes over a tree goes by it."""

from __future__ import annotations

import typing

import pytest

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.walk import blocks_text, children, plain_text, rewrite, walk
from tests.model import COPIES, NODES, SLOTS, fields, holds_nodes, make, put

HERE = Span("report.md", 3, 1, 3, 9)
MARK = m.Code("mark", HERE)


def test_the_map_names_each_class_and_each_field_in_which_nodes_stand() -> None:
    annotated = {
        cls: {name for name, hint in fields(cls).items() if holds_nodes(hint)}
        - {name for copying, name in COPIES if copying is cls}
        for cls in NODES
    }
    assert {cls: set(names) for cls, names in m.SLOTS.items()} == annotated


@pytest.mark.parametrize(("cls", "slot"), SLOTS, ids=lambda x: getattr(x, "__name__", x))
class TestSlot:
    def test_a_walk_meets_what_stands_there(self, cls: type[m.Node], slot: str) -> None:
        node = put(cls, slot, (MARK,), HERE)
        assert any(below is MARK for below in walk((node,)))
        assert all(type(child) in NODES for child in children(node))

    def test_a_rewrite_changes_what_stands_there(self, cls: type[m.Node], slot: str) -> None:
        node, other = put(cls, slot, (MARK,), HERE), m.Code("other", HERE)
        assert rewrite((node,), lambda node: None)[0] is node
        new = rewrite((node,), lambda node: (other,) if node is MARK else None)
        assert new == (put(cls, slot, (other,), HERE),)
        assert new != (node,)


def test_two_nodes_are_equal_where_they_say_the_same_in_two_places() -> None:
    there = HERE._replace(line=7)
    for cls, slot in SLOTS:
        here = put(cls, slot, (MARK,), HERE)
        assert here == put(cls, slot, (m.Code("mark", there),), there)
        assert hash(here) == hash(put(cls, slot, (m.Code("mark", there),), there))


@pytest.mark.parametrize("cls", [cls for cls in NODES if "text" in fields(cls)])
def test_the_text_of_a_node_is_among_the_words_of_what_holds_it(cls: type[m.Node]) -> None:
    node = typing.cast("m.Node", make(cls, HERE, text="words"))
    assert plain_text((node,)) == blocks_text((node,)) == "words"
