"""Documents made by hand: every node of the model in every place that it may stand in."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path

from briefgen import model as m
from briefgen.citations.works import ways_back
from briefgen.diagnostics import Diagnostics, Span
from briefgen.lookup import builtin_templates
from briefgen.theme import Theme, load_theme
from briefgen.transforms.arrange import arrange

S = Span("sample.md", 1)


@cache
def theme() -> Theme:
    sink = Diagnostics()
    found = load_theme("default", [builtin_templates()], sink)
    assert not len(sink)
    return found


def text(words: str) -> m.Text:
    return m.Text(words, S)


def para(*inlines: m.Inline | str) -> m.Paragraph:
    return m.Paragraph(tuple(text(i) if isinstance(i, str) else i for i in inlines), S)


def strong(words: str) -> m.Strong:
    return m.Strong((text(words),), S)


def emphasis(words: str) -> m.Emphasis:
    return m.Emphasis((text(words),), S)


def span(words: str, *classes: str, name: str = "", **pairs: str) -> m.InlineSpan:
    return m.InlineSpan((text(words),), m.Attr(name, classes, tuple(pairs.items())), S)


def link(words: str, target: str) -> m.Link:
    return m.Link((text(words),), target, S)


def div(*children: m.Block, classes: str = "", name: str = "", **pairs: str) -> m.Div:
    return m.Div(children, m.Attr(name, tuple(classes.split()), tuple(pairs.items())), S)


def section(
    title: str, name: str, *children: m.Block, level: int = 1, number: str = ""
) -> m.Section:
    return m.Section((text(title),), level, children, m.Attr(name), S, number)


def item(*children: m.Block, checked: bool | None = None) -> m.ListItem:
    return m.ListItem(children, S, checked)


def bullets(*items: m.ListItem, tight: bool = True) -> m.BulletList:
    return m.BulletList(items, S, tight)


def numbers(*items: m.ListItem, **how: object) -> m.OrderedList:
    return m.OrderedList(items, S, **how)  # type: ignore[arg-type]


def points(**labelled: str) -> m.DefinitionList:
    return m.DefinitionList(
        tuple(
            m.DefinitionItem((text(term.replace("_", " ")),), ((para(words),),), S)
            for term, words in labelled.items()
        ),
        S,
    )


def row(*cells: str | m.Block) -> m.Row:
    blocks = [para(c) if isinstance(c, str) else c for c in cells]
    return m.Row(tuple(m.Cell((b,), S) for b in blocks), S)


def table(head: m.Row, *rows: m.Row, name: str = "", caption: str = "", **kind: str) -> m.Table:
    count = max(len(r.cells) for r in (head, *rows))
    classes = (kind.pop("kind"),) if "kind" in kind else ()
    label = kind.pop("label", "")
    aligns: tuple[m.Alignment, ...] = ("default",) * count
    if kind.pop("right", ""):
        aligns = (*aligns[:-1], "right")
    attr = m.Attr(name, classes, tuple(kind.items()))
    inlines = (text(caption),) if caption else ()
    return m.Table(aligns, head, rows, inlines, attr, S, label, ". " if label else "")


def cite(*keys: int, anchor: str) -> m.CitationGroup:
    inlines: list[m.Inline] = [text("[")]
    for index, key in enumerate(keys):
        if index:
            inlines.append(text(", "))
        inlines.append(link(str(key), f"#ref-work{key}"))
    inlines.append(text("]"))
    citations = tuple(m.Citation(f"work{k}", S, number=k) for k in keys)
    return m.CitationGroup(citations, S, rendered=tuple(inlines), anchor=anchor)


def work(number: int, words: str, *cited: tuple[str, str]) -> m.Work:
    trail = ways_back(cited, "en-GB", S)
    return m.Work(number, f"work{number}", (text(words),), S, f"[{number}]", trail)


def reference(target: str, words: str, linked: bool = True) -> m.CrossReference:
    return m.CrossReference(target, S, words, linked)


def note(number: int, *blocks: m.Block) -> m.Note:
    return m.Note(blocks, S, number)


def entry(target: str, number: str, title: str, level: int) -> m.ContentsEntry:
    stop = ". " if " " in number else ""
    return m.ContentsEntry(target, number, (text(title),), level, stop)


def png(path: Path, width: int = 320, height: int = 120) -> Path:
    """Write a small grey image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = b"".join(b"\0" + bytes((x * 255 // width) for x in range(width)) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return path


def figure(path: Path, caption: str = "A sample.", label: str = "Figure 1") -> m.Figure:
    image = m.Image((text("A grey ramp"),), path.name, Span(str(path.parent / "x.md"), 3))
    return m.Figure(image, (text(caption),), m.Attr("fig-ramp"), S, label, stop=". ")


METADATA = m.Metadata(
    title=(text("The Teflon Consensus"),),
    subtitle=(text("How Mark Rutte secured the post of NATO Secretary General"),),
    authors=(m.Author("Dr. Aris V. Thorne", "Senior Analyst"),),
    date="2025-11-26",
    lang="en-GB",
)
HEADER = m.RunningText("", "TLP:CLEAR", "")
FOOTER = m.RunningText("A title · Full dossier · issue 1", "", "Page {page} of {pages}")


def document(*blocks: m.Block, **changes: object) -> m.Document:
    values: dict[str, object] = {"header": HEADER, "footer": FOOTER, "digest": "0f" * 32}
    values |= changes
    made = m.Document("dossier", "Full dossier", METADATA, blocks, **values)  # type: ignore[arg-type]
    return arrange(made, theme(), Diagnostics())


LONG = (
    "Winning over friends was never the difficulty. The hard part was three governments with a "
    "veto and a reason to use it: Turkey, Hungary and, late in the race, Romania. No single "
    "concession could satisfy all of them, so each was settled in a currency of its own. "
)


def dossier(folder: Path) -> m.Document:
    """A document with a cover, contents, numbered sections and one of everything."""
    image = png(folder / "ramp.png")
    nested = bullets(
        item(para(strong("A lead-in. "), "And its text ", cite(1, 2, anchor="cite-3"), ".")),
        item(
            para("Second item"),
            para("goes on in a second paragraph."),
            numbers(item(para("inner one")), item(para("inner two")), start=3),
            bullets(item(para("deeper")), item(para("still deeper"))),
        ),
    )
    tasks = bullets(item(para("Done"), checked=True), item(para("To do"), checked=False))
    facts = table(
        row("Metric", "2014, Stoltenberg", "2024, Rutte", "Significance"),
        row("Member states", "28", "32", "Finland and Sweden included; consensus is harder."),
        row("Defence spending", "< 1.5% of GDP", "> 2% of GDP", "Better funded, more strained."),
        row("Primary threat", "Terrorism", "Russia", "From out-of-area to territorial defence."),
        name="tbl-nato",
        caption="Alliance indicators at the start of each tenure",
        label="Table 1",
    )
    return document(
        div(
            div(para("Full dossier"), classes="kicker"),
            div(para("The Teflon Consensus"), classes="title"),
            div(para("The diplomatic engineering of an ascension"), classes="subtitle"),
            m.ThematicBreak(S),
            div(para("Dr. Aris V. Thorne"), classes="author"),
            div(para("26 November 2025"), classes="author-detail"),
            div(div(para("Issue 1 · built from source 9f2c41a"), classes="small"), classes="foot"),
            classes="cover",
        ),
        div(para("Contents"), classes="contents-heading"),
        m.Contents(
            S,
            entries=(
                entry("summary", "", "Executive summary", 1),
                entry("obstacles", "1", "The obstacles: a masterclass", 1),
                entry("turkey", "1.1", "The Turkish bazaar: arms for a veto", 2),
                entry("inherited", "1.2", "The NATO Rutte inherited", 2),
                entry("rest", "2", "The rest", 1),
                entry("works", "", "Works cited", 1),
            ),
        ),
        div(para("Tables"), classes="panel-title"),
        m.Contents(
            S,
            "tables",
            entries=(
                entry("tbl-nato", "Table 1", "Alliance indicators at the start of each tenure", 1),
            ),
        ),
        m.Section(
            (text("Executive summary"),),
            1,
            (
                div(
                    para(LONG, cite(1, anchor="cite-1")),
                    div(para("Bottom line"), classes="panel-title"),
                    classes="panel",
                    name="bottom-line",
                ),
                para(
                    "See ", reference("turkey", "§1.1"), " and ", reference("tbl-nato", "Table 1")
                ),
                para(
                    "See also ",
                    reference("elsewhere", "§7", linked=False),
                    ", and ",
                    reference("works", "Works cited"),
                    ".",
                ),
            ),
            m.Attr("summary", ("unnumbered", "page-break")),
            S,
        ),
        section(
            "The obstacles: a masterclass",
            "obstacles",
            para(LONG, emphasis("Emphasis, "), strong("strong"), " and ", m.Code("code()", S), "."),
            section(
                "The Turkish bazaar: arms for a veto",
                "turkey",
                para(
                    "Ankara had learned",
                    note(1, para("A note with ", emphasis("emphasis"), ".")),
                    " much ",
                    cite(2, anchor="cite-2"),
                    ".",
                ),
                points(The_Grievance=LONG, The_Transaction="The Hague lifted restrictions."),
                nested,
                tasks,
                numbers(item(para("alpha")), item(para("beta")), style="lower-alpha"),
                level=2,
                number="1.1",
            ),
            section(
                "The NATO Rutte inherited", "inherited", facts, para(LONG), level=2, number="1.2"
            ),
            number="1",
        ),
        section(
            "The rest",
            "rest",
            m.BlockQuote((para("A quotation, ", emphasis("roman in italic"), "."),), S),
            m.CodeBlock("def main():\n    return 0\n", S, "python"),
            figure(image),
            para(
                m.Superscript((text("sup"),), S),
                m.Subscript((text("sub"),), S),
                m.Strikeout((text("struck"),), S),
                m.LineBreak(S),
                span("Erdoğan en Türkiye", lang="tr"),
                " ",
                span("Cleared April 2024", "cleared"),
                " ",
                link("a link", "https://example.org/a b?x=1&y=2"),
                " ",
                link("to Turkey", "#turkey"),
            ),
            m.ThematicBreak(S),
            div(
                div(para("32"), div(para("allies"), classes="figure-label"), classes="figure"),
                div(para("4"), div(para("capitals"), classes="figure-label"), classes="figure"),
                div(para("125"), div(para("days"), classes="figure-label"), classes="figure"),
                classes="row figure-value",
            ),
            m.Timeline(
                (
                    m.Event("2024-02-22", (text("22 Feb"),), (text("Big Four endorse"),), S),
                    m.Event("2024-06-18", (text("18 Jun"),), (text("Hungary backs"),), S),
                    m.Event("2024-06-26", (text("26 Jun"),), (text("Appointed"),), S),
                ),
                S,
            ),
            number="2",
        ),
        section(
            "Works cited",
            "works",
            m.WorksCited(
                S,
                works=(
                    work(
                        1,
                        "NATO, biography of Mark Rutte.",
                        ("Summary", "cite-1"),
                        ("§1.1", "cite-3"),
                    ),
                    work(2, "FPIF, Teflon Mark.", ("§1.1", "cite-2")),
                ),
            ),
            div(
                m.WorksCited(
                    S, form="short", works=(work(11, "Short one."), work(12, "Short two."))
                ),
                classes="columns",
                count="2",
            ),
        ),
    )


def matrix() -> m.Document:
    """A landscape sheet with a table of tall cells."""

    def who(name: str, actor: str, when: str) -> m.Div:
        return div(
            div(para(name), classes="holdout"),
            div(para(actor), classes="actor"),
            div(para(span(f"Cleared {when}", "cleared")), classes="status"),
        )

    return document(
        div(para("Holdout matrix"), classes="kicker"),
        div(para("Three holdouts, three prices"), classes="title"),
        table(
            row("Holdout", "Objection", "What it cost", "Outcome", "Evidence"),
            *(
                row(
                    who(name, actor, when),
                    LONG,
                    LONG[:180],
                    "Veto withdrawn.",
                    div(para("§5.1 · [22-24]"), classes="evidence"),
                )
                for name, actor, when in (
                    ("Turkey", "Recep Tayyip Erdoğan", "April 2024"),
                    ("Hungary", "Viktor Orbán", "18 June 2024"),
                    ("Romania", "Klaus Iohannis", "20 June 2024"),
                )
            ),
            kind="matrix",
            widths="2 4 4 3 1.6",
        ),
        m.Timeline(
            tuple(
                m.Event(f"2024-0{i}-01", (text(f"{i} May"),), (text("Something was decided"),), S)
                for i in range(1, 8)
            ),
            S,
        ),
        div(
            m.WorksCited(
                S,
                form="short",
                works=tuple(work(n, f"Work number {n}, its title") for n in range(22, 31)),
            ),
            classes="columns",
            count="3",
        ),
    )
