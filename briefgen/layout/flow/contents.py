"""Take contents and works cited, set them: leaders and page numbers, hanging labels, links back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.boxes import Artifact, Element, Glyphs, LinkArea
from briefgen.layout.galley import TOGETHER, Galley, Late
from briefgen.layout.inline.inlines import Look
from briefgen.layout.inline.lines import Fragment
from briefgen.layout.mirror import reflected
from briefgen.typography.bidi import NO_LANGUAGE, opening
from briefgen.typography.spacing import NUMBER_COLUMNS
from briefgen.walk import plain_text

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = ["area", "page_number", "set_contents", "set_works"]

_PAGE_COLUMN = 26.0
_DOT = 3.2


def area(
    x: float, width: float, height: float, target: str, contents: str, element: Element
) -> LinkArea:
    """Return a link area from the top of an item."""
    return LinkArea(x, 0.0, max(width, 4.0), height, target, contents, element)


# -------------------------------------------------------------------------------------- contents


def set_contents(setter: Setter, node: m.Contents, place: Place, galley: Galley) -> None:
    """Set a table of contents; its page numbers are printed when pages are known."""
    if not node.entries:
        return
    toc = place.parent.add("TOC", node.span)
    columns = _columns(setter, node, place)
    for entry in node.entries:
        level = min(max(entry.level, 1), 3)
        name = f"contents-{level}" if node.kind == "sections" else "contents-2"
        style = setter.theme.paragraph(name)
        indent = style.indent_left if node.kind == "sections" else 0.0
        linked = toc.add("TOCI", node.span).add("Reference", node.span).add("Link", node.span)
        look = setter.inliner.look(style, place.lang)
        slot = linked.slot(node.span) if entry.number else None
        title, _ = setter.inliner.fragments(entry.title, look, linked)
        hang = columns.get(entry.level, 0.0)
        inner = place.inside(indent, _PAGE_COLUMN)._replace(parent=linked, flat=True, align="")
        start = setter.lines(title, name, inner, galley, hang=hang)
        items = galley.items[start:]
        if slot:
            numbered = _number_look(setter, look, level if node.kind == "sections" else 2)
            setter.label(items[0], entry.number, numbered, slot, inner)
        right = place.x + place.width
        target = f"#{entry.target}"
        contents = f"{entry.number} {plain_text(entry.title)}".strip()
        for item in items:
            item.boxes = [
                *item.boxes,
                area(inner.x, right - inner.x, item.height, target, contents, linked),
            ]
            item.keep = max(item.keep, TOGETHER) if item is not items[-1] else item.keep
        last = items[-1]
        ink = max((_ink(b) for b in last.boxes if isinstance(b, Glyphs)), default=inner.x)
        leader = ink if level > 1 or node.kind != "sections" else right
        pages = setter.theme.paragraph("contents-number")
        paged = setter.inliner.look(pages, place.lang)
        if level == 1 and node.kind == "sections":
            paged = paged._replace(colour=look.colour)
        number = setter.inliner.style(paged)
        y = last.base or 0.0
        late = Late(right, y, right - leader, entry.target, number, linked.slot(node.span))
        last.boxes = [*last.boxes, late]


def _ink(box: Glyphs) -> float:
    """Return how far a run reaches, without a space at its end."""
    space = box.advances[-1] if box.text and box.text[-1] == " " else 0.0
    return box.x + box.expansion * (sum(box.advances) - space)


def _columns(setter: Setter, node: m.Contents, place: Place) -> dict[int, float]:
    """Return the width of the number column for each level that has numbers."""
    columns: dict[int, float] = {}
    for entry in node.entries:
        if entry.number:
            level = min(max(entry.level, 1), 3)
            name = f"contents-{level}" if node.kind == "sections" else "contents-2"
            look = setter.inliner.look(setter.theme.paragraph(name), place.lang)
            look = _number_look(setter, look, level if node.kind == "sections" else 2)
            _, width = setter.run(entry.number, look, None)
            least = NUMBER_COLUMNS[min(entry.level, 4)]
            columns[entry.level] = max(columns.get(entry.level, least), width + 7.0)
    return columns


def _number_look(setter: Setter, look: Look, level: int) -> Look:
    if level == 1:
        heading = setter.theme.paragraphs.get("heading-number")
        return look._replace(colour=heading.colour) if heading else look
    style = setter.theme.paragraph("contents-number")
    return setter.inliner.look(style, look.lang)._replace(size=min(style.size, look.size))


def page_number(setter: Setter, late: Late, number: str) -> list[Glyphs | Artifact]:
    """Return the page number `number` at its place, after a dotted leader."""
    style = late.style
    shaped = setter.fonts.shape(number + " ", style.face, style.features, style.lang)
    width = sum(shaped.advances[:-1]) * style.size
    glyphs = Glyphs(
        late.x - (0.0 if late.leftward else width),
        late.y,
        style.face.key,
        style.size,
        style.colour,
        shaped.gids,
        tuple([advance * style.size for advance in shaped.advances]),
        shaped.text,
        late.slot,
    )
    boxes: list[Glyphs | Artifact] = [glyphs]
    # Dots stand on one grid from the right edge, so that those of all lines are aligned.
    first = int((width + 5.0) / _DOT) + 1
    last = int((late.room - 5.0) / _DOT)
    if last - first >= 2:
        dot = setter.fonts.shape(".", style.face, (), "")
        count = last - first + 1
        dots = Glyphs(
            late.x - last * _DOT,
            late.y,
            style.face.key,
            style.size * 0.8,
            setter.theme.colours.get("muted", style.colour),
            dot.gids * count,
            (_DOT,) * count,
            dot.text * count,
        )
        leader = reflected((dots,), 2 * late.x) if late.leftward else (dots,)
        boxes.insert(0, Artifact("", tuple(leader)))
    return boxes


# ------------------------------------------------------------------------------------------ works


def set_works(setter: Setter, node: m.WorksCited, place: Place, galley: Galley) -> None:
    """Set the works cited: each label hangs before its entry, the ways back follow it.

    Without labels, entries stand at the margin.
    """
    if not node.works:
        return
    name = "work-short" if node.form == "short" else "work"
    style = setter.theme.paragraph(name)
    look = setter.inliner.look(style, place.lang)
    accent = setter.inliner.styled(look, setter.theme.characters.get("accent"))
    widest = max(setter.run(work.label, accent, None)[1] for work in node.works)
    labelled = any(work.label for work in node.works)
    hang = max(style.indent_left, widest + 0.6 * style.size) if labelled else 0.0
    element = place.parent.add("L", node.span, list_numbering="None")
    inner = place.inside(hang, style.indent_right)._replace(flat=True, align="", after=None)
    for work in node.works:
        entry = element.add("LI", work.span)
        label = entry.add("Lbl", work.span) if work.label else entry
        link = label.add("Link", work.span) if work.label and work.back else label
        body = entry.add("LBody", work.span)
        cited = body.add("BibEntry", work.span)
        # Words that run to the right are a phrase of their own: its full stops are at its end.
        cut = opening(plain_text((n,)) for n in work.entry) if place.leftward else 0
        rightward = look._replace(lang=NO_LANGUAGE)
        fragments, marks = setter.inliner.fragments(work.entry[:cut], rightward, cited)
        rest, more = setter.inliner.fragments(work.entry[cut:], look, cited)
        fragments += rest
        marks += more
        fragments += _trail(setter, work, look, cited)
        galley.anchors.append(f"ref-{work.key}")
        start = setter.lines(fragments, name, inner._replace(parent=body), galley, marks)
        galley.bind(TOGETHER, start)
        galley.items[-1].keep = 0
        first = galley.items[start]
        if not work.label:
            continue
        setter.label(first, work.label, accent, link.slot(work.span), place)
        if back := work.back:
            width = setter.run(work.label, accent, None)[1]
            target = f"#{back.target}"
            first.boxes = [
                *first.boxes,
                area(place.x, width, first.height, target, back.label, link),
            ]


def _trail(setter: Setter, work: m.Work, look: Look, parent: Element) -> list[Fragment]:
    """Return what follows an entry; its links break at the commas between them alone."""
    fragments: list[Fragment] = []
    for node in work.trail:
        # Text between links gets elements of its own: readers take an element's text in one piece.
        linked = isinstance(node, m.Link)
        element = parent if linked else parent.add("Span", work.span)
        made, _ = setter.inliner.fragments((node,), look, element)
        fragments += made if linked else map(_unbroken, made)
    return fragments


def _unbroken(fragment: Fragment) -> Fragment:
    text = fragment.text
    return fragment._replace(text=text if text == ", " else text.replace(" ", "\u00a0"))
