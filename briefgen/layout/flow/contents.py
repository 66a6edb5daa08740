"""Take contents and works cited, set them: leaders and page numbers, hanging labels, links back."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.boxes import Artifact, Element, Glyphs
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import link_area, set_label, set_lines
from briefgen.layout.galley import TOGETHER, Galley, Late
from briefgen.layout.inline.fragments import Fragment
from briefgen.layout.inline.inlines import TextLook
from briefgen.layout.mirror import reflected
from briefgen.typography.bidi import NO_LANGUAGE, opening
from briefgen.typography.spacing import NUMBER_COLUMNS
from briefgen.walk import plain_text

__all__ = ["page_number", "set_contents", "set_works"]

_PAGE_COLUMN = 26.0
_DOT = 3.2


# -------------------------------------------------------------------------------------- contents


def set_contents(context: LayoutContext, node: m.Contents, region: Region, galley: Galley) -> None:
    """Set a table of contents; its page numbers are printed when pages are known."""
    if not node.entries:
        return
    toc = region.parent.add("TOC", node.span)
    columns = _columns(context, node, region)
    for entry in node.entries:
        level = min(max(entry.level, 1), 3)
        name = f"contents-{level}" if node.kind == "sections" else "contents-2"
        style = context.theme.paragraph(name)
        indent = style.indent_left if node.kind == "sections" else 0.0
        linked = toc.add("TOCI", node.span).add("Reference", node.span).add("Link", node.span)
        look = context.inliner.look(style, region.lang)
        slot = linked.slot(node.span) if entry.number else None
        title, _ = context.inliner.fragments(entry.title, look, linked)
        hang = columns.get(entry.level, 0.0)
        inner = region.inside(indent, _PAGE_COLUMN)._replace(parent=linked, flat=True, align="")
        start = set_lines(context, title, name, inner, galley, hang=hang)
        items = galley.items[start:]
        if slot:
            numbered = _number_look(context, look, level if node.kind == "sections" else 2)
            set_label(context, items[0], entry.number, numbered, slot, inner)
        right = region.x + region.width
        target = f"#{entry.target}"
        contents = f"{entry.number} {plain_text(entry.title)}".strip()
        for item in items:
            item.boxes = [
                *item.boxes,
                link_area(inner.x, right - inner.x, item.height, target, contents, linked),
            ]
            item.keep = max(item.keep, TOGETHER) if item is not items[-1] else item.keep
        last = items[-1]
        ink = max((_ink(b) for b in last.boxes if isinstance(b, Glyphs)), default=inner.x)
        leader = ink if level > 1 or node.kind != "sections" else right
        pages = context.theme.paragraph("contents-number")
        paged = context.inliner.look(pages, region.lang)
        if level == 1 and node.kind == "sections":
            paged = paged._replace(colour=look.colour)
        number = context.inliner.style(paged)
        y = last.base or 0.0
        late = Late(right, y, right - leader, entry.target, number, linked.slot(node.span))
        last.boxes = [*last.boxes, late]


def _ink(box: Glyphs) -> float:
    """Return how far a run reaches, without a space at its end."""
    space = box.advances[-1] if box.text and box.text[-1] == " " else 0.0
    return box.x + box.expansion * (sum(box.advances) - space)


def _columns(context: LayoutContext, node: m.Contents, region: Region) -> dict[int, float]:
    """Return the width of the number column for each level that has numbers."""
    columns: dict[int, float] = {}
    for entry in node.entries:
        if entry.number:
            level = min(max(entry.level, 1), 3)
            name = f"contents-{level}" if node.kind == "sections" else "contents-2"
            look = context.inliner.look(context.theme.paragraph(name), region.lang)
            look = _number_look(context, look, level if node.kind == "sections" else 2)
            _, width = context.inliner.one_line(entry.number, look, None)
            least = NUMBER_COLUMNS[min(entry.level, 4)]
            columns[entry.level] = max(columns.get(entry.level, least), width + 7.0)
    return columns


def _number_look(context: LayoutContext, look: TextLook, level: int) -> TextLook:
    if level == 1:
        heading = context.theme.paragraphs.get("heading-number")
        return look._replace(colour=heading.colour) if heading else look
    style = context.theme.paragraph("contents-number")
    return context.inliner.look(style, look.lang)._replace(size=min(style.size, look.size))


def page_number(context: LayoutContext, late: Late, number: str) -> list[Glyphs | Artifact]:
    """Return the page number `number` at its place, after a dotted leader."""
    style = late.style
    shaped = context.fonts.shape(number + " ", style.face, style.features, style.lang)
    width = sum(shaped.advances[:-1]) * style.size
    glyphs = Glyphs(
        late.x - (0.0 if late.rtl else width),
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
        dot = context.fonts.shape(".", style.face, (), "")
        count = last - first + 1
        dots = Glyphs(
            late.x - last * _DOT,
            late.y,
            style.face.key,
            style.size * 0.8,
            context.theme.colours.get("muted", style.colour),
            dot.gids * count,
            (_DOT,) * count,
            dot.text * count,
        )
        leader = reflected((dots,), 2 * late.x) if late.rtl else (dots,)
        boxes.insert(0, Artifact("", tuple(leader)))
    return boxes


# ------------------------------------------------------------------------------------------ works


def set_works(context: LayoutContext, node: m.WorksCited, region: Region, galley: Galley) -> None:
    """Set the works cited: each label hangs before its entry, the ways back follow it.

    Without labels, entries stand at the margin.
    """
    if not node.works:
        return
    name = "work-short" if node.form == "short" else "work"
    style = context.theme.paragraph(name)
    look = context.inliner.look(style, region.lang)
    accent = context.inliner.styled(look, context.theme.characters.get("accent"))
    widest = max(context.inliner.one_line(work.label, accent, None)[1] for work in node.works)
    labelled = any(work.label for work in node.works)
    hang = max(style.indent_left, widest + 0.6 * style.size) if labelled else 0.0
    element = region.parent.add("L", node.span, list_numbering="None")
    inner = region.inside(hang, style.indent_right)._replace(flat=True, align="", after=None)
    for work in node.works:
        entry = element.add("LI", work.span)
        label = entry.add("Lbl", work.span) if work.label else entry
        link = label.add("Link", work.span) if work.label and work.back else label
        body = entry.add("LBody", work.span)
        cited = body.add("BibEntry", work.span)
        # Words that run to the right are a phrase of their own: its full stops are at its end.
        cut = opening(plain_text((n,)) for n in work.entry) if region.rtl else 0
        rightward = look._replace(lang=NO_LANGUAGE)
        fragments, marks = context.inliner.fragments(work.entry[:cut], rightward, cited)
        rest, more = context.inliner.fragments(work.entry[cut:], look, cited)
        fragments += rest
        marks += more
        fragments += _trail(context, work, look, cited)
        galley.anchors.append(f"ref-{work.key}")
        start = set_lines(context, fragments, name, inner._replace(parent=body), galley, marks)
        galley.bind(TOGETHER, start)
        galley.items[-1].keep = 0
        first = galley.items[start]
        if not work.label:
            continue
        set_label(context, first, work.label, accent, link.slot(work.span), region)
        if back := work.back:
            width = context.inliner.one_line(work.label, accent, None)[1]
            target = f"#{back.target}"
            first.boxes = [
                *first.boxes,
                link_area(region.x, width, first.height, target, back.label, link),
            ]


def _trail(context: LayoutContext, work: m.Work, look: TextLook, parent: Element) -> list[Fragment]:
    """Return what follows an entry; its links break at the commas between them alone."""
    fragments: list[Fragment] = []
    for node in work.trail:
        # Text between links gets elements of its own: readers take an element's text in one piece.
        linked = isinstance(node, m.Link)
        element = parent if linked else parent.add("Span", work.span)
        made, _ = context.inliner.fragments((node,), look, element)
        fragments += made if linked else map(_unbroken, made)
    return fragments


def _unbroken(fragment: Fragment) -> Fragment:
    text = fragment.text
    return fragment._replace(text=text if text == ", " else text.replace(" ", "\u00a0"))
