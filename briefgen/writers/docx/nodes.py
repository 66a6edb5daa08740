"""The tree that a Word file is written from: elements, runs and paragraphs, and what makes them.

A writer builds these records and changes them by making new ones; `markup` turns the finished tree
into XML, once. Text is kept as it is read, without escapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from briefgen.record import NamedTuple

__all__ = [
    "BREAK",
    "PLAIN",
    "TAB",
    "Content",
    "Properties",
    "SimpleValue",
    "WordParagraph",
    "WordRun",
    "XmlElement",
    "XmlNode",
    "element",
    "field",
    "field_character",
    "field_instruction",
    "holds_drawing",
    "map_runs",
    "runs_of",
    "text_of",
    "w",
]

SimpleValue: TypeAlias = str | int
"""The value of an attribute."""


class XmlElement(NamedTuple):
    """An element by its qualified name ("w:tbl"); a string among its children is text."""

    name: str
    attributes: Mapping[str, SimpleValue] = {}
    children: Sequence[XmlNode] = ()


Properties: TypeAlias = Mapping[str, XmlElement]
"""Properties of a paragraph or run, by the names of their elements without "w:", in any order."""
PLAIN: Final[Properties] = {}
"""The properties of a run that looks as its paragraph's style says."""


class WordRun(NamedTuple):
    """A piece of a paragraph in one look (`w:r`); a string in its content is text."""

    content: Sequence[XmlElement | str]
    properties: Properties = PLAIN

    @property
    def text(self) -> str:
        """Its text; what is no text (a tab, a drawing) counts for nothing."""
        return "".join(part for part in self.content if isinstance(part, str))


class WordParagraph(NamedTuple):
    """A paragraph (`w:p`): its properties; runs, links, fields and bookmarks."""

    properties: Properties
    content: Sequence[XmlNode] = ()


XmlNode: TypeAlias = XmlElement | WordRun | WordParagraph | str
"""What a tree is made of; an empty string leaves no trace."""
Content: TypeAlias = Sequence[XmlNode]
"""What stands in a paragraph, a cell, a story: nodes in reading order."""


def element(name: str, /, *children: XmlNode, **attributes: SimpleValue) -> XmlElement:
    """Return an element whose attributes are in no namespace, as those of DrawingML are."""
    return XmlElement(name, attributes, children)


def w(name: str, /, *children: XmlNode, **attributes: SimpleValue) -> XmlElement:
    """Return an element of WordprocessingML: `w("jc", val="left")` is `<w:jc w:val="left"/>`."""
    return XmlElement(f"w:{name}", {f"w:{key}": attributes[key] for key in attributes}, children)


TAB: Final = WordRun((w("tab"),))
BREAK: Final = w("br")


# ------------------------------------------------------------------------------------------ fields


def field(instruction: str, result: Content, properties: Properties = PLAIN) -> list[XmlNode]:
    """Return a field with its cached result, so that it reads right before Word updates it."""
    return [
        field_character("begin", properties),
        field_instruction(instruction, properties),
        field_character("separate", properties),
        *result,
        field_character("end", properties),
    ]


def field_character(kind: str, properties: Properties = PLAIN) -> WordRun:
    """Return a mark of a field: where it begins ("begin"), its result ("separate"), its "end"."""
    return WordRun((w("fldChar", fldCharType=kind),), properties)


def field_instruction(instruction: str, properties: Properties = PLAIN) -> WordRun:
    """Return the run that says what a field shows."""
    text = XmlElement("w:instrText", {"xml:space": "preserve"}, (f" {instruction} ",))
    return WordRun((text,), properties)


# ------------------------------------------------------------------------------------- a whole tree

_DRAWINGS: Final = frozenset({"w:drawing", "mc:AlternateContent"})


def runs_of(content: Iterable[XmlNode]) -> Iterator[WordRun]:
    """Give the runs of `content`, those of links and revisions among them."""
    for node in content:
        if isinstance(node, WordRun):
            yield node
        elif isinstance(node, XmlElement):
            yield from runs_of(node.children)


def text_of(content: Iterable[XmlNode]) -> str:
    """Return the text of all runs in `content`."""
    return "".join(run.text for run in runs_of(content))


def holds_drawing(content: Iterable[XmlNode]) -> bool:
    """Tell whether a drawing stands in the lines of `content`."""
    return any(
        isinstance(part, XmlElement) and part.name in _DRAWINGS
        for run in runs_of(content)
        for part in run.content
    )


def map_runs(
    content: Iterable[XmlNode], change: Callable[[WordRun], Iterable[WordRun]]
) -> list[XmlNode]:
    """Return `content` with what `change` makes of each run, those of links among them."""
    out: list[XmlNode] = []
    for node in content:
        if isinstance(node, WordRun):
            out.extend(change(node))
        elif isinstance(node, XmlElement) and node.children:
            out.append(node._replace(children=map_runs(node.children, change)))
        else:
            out.append(node)
    return out
