"""Small documents made by hand, and what tests ask of their layouts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout import Layout, fit, layout
from briefgen.layout.boxes import Artifact, Box, Element, Glyphs, Slot
from briefgen.lookup import builtin_templates
from briefgen.theme import Theme, load_theme
from briefgen.transforms.arrange import arrange
from briefgen.typography.fonts import FontSet
from briefgen.walk import plain_text

ROOT = Path(__file__).resolve().parents[2]
HERE = Span("report.md", 1)

LOREM = (
    "Four capitals had settled the field by February, and the three that were left asked for "
    "something different each: an end to an embargo, a letter that kept a promise, and posts "
    "for a region that felt forgotten. None of it was written down in one place at the time. "
).split()


@cache
def theme() -> Theme:
    sink = Diagnostics()
    made = load_theme("default", [builtin_templates()], sink)
    assert not sink.items
    return made


@cache
def fonts() -> FontSet:
    return FontSet(theme(), Diagnostics())


def words(count: int, first: int = 0) -> str:
    """Return `count` words of running text."""
    return " ".join(LOREM[(first + i) % len(LOREM)] for i in range(count))


def text(value: str) -> m.Inlines:
    return (m.Text(value, HERE),)


def para(value: str | m.Inlines) -> m.Paragraph:
    return m.Paragraph(text(value) if isinstance(value, str) else value, HERE)


def section(title: str, *children: m.Block, level: int = 1, number: str = "", name: str = "",
            classes: tuple[str, ...] = ()) -> m.Section:  # fmt: skip
    return m.Section(
        text(title),
        level,
        tuple(children),
        m.Attr(name or title.lower().replace(" ", "-"), classes),
        HERE,
        number,
    )


def div(classes: str, *children: m.Block, name: str = "", **pairs: str) -> m.Div:
    return m.Div(tuple(children), m.Attr(name, tuple(classes.split()), tuple(pairs.items())), HERE)


def span(value: str, classes: str = "", name: str = "", **pairs: str) -> m.InlineSpan:
    attr = m.Attr(name, tuple(classes.split()), tuple(pairs.items()))
    return m.InlineSpan(text(value), attr, HERE)


def cell(*blocks: str | m.Block) -> m.Cell:
    return m.Cell(tuple(para(b) if isinstance(b, str) else b for b in blocks), HERE)


def table(rows: list[list[str | m.Cell]], head: list[str] | None = None, caption: str = "",
          label: str = "", classes: str = "", aligns: str = "",
          **pairs: str) -> m.Table:  # fmt: skip
    def row(cells: list[str | m.Cell]) -> m.Row:
        return m.Row(tuple(cell(c) if isinstance(c, str) else c for c in cells), HERE)

    kinds: dict[str, m.Alignment] = {"l": "left", "r": "right", "c": "center", "-": "default"}
    count = max([len(r) for r in rows] + [len(head or [])], default=0)
    return m.Table(
        tuple(kinds[a] for a in aligns) or ("default",) * count,
        row(list(head or [])),
        tuple(row(r) for r in rows),
        text(caption) if caption else (),
        m.Attr("", tuple(classes.split()), tuple(pairs.items())),
        HERE,
        label,
        ". " if label else "",
        f"{label} (continued)" if label else "",
    )


def bullets(*items: str | m.Block, tight: bool = True) -> m.BulletList:
    made = tuple(m.ListItem((para(i) if isinstance(i, str) else i,), HERE) for i in items)
    return m.BulletList(made, HERE, tight)


def cite(number: int, key: str = "", anchor: str = "") -> m.CitationGroup:
    """Return a citation as `cite` leaves it."""
    key = key or f"work-{number}"
    link = m.Link(text(str(number)), f"#ref-{key}", HERE)
    return m.CitationGroup(
        (m.Citation(key, HERE, number=number),),
        HERE,
        rendered=(*text("["), link, *text("]")),
        anchor=anchor or f"cite-{number}",
    )


def works(count: int, **fields: object) -> m.WorksCited:
    made = tuple(
        m.Work(n, f"work-{n}", text(f"Author {n}. {words(9, n)}"), HERE, f"[{n}]")
        for n in range(1, count + 1)
    )
    return m.WorksCited(HERE, works=made, **fields)  # type: ignore[arg-type]


def document(*blocks: m.Block, **fields: object) -> m.Document:
    """Return a document that is ready to be laid out."""
    metadata = m.Metadata(title=text("The title"), date="2025-11-26")
    made = m.Document("dossier", "Full dossier", metadata, tuple(blocks), **fields)  # type: ignore[arg-type]
    return arrange(made, theme(), Diagnostics())


def laid(*blocks: m.Block, sink: Diagnostics | None = None, **fields: object) -> Layout:
    """Lay out blocks in the default theme; with no sink given nothing may be reported."""
    found = Diagnostics() if sink is None else sink
    made = layout(document(*blocks, **fields), theme(), fonts(), found)
    if sink is None:
        assert [str(item) for item in found] == []
    return made


# ------------------------------------------------------------------------------- asking a layout


def boxes(made: Layout, *, artifacts: bool = False) -> Iterator[tuple[int, Box]]:
    """Yield (page index, box); the boxes inside artifacts too, if wanted."""
    for number, page in enumerate(made.pages):
        for box in page.boxes:
            if isinstance(box, Artifact):
                if artifacts:
                    yield from ((number, inner) for inner in box.boxes)
            else:
                yield number, box


def glyphs(made: Layout) -> list[tuple[int, Glyphs]]:
    """Return the runs of real content."""
    return [(n, box) for n, box in boxes(made) if isinstance(box, Glyphs)]


def slots(element: Element) -> Iterator[Slot]:
    for kid in element.kids:
        if isinstance(kid, Slot):
            yield kid
        else:
            yield from slots(kid)


def roles(element: Element) -> list[str]:
    """Return the roles of all elements, parents first."""
    found = [element.role]
    for kid in element.kids:
        if isinstance(kid, Element):
            found += roles(kid)
    return found


def find(element: Element, role: str) -> list[Element]:
    found = [element] if element.role == role else []
    for kid in element.kids:
        if isinstance(kid, Element):
            found += find(kid, role)
    return found


def read(made: Layout, element: Element | None = None) -> str:
    """Return the text of an element in the order of the structure: what is read aloud."""
    filled: dict[Slot, list[str]] = {}
    for _, box in glyphs(made):
        assert box.slot is not None
        filled.setdefault(box.slot, []).append("".join(box.text).replace("\u00ad", ""))
    whole = element or made.structure
    return " ".join("".join("".join(filled.get(slot, ())) for slot in slots(whole)).split())


def lines(made: Layout) -> list[tuple[int, float, str]]:
    """Return (page, baseline, text) of real content, by page and height."""
    found: dict[tuple[int, float], str] = {}
    for page, box in glyphs(made):
        key = page, round(box.y, 1)
        found[key] = found.get(key, "") + "".join(box.text)
    return [(page, y, value.strip()) for (page, y), value in sorted(found.items())]


def page_texts(made: Layout) -> list[str]:
    """Return the text of each page's content."""
    return [
        " ".join(value for page, _, value in lines(made) if page == number)
        for number in range(len(made.pages))
    ]


__all__ = [name for name in dir() if not name.startswith("_")]
_ = (plain_text, fit)
