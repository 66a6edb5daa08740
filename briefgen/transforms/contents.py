"""Take the blocks of a document, return them with each `Contents` filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from briefgen import model as m
from briefgen.record import replace
from briefgen.transforms.arrange import is_cover
from briefgen.walk import attr_of, children, close_up, plain_text, rewrite, walk

__all__ = ["fill_contents"]

_Captioned: TypeAlias = m.Table | m.Figure


def fill_contents(blocks: m.Blocks) -> m.Blocks:
    """Fill every `Contents`."""

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.Paragraph):
            return (node,)
        if not isinstance(node, m.Contents):
            return None
        entries: Iterable[m.ContentsEntry]
        if node.kind == "sections":
            entries = _section_entries(blocks, node, 1, "")
        else:
            kind = m.Table if node.kind == "tables" else m.Figure
            entries = _caption_entries(blocks, kind, "")
        return (replace(node, entries=tuple(entries)),)

    return rewrite(blocks, change)


def _section_entries(
    nodes: Iterable[m.Node], contents: m.Contents, level: int, outer_lang: str
) -> Iterator[m.ContentsEntry]:
    """Yield an entry for each section of `nodes`.

    Left out are covers, headings over contents and lists, the sections that hold `contents`, and
    headings without words, as in Word. `outer_lang` is the language of what holds the nodes, ""
    for the document's own.
    """
    for node in nodes:
        if isinstance(node, m.Paragraph) or is_cover(node):
            continue
        lang = attr_of(node).get("lang", outer_lang)
        if not isinstance(node, m.Section):
            yield from _section_entries(children(node), contents, level, lang)
        elif _only_lists(node) or any(below is contents for below in walk(node.children)):
            yield from _section_entries(node.children, contents, level, lang)
        elif not node.attr.has("unlisted"):
            title = _bare(node.title, lang)
            if level <= contents.depth and plain_text(title).strip():
                yield m.ContentsEntry(node.attr.id, node.number, title, level)
            yield from _section_entries(node.children, contents, level + 1, lang)


def _only_lists(section: m.Section) -> bool:
    """Tell whether a section is a heading over contents or a list of tables or figures."""
    own = [node for node in section.children if not isinstance(node, m.Section | m.PageBreak)]
    return bool(own) and all(isinstance(node, m.Contents) for node in own)


def _caption_entries(
    nodes: Iterable[m.Node], kind: type[_Captioned], outer_lang: str
) -> Iterator[m.ContentsEntry]:
    for node in nodes:
        if isinstance(node, m.Paragraph):
            continue
        lang = attr_of(node).get("lang", outer_lang)
        if isinstance(node, kind) and node.label:
            yield m.ContentsEntry(node.attr.id, node.label, _bare(node.caption, lang), 1, node.stop)
        yield from _caption_entries(children(node), kind, lang)


def _bare(inlines: m.Inlines, lang: str) -> m.Inlines:
    """Return a title as plain words on one line: without notes, citations, links and styles.

    `lang` is the language that an outer node has set, "" for none.
    """

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Note() | m.CitationGroup() | m.Image():
                return ()
            case m.LineBreak():
                return (m.Text(" ", node.span),)
            case m.CrossReference():
                return (m.Text(node.text, node.span),)
            case m.Link():
                return rewrite(node.children, change)
            case m.InlineSpan():
                attr = _only_lang(node.attr.get("lang"))
                inside = rewrite(node.children, change)
                return (replace(node, attr=attr, children=inside),)
            case _:
                return None

    words = close_up(rewrite(inlines, change))
    return (m.InlineSpan(words, _only_lang(lang), words[0].span),) if lang and words else words


def _only_lang(lang: str) -> m.Attr:
    return m.Attr(pairs=(("lang", lang),)) if lang else m.NO_ATTR
