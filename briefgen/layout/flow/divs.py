"""Take divs, code and figures, set what goes around or beside: panels, rows, columns, covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.boxes import Element, Fill, ImageBox
from briefgen.layout.boxes import Path as Stroked
from briefgen.layout.flow.columns import balanced, beside
from briefgen.layout.flow.widths import measured, share, styled
from briefgen.layout.galley import (
    NEXT,
    TOGETHER,
    Frame,
    Galley,
    Item,
    Mark,
    height_of,
    moved,
)
from briefgen.layout.inline.lines import break_lines
from briefgen.layout.mirror import reflected
from briefgen.theme import BoxStyle
from briefgen.typography.bidi import leftward
from briefgen.typography.pictures import figure_text, find_picture, printed_size
from briefgen.typography.spacing import COVER_SHARE, NARROWEST

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = [
    "figure_in",
    "set_caption",
    "set_code",
    "set_columns",
    "set_div",
    "set_figure",
    "set_side_by_side",
]


def set_div(setter: Setter, node: m.Div | m.Panel | m.Cover, place: Place, galley: Galley) -> None:
    """Set a div: its paragraph style and language hold for what is in it."""
    box = setter.theme.boxes.get(node.box) if isinstance(node, m.Panel) else None
    place = styled(node, place)
    lang = node.attr.get("lang")
    if box or lang:
        extra = {"lang": lang} if lang else {}
        place = place._replace(
            parent=place.parent.add(box.role if box else "Div", node.span, **extra)
        )
    if lang:
        place = place._replace(lang=lang)
    if isinstance(node, m.Cover):
        galley.fresh = True
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    with setter.facing(leftward(place.lang) if lang else place.leftward, place, galley) as place:
        if isinstance(node, m.Cover):
            _set_cover(setter, node, place, galley)
        elif box:
            _set_panel(setter, node.children, box, place, galley)
        else:
            setter.blocks(node.children, place, galley)


def _set_panel(
    setter: Setter, blocks: m.Blocks, box: BoxStyle, place: Place, galley: Galley
) -> None:
    closed = box.background or box.rule_left.width or box.rule_bottom.width
    frame = Frame(
        place.x,
        place.width,
        above=box.padding_y,
        below=box.padding_y if closed else 0.0,
        background=box.background,
        left=box.rule_left,
        top=box.rule_top,
        bottom=box.rule_bottom,
    )
    left = box.rule_left.width + box.padding_x
    inner = place.inside(left, box.padding_x if box.background else 0.0)
    start = len(galley.items)
    galley.open(frame, box.space_before)
    setter.blocks(blocks, inner, galley)
    galley.close(frame, box.space_after)
    panel = galley.items[start:]
    if box.keep_together and height_of(panel) <= 0.9 * setter.room:
        keep = panel[-1].keep
        galley.bind(TOGETHER, start)
        panel[-1].keep = keep


def set_side_by_side(setter: Setter, node: m.SideBySide, place: Place, galley: Galley) -> None:
    """Set the children of `node` side by side."""
    least = [measured(setter, (child,), place)[0] for child in node.children]
    room = place.width - node.gap * (len(node.children) - 1)
    widths = share(room, least, node.widths)
    columns: list[tuple[list[Item], list[Frame]]] = []
    x = place.x
    for child, width in zip(node.children, widths, strict=True):
        inner = place._replace(x=x, width=max(width, 1.0))
        columns.append((setter.column((child,), inner), []))
        x += width + node.gap
    galley.add(beside(columns), 0.0, setter.theme.paragraph(place.style).space_after)


def set_columns(setter: Setter, node: m.Columns, place: Place, galley: Galley) -> None:
    """Balance the content of `node` over columns."""
    count = node.count
    width = (place.width - node.gap * (count - 1)) / count
    if width < NARROWEST:
        count, width = 1, place.width
    items = setter.column(node.children, place._replace(width=width))
    if items:
        after = setter.theme.paragraph(place.style).space_after
        galley.add(balanced(items, [], count, width + node.gap, setter.room), 0.0, after)


def _set_cover(setter: Setter, node: m.Cover, place: Place, galley: Galley) -> None:
    """Set a page of its own: text at about the golden height, its foot at the bottom."""
    galley.cover = True
    foot = Galley()
    text = Galley()
    setter.blocks(node.children, place, text)
    setter.blocks(node.foot, place, foot)
    free = setter.room - height_of(text.items) - height_of(foot.items) - 1.0
    above, between = (COVER_SHARE * free, (1 - COVER_SHARE) * free) if free > 0 else (0.0, 12.0)
    galley.after = None
    galley.add(Item(above, keep=NEXT))
    for item in text.items:
        galley.items.append(item)
    if foot.items:
        galley.bind(NEXT)
        galley.items.append(Item(between, keep=NEXT))
        galley.items.extend(foot.items)
    galley.after = None
    galley.fresh = True


# ------------------------------------------------------------------------------------------ code


def set_code(setter: Setter, node: m.CodeBlock, place: Place, galley: Galley) -> None:
    """Set code line by line, spaces kept; what is too long goes on in the next line."""
    style = setter.theme.paragraph("code")
    box = setter.theme.boxes.get("code", BoxStyle(space_before=2, space_after=8))
    code = place.parent.add("P", node.span).add("Code", node.span)
    frame = Frame(
        place.x,
        place.width,
        above=box.padding_y,
        below=box.padding_y,
        background=box.background,
        left=box.rule_left,
        top=box.rule_top,
        bottom=box.rule_bottom,
    )
    inner = place.inside(box.padding_x + box.rule_left.width, box.padding_x)
    look = setter.inliner.look(style, "")
    base, _, _ = setter.baseline(style)
    em = setter.run("0", look, None)[1] or style.size
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    galley.open(frame, box.space_before)
    start = len(galley.items)
    for text in node.text.expandtabs(4).rstrip("\n").split("\n"):
        for piece in _pieces(text, max(int(inner.width / em), 8)):
            boxes: list[Mark] = []
            if piece.strip():
                glyphs, _ = setter.run(piece, look, code.slot(node.span))
                boxes = moved(glyphs, inner.x, base)
            galley.add(Item(style.leading, boxes, base=base))
    if len(galley.items) - start > 2:
        galley.items[start].keep = galley.items[-2].keep = TOGETHER
    galley.close(frame, box.space_after)


def _pieces(text: str, most: int) -> list[str]:
    """Cut a line of code into pieces of at most `most` characters, at a space if there is one."""
    pieces = []
    while len(text) > most:
        cut = text.rfind(" ", most // 2, most) + 1 or most
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


# --------------------------------------------------------------------------------------- figures


def set_figure(setter: Setter, node: m.Figure, place: Place, galley: Galley) -> None:
    """Set a figure with its caption: a drawing, or an image scaled to the column.

    What cannot be shown is a box that says what is missing.
    """
    if node.drawing:
        from briefgen.layout.flow.drawings import set_drawing

        set_drawing(setter, node, node.drawing, place, galley)
        return
    image = node.image
    alt = figure_text(node)
    place, figure = figure_in(place, node, alt)
    for name in dict.fromkeys((node.attr.id, image.attr.id)):
        if name:
            galley.anchors.append(name)
    picture = find_picture(image, setter.sink)
    if picture is None:
        _placeholder(setter, image, alt, figure, place, galley)
    else:
        width, height = printed_size(
            picture, image.attr, node.attr, width=place.width, room=setter.room
        )
        slot = None  # of what only decorates nothing is drawn as content, and no element is written
        if not image.attr.has("decorative"):
            slot = figure.slot(image.span)
            setter.figures[slot] = figure
        box = ImageBox(place.x, 0.0, width, height, str(picture.file), slot)
        galley.add(Item(height, [box], keep=NEXT), 8.0, 0.0)
    set_caption(setter, node, place.parent, place, galley, below=True)


def figure_in(place: Place, node: m.Figure, alt: str) -> tuple[Place, Element]:
    """Return where the caption of a figure goes, and the element of the figure itself.

    They stand side by side: to who hears a document, `alt` speaks for all that is in its element,
    and neither the number of the figure nor the links of its caption would be there.
    """
    if node.caption or node.label:
        place = place._replace(parent=place.parent.add("Div", node.span))
    return place, place.parent.add("Figure", node.span, alt=alt)


def set_caption(
    setter: Setter,
    node: m.Table | m.Figure,
    parent: Element,
    place: Place,
    galley: Galley,
    *,
    below: bool = False,
) -> None:
    """Set "Table 1." in bold and the caption; above a table it stays with what follows."""
    if not node.caption and not node.label:
        if below:
            galley.bind(0)
            galley.items[-1].keep = 0
            galley.after = 10.0
        return
    style = setter.theme.paragraph("caption")
    element = parent.add("Caption", parent.span)
    look = setter.inliner.look(style, place.lang)
    fragments = []
    if node.label:
        bold = look._replace(bold=True)
        text = node.label + node.stop
        fragments.append(setter.inliner.text(text, bold, element.slot(parent.span)))
    more, marks = setter.inliner.fragments(node.caption, look, element)
    where = place._replace(parent=element, align="", flat=False, after=None)
    setter.lines([*fragments, *more], "caption", where, galley, marks)
    if below:
        galley.items[-1].keep = 0
        galley.after = 10.0


def _placeholder(
    setter: Setter, image: m.Image, alt: str, figure: Element, place: Place, galley: Galley
) -> None:
    """Draw an outlined box with the description of an image that cannot be shown."""
    style = setter.theme.paragraph("small")
    look = setter.inliner.look(style, place.lang)
    figure.role = "Div"
    figure.attributes.clear()
    words = figure.add("P", image.span)
    text = setter.inliner.text(alt, look, words.slot(image.span))
    colour = setter.theme.colours.get("hairline", "#cccccc")
    broken = break_lines([text], max(place.width - 24, 24.0), setter.fonts, align="center")
    base, _, _ = setter.baseline(style)
    height = max(72.0, len(broken) * style.leading + 24)
    top = (height - len(broken) * style.leading) / 2
    edge = Stroked(
        (
            (place.x, 0.0),
            (place.x + place.width, 0.0),
            (place.x + place.width, height),
            (place.x, height),
        ),
        colour,
        0.75,
    )
    boxes: list[Mark] = [edge]
    for number, line in enumerate(broken):
        y = top + base + number * style.leading
        seen: list[Mark] = [*line.fills, *line.glyphs]
        if place.leftward:
            seen = reflected(seen, max(place.width - 24, 24.0))
        boxes += moved(seen, place.x + 12, y)
    tint = setter.theme.colours.get("tint", "#f4f4f4")
    boxes.insert(0, Fill(place.x, 0.0, place.width, height, tint))
    galley.add(Item(height, boxes, keep=NEXT), 8.0, 0.0)
