"""Take a complete document and a theme, return the document with nodes for what classes ask for.

`row`, `columns`, `cover` with its `foot`, `landscape`, `page-break` and the box styles of the theme
become `SideBySide`, `Columns`, `Cover`, `Landscape`, `PageBreak` and `Panel`. This is the only
place that knows these classes: layout and the writers match on the nodes.
"""

from __future__ import annotations

from typing import Final

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.lengths import positive_points
from briefgen.record import replace
from briefgen.theme import Theme
from briefgen.typography.spacing import COLUMN_GAP, MOST_COLUMNS, ROW_GAP
from briefgen.walk import rewrite, rewrite_inside

__all__ = ["LAYOUT_CLASSES", "arrange", "is_cover"]

LAYOUT_CLASSES: Final = frozenset({"row", "columns", "cover", "foot", "landscape", "page-break"})


def arrange(document: m.Document, theme: Theme, sink: Diagnostics) -> m.Document:
    """Return `document` with its layout as nodes; `theme` knows which classes are box styles.

    A div keeps its attributes, but for the classes that have become nodes. `sink` gets widths, gaps
    and counts that are none.
    """
    return replace(document, blocks=_Arranging(theme, sink).blocks(document.blocks))


def is_cover(node: m.Node) -> bool:
    """Tell whether `node` is a div that becomes a cover."""
    return isinstance(node, m.Div) and node.attr.has("cover")


class _Arranging:
    def __init__(self, theme: Theme, sink: Diagnostics) -> None:
        self.theme = theme
        self.sink = sink

    def blocks(self, blocks: m.Blocks) -> m.Blocks:
        return rewrite(blocks, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Div():
                return _on_its_page(self._div(node), node.attr, node.span)
            case m.Section() if node.attr.has("page-break"):
                section = replace(node, attr=_without_layout(node.attr))
                return (m.PageBreak(node.span), rewrite_inside(section, self._change))
            case m.Table() | m.Figure() if node.attr.has("landscape"):
                wide = replace(node, attr=_without_layout(node.attr))
                return (m.Landscape((rewrite_inside(wide, self._change),), node.span),)
            case _:
                return None

    def _div(self, div: m.Div) -> m.Block:
        classes, attr = div.attr.classes, _without_layout(div.attr)
        box = next((name for name in classes if name in self.theme.boxes), "")
        styles = [name for name in classes if name in self.theme.paragraphs]
        style = styles[-1] if styles else self.theme.boxes[box].paragraph if box else ""
        if is_cover(div):
            text = self.blocks(tuple([child for child in div.children if not _is_foot(child)]))
            foot = self.blocks(tuple([child for child in div.children if _is_foot(child)]))
            return m.Cover(text, foot, attr, div.span, style)
        blocks = self._beside(div) if div.attr.has("row") else self.blocks(div.children)
        if div.attr.has("columns") and not div.attr.has("row"):
            blocks = (m.Columns(blocks, self._count(div), self._gap(div, COLUMN_GAP), div.span),)
        if box:
            return m.Panel(blocks, box, attr, div.span, style)
        says = style or attr.id or attr.classes or attr.get("lang")
        if not says and len(blocks) == 1 and isinstance(blocks[0], m.SideBySide | m.Columns):
            return blocks[0]
        return m.Div(blocks, attr, div.span, style)

    def _beside(self, div: m.Div) -> m.Blocks:
        """Return the children of `div` side by side, each of them as one block."""
        if not div.children:
            return ()
        cells = []
        for child in div.children:
            made = self.blocks((child,))
            cells.append(made[0] if len(made) == 1 else m.Div(made, m.NO_ATTR, child.span))
        widths = self._widths(div, len(cells))
        return (m.SideBySide(tuple(cells), widths, self._gap(div, ROW_GAP), div.span),)

    def _widths(self, div: m.Div, count: int) -> tuple[float, ...]:
        """Return a width for each block of a row: equal ones where none are given.

        There may be more, because a template cannot know whether its last block says anything.
        """
        text = div.attr.get("widths")
        parts = [positive_points(part) for part in text.replace(",", " ").split()]
        if text and (len(parts) < count or None in parts):
            self.sink.warning(
                "bad-widths",
                f"widths={text!r} is not {count} numbers above 0",
                div.span,
                f'one number per block: widths="{" ".join(["1"] * count)}"',
            )
        widths = ([part or 1.0 for part in parts] + [1.0] * count)[:count]
        return tuple(widths)

    def _gap(self, div: m.Div, usual: float) -> float:
        text = div.attr.get("gap")
        gap = positive_points(text)
        if text and gap is None:
            message = f"gap={text!r} is no length above 0"
            self.sink.warning("bad-columns", message, div.span, f'gap="{usual:g}pt"')
        return gap or usual

    def _count(self, div: m.Div) -> int:
        text = div.attr.get("count", "2")
        if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST_COLUMNS):
            message = f"count={text!r} is no number from 1 to {MOST_COLUMNS}"
            self.sink.warning("bad-columns", message, div.span, 'count="2"')
        return int(min(max(positive_points(text) or 2.0, 1.0), MOST_COLUMNS))


def _on_its_page(node: m.Block, attr: m.Attr, span: Span) -> m.Blocks:
    """Return `node` on the page that the classes of `attr` ask for."""
    if attr.has("landscape"):
        node = m.Landscape((node,), span)
    return (m.PageBreak(span), node) if attr.has("page-break") else (node,)


def _without_layout(attr: m.Attr) -> m.Attr:
    if LAYOUT_CLASSES.isdisjoint(attr.classes):
        return attr
    return replace(attr, classes=tuple(name for name in attr.classes if name not in LAYOUT_CLASSES))


def _is_foot(node: m.Block) -> bool:
    return isinstance(node, m.Div) and node.attr.has("foot")
