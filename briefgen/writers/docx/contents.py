"""Take contents and works cited, write them: filled fields that Word updates, links both ways."""

from __future__ import annotations

from briefgen import model as m
from briefgen.typography.bidi import opening
from briefgen.typography.spacing import NUMBER_COLUMNS
from briefgen.walk import plain_text
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.inlines import RunLook
from briefgen.writers.docx.measures import length
from briefgen.writers.docx.nodes import (
    TAB,
    Content,
    WordRun,
    XmlNode,
    field,
    field_character,
    field_instruction,
    w,
)
from briefgen.writers.docx.properties import indent
from briefgen.writers.docx.units import twips

__all__ = ["write_contents", "write_works"]


def write_contents(body: Body, node: m.Contents, context: WriterContext) -> None:
    """Write a table of contents, or a list of tables or figures, as one field over its lines."""
    if not node.entries:
        return
    sections = node.kind == "sections"
    columns = _columns(body, node) if sections else {1: _labels(body, node)}
    lines = []
    for entry in node.entries:
        level = min(max(entry.level, 1), 3)
        name = f"contents-{level}" if sections else "contents-tables"
        _set_up(
            body, name, columns.get(entry.level, 0.0), context, leader=not sections or level > 1
        )
        lines.append((entry, level if sections else 2, name))
    instruction = f'TOC \\o "1-{node.depth}" \\h \\z \\u'
    if not sections:
        instruction = f'TOC \\h \\z \\c "{"Table" if node.kind == "tables" else "Figure"}"'
    begin = [
        *body.marks(),
        field_character("begin"),
        field_instruction(instruction),
        field_character("separate"),
    ]
    with body.aside() as written:
        for index, (entry, level, name) in enumerate(lines):
            content = _line(body, entry, level, name, context)
            if index == 0:
                content = [*begin, *content]
            if index == len(lines) - 1:
                content = [*content, field_character("end")]
            parts = {}
            if not entry.number and (column := columns.get(entry.level)):
                left = body.styles.look(name).indent_left if sections else 0.0
                parts["ind"] = indent(left + column)
            body.paragraph(
                content,
                name,
                context._replace(align="", flat=False, left=0.0, right=0.0),
                parts=parts,
            )
    if not sections:
        body.flow.written.extend(written)
        return
    unique = "" if body.state.has_contents else w("docPartUnique")
    body.state.has_contents = True
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), unique)
    body.flow.written.append(w("sdt", w("sdtPr", gallery), w("sdtContent", *written)))


def _set_up(body: Body, name: str, column: float, context: WriterContext, *, leader: bool) -> None:
    """Give the style of contents lines its hanging number and the tab for its page number."""
    left = body.styles.look(name).indent_left if name != "contents-tables" else 0.0
    body.styles.hang(name, left + column, column)
    dots: dict[str, str | int] = {"leader": "dot"} if leader else {}
    tabbed = column and name != "contents-tables"
    number = w("tab", val="left", pos=twips(left + column)) if tabbed else ""
    page = w("tab", **{"val": "right", **dots, "pos": twips(context.width)})
    body.styles.tabs[name] = w("tabs", number, page)


def _columns(body: Body, node: m.Contents) -> dict[int, float]:
    """Return the width of the number column for each level that has numbers."""
    columns: dict[int, float] = {}
    for entry in node.entries:
        if entry.number:
            size = body.styles.look("contents-number").size
            width = sum(0.28 if c == "." else 0.55 for c in entry.number) * size + 7.0
            least = NUMBER_COLUMNS[min(max(entry.level, 1), 3)]
            columns[entry.level] = max(columns.get(entry.level, least), width)
    return columns


def _labels(body: Body, node: m.Contents) -> float:
    """Return the indent of the second line of a long title: the width of the widest label."""
    labels = (entry.number + entry.stop for entry in node.entries if entry.number)
    return max((length(body, label, "contents-number") for label in labels), default=0.0)


def _line(
    body: Body, entry: m.ContentsEntry, level: int, name: str, context: WriterContext
) -> Content:
    runs = body.runs(context)
    look = runs.look(name)
    inside: list[XmlNode] = []
    if entry.number:
        # Named character styles do not survive in every program's own tables of contents.
        number = _numeral(body, look, look.size)
        if level == 1:
            number = runs.number_look(look)._replace(name="")
        if name == "contents-tables":  # word for word what Word takes from the caption
            label = entry.number.replace(" ", "\u00a0")
            inside += runs.text(label + entry.stop, number)
        else:
            inside += (*runs.text(entry.number, number), TAB)
    inside += runs.write(entry.title, look, linked=True)
    paged = _numeral(body, look, 1e9)
    if level == 1:
        paged = paged._replace(colour=look.colour)
    properties = runs.properties(paged)
    page = body.state.page(entry.target)
    bookmark = body.state.anchors.name(entry.target)
    inside.append(TAB._replace(properties=properties))  # the dots are as light as the number
    if bookmark:
        result = (WordRun((page,), properties),) if page else ()
        inside += field(f"PAGEREF {bookmark} \\h", result, properties)
    elif page:
        inside.append(WordRun((page,), properties))
    return runs.to(entry.target, inside)


def _numeral(body: Body, look: RunLook, most: float) -> RunLook:
    style = body.theme.paragraphs.get("contents-number")
    if style is None:
        return look
    return look._replace(
        font=style.font,
        bold=style.bold,
        italic=style.italic,
        colour=style.colour,
        size=min(style.size, most),
    )


# ------------------------------------------------------------------------------------------ works


def write_works(body: Body, node: m.WorksCited, context: WriterContext) -> None:
    """Write the works cited: each label hangs before its entry, the ways back follow it.

    Without labels, entries stand at the margin.
    """
    if not node.works:
        return
    name = "work-short" if node.form == "short" else "work"
    style = body.styles.look(name)
    longest = max(len(work.label) for work in node.works)
    hang = max(style.indent_left, (0.52 * longest + 0.21) * style.size) if longest else 0.0
    body.styles.hang(name, hang, hang, style.indent_right)
    runs = body.runs(context)
    look = runs.look(name)
    accent = runs.character(look, "accent")
    context = context._replace(flat=False, align="", after=None)
    for work in node.works:
        content: list[XmlNode] = []
        if work.label:
            label: Content = runs.text(work.label, accent)
            content += runs.to(work.back.target, label) if work.back else label
            content.append(TAB)
        cut = opening(plain_text((node,)) for node in work.entry) if context.rtl else 0
        if cut:
            content += runs.isolated(runs.write(work.entry[:cut], look), rtl=False)
        content += runs.write((*work.entry[cut:], *work.trail), look)
        marked = body.state.anchors.mark(f"ref-{work.key}", content)
        body.paragraph(marked, name, context, parts={"keepLines": w("keepLines")})
