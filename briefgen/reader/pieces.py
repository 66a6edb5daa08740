"""Take the pieces of scanned text, return inlines: delimiters paired off, text merged.

A *piece* is what the scanner found at one place: text, a node, a run of delimiters, a bracket
that is still open, a citation key. `fold` turns paired delimiters into nodes, and `merge` makes
model inlines of what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.reader.source import Content
from briefgen.restrictions import typed_in

MAX_DEPTH = 40
"""How deep inlines may stand in each other."""

CROSS_REFERENCES = ("sec-", "tbl-", "fig-")


@dataclass(slots=True, eq=False, repr=False)
class InlinePiece:
    """Text, or a node, of `content.text[start:end]`; `depth` is how many levels the node has."""

    start: int
    end: int
    text: str
    node: m.Inline | None = None
    depth: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Key(InlinePiece):
    """A citation key that no brackets have claimed yet; `text` is the key.

    It is `own` where it names a place of the report, and not a work.
    """

    suppress: bool = False
    own: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Bracket(InlinePiece):
    """An opening bracket, at `index` of the pieces; `text` is `[`, `![` or `^[`."""

    index: int = 0
    cites: bool = False
    no_link: bool = False
    brackets_inside: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Delimiter(InlinePiece):
    """A run of `*`, `_` or `~~`; `opens` and `closes` say how many of them each pair takes."""

    left: int = 0
    can_open: bool = False
    can_close: bool = False
    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)


def is_cross_reference(key: str) -> bool:
    """Tell whether `@key` is a section, table or figure of the report, and not a work."""
    return key.startswith(CROSS_REFERENCES)


def depth_of(pieces: Sequence[InlinePiece]) -> int:
    """Return the depth of the deepest of `pieces`."""
    return max((piece.depth for piece in pieces), default=0)


def too_deep(content: Content, start: int, end: int, sink: Diagnostics) -> InlinePiece:
    """Report markup that nests deeper than `MAX_DEPTH`; return it as it was typed."""
    sink.error(
        "too-deep",
        f"marks stand more than {MAX_DEPTH} deep in each other",
        content.span(start, end),
        "to print the marks themselves, put a backslash before each",
    )
    return InlinePiece(start, end, content.text[start:end].replace("\n", " "))


# ---------------------------------------------------------------------------- pairing delimiters


def fold(pieces: list[InlinePiece], content: Content, sink: Diagnostics) -> list[InlinePiece]:
    """Return `pieces` with paired delimiters made nodes and the others text."""
    runs = [piece for piece in pieces if type(piece) is Delimiter]
    if not runs:
        return pieces
    _pair(runs)
    out: list[InlinePiece] = []
    opened: list[tuple[int, list[InlinePiece]]] = []
    for piece in pieces:
        if type(piece) is not Delimiter:
            out.append(piece)
            continue
        at = piece.start
        for width in piece.closes:
            at += width
            start, outside = opened.pop()
            depth = 1 + depth_of(out)
            if depth > MAX_DEPTH:
                outside.append(too_deep(content, start, at, sink))
            else:
                kind = _KINDS[piece.text[0], width]
                node = kind(merge(out, content), content.span(start, at))
                outside.append(InlinePiece(start, at, "", node, depth))
            out = outside
        if piece.left:
            out.append(InlinePiece(at, at + piece.left, piece.text[: piece.left]))
            at += piece.left
        for width in reversed(piece.opens):
            opened.append((at, out))
            out = []
            at += width
    return out


_KINDS: dict[tuple[str, int], Callable[[m.Inlines, Span], m.Inline]] = {
    ("*", 1): m.Emphasis,
    ("_", 1): m.Emphasis,
    ("*", 2): m.Strong,
    ("_", 2): m.Strong,
    ("~", 2): m.Strikeout,
}


def _pair(runs: list[Delimiter]) -> None:
    """Pair closers with the nearest openers, as CommonMark's "process emphasis" does.

    `floors` has, per kind of closer, the height of the stack below which no opener fits it. So
    text full of unpaired marks is still read in linear time.
    """
    stack: list[Delimiter] = []
    floors: dict[tuple[str, bool, int], int] = {}
    for closer in runs:
        mark, length = closer.text[0], len(closer.text)
        closer.left = length
        if mark == "~" and length != 2:
            continue
        kind = (mark, closer.can_open, length % 3)
        while closer.can_close and closer.left:
            floor = floors.get(kind, 0)
            height = len(stack) - 1
            while height >= floor and not _match(stack[height], closer):
                height -= 1
            if height < floor:
                floors[kind] = len(stack)
                break
            opener = stack[height]
            width = 2 if opener.left > 1 and closer.left > 1 else 1
            opener.opens.append(width)
            closer.closes.append(width)
            opener.left -= width
            closer.left -= width
            del stack[height + (opener.left > 0) :]
            for other, value in floors.items():
                if value > len(stack):
                    floors[other] = len(stack)
        if closer.can_open and closer.left:
            stack.append(closer)


def _match(opener: Delimiter, closer: Delimiter) -> bool:
    if opener.text[0] != closer.text[0]:
        return False
    a, b = len(opener.text), len(closer.text)
    either = opener.can_close or closer.can_open
    return closer.text[0] == "~" or not (either and (a + b) % 3 == 0 and (a % 3 or b % 3))


# ---------------------------------------------------------------------------------- merging text


def merge(pieces: Sequence[InlinePiece], content: Content) -> m.Inlines:
    """Return the inlines of folded `pieces`: adjacent text of a line is one node."""
    out: list[m.Inline] = []
    texts: list[str] = []
    start = end = 0
    source = content.text
    for piece in pieces:
        if piece.node is None and type(piece) is not Key:
            if not piece.text:
                continue
            if piece.text in _OPENERS and piece.end - piece.start > 1 and _restricts(piece, source):
                if texts:
                    out.append(m.Text("".join(texts), content.span(start, end)))
                    texts = []
                out.append(m.Text(piece.text, content.span(piece.start, piece.end)))
                continue
            if not texts:
                start = piece.start
            texts.append(piece.text)
            end = piece.end
            if source[end - 1] != "\n":
                continue
            end -= 1  # the next line is a text node of its own
        if texts:
            out.append(m.Text("".join(texts), content.span(start, end)))
            texts = []
        if piece.node is not None:
            out.append(piece.node)
        elif isinstance(piece, Key):
            out.append(_in_text(piece, content))
    if texts:
        out.append(m.Text("".join(texts), content.span(start, end)))
    return tuple(out)


_OPENERS = frozenset("{<")


def _restricts(escaped: InlinePiece, source: str) -> bool:
    """Tell whether a restriction follows, which then is not obeyed on purpose.

    Such an escape is a text node of its own: one sign that was typed as several.
    """
    return typed_in(escaped.text + source[escaped.end : escaped.end + 500]) >= 0


def _in_text(key: Key, content: Content) -> m.Inline:
    span = content.span(key.start, key.end)
    if key.own:
        return m.CrossReference(key.text, span)
    citation = m.Citation(key.text, span, suppress_author=key.suppress)
    return m.CitationGroup((citation,), span, in_text=True)
