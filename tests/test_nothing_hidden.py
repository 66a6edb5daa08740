"""What is hidden stands nowhere afterwards: properties made of the model, not of a list by hand."""

from __future__ import annotations

import typing
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import expansions
from briefgen import model as m
from briefgen import walk as walking
from briefgen.audience import find_audiences, for_audience
from briefgen.diagnostics import Diagnostics, Span
from briefgen.expansions import expand_all
from briefgen.lookup import builtin_templates
from briefgen.marking import Marking
from briefgen.reader import read_text
from briefgen.record import replace
from briefgen.transforms import number_report
from briefgen.walk import children, replace_inside, walk
from tests.model import NODES, SLOTS, fields, make, put

SOURCE = "report.md"
HERE = Span(SOURCE, 3, 1, 3, 9)
SECRET = Span(SOURCE, 5, 1, 5, 9)
OPEN = m.Text("open ", HERE)
KNOWN = ["dossier", "press"]

Class: typing.TypeAlias = type[m.Node]


def marked(key: str, value: str) -> m.InlineSpan:
    """Return a span of one secret word."""
    attr = m.Attr(pairs=((key, value),))
    return m.InlineSpan((m.Text("SECRET", SECRET),), attr, SECRET)


def rooted(node: m.Node) -> m.Block:
    """Return a block in which `node` stands where such a node can."""
    if isinstance(node, typing.get_args(m.Block)):
        return typing.cast("m.Block", node)
    if isinstance(node, typing.get_args(m.Inline)):
        return m.Paragraph((OPEN, typing.cast("m.Inline", node)), HERE)
    holder, slot = next(
        (holder, slot)
        for holder, slot in SLOTS
        if type(node) in typing.get_args(fields(holder)[slot])
    )
    return rooted(typing.cast("m.Node", make(holder, HERE, **{slot: (node,)})))


def report_of(*nodes: m.Node) -> m.Report:
    return m.Report(m.Metadata(), tuple(map(rooted, nodes)), SOURCE)


def named(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


@pytest.mark.parametrize("beside", [True, False], ids=["beside others", "alone"])
@pytest.mark.parametrize(("cls", "slot"), SLOTS, ids=named)
class TestSlot:
    """Whatever class has nodes in whatever field."""

    def test_a_secret_there_is_gone_for_others(self, cls: Class, slot: str, beside: bool) -> None:
        secret = marked("audience", "dossier")
        report = report_of(put(cls, slot, (OPEN, secret) if beside else (secret,), HERE))
        sink = Diagnostics()
        assert for_audience(report, "dossier", KNOWN, sink) is report
        visible = for_audience(report, "press", KNOWN, sink)
        assert "SECRET" not in repr(visible)
        assert not beside or "open" in repr(visible)
        assert not list(sink)

    def test_a_secret_there_raises_the_banner(self, cls: Class, slot: str, beside: bool) -> None:
        secret = marked("marking", "red")
        report = report_of(put(cls, slot, (OPEN, secret) if beside else (secret,), HERE))
        marking = Marking(
            report, m.MarkingChoice("tlp", "green"), [builtin_templates()], Diagnostics()
        )
        levels = marking.levels
        document = m.Document("press", "Press", report.metadata, report.blocks)
        assert levels.name(levels.document(document)) == "TLP:RED"


@pytest.mark.parametrize("cls", NODES, ids=named)
def test_a_hidden_node_of_any_class_is_gone_wherever_it_stands(cls: Class) -> None:
    """Markings may hide whatever they can name; a cell and a header leave an empty place."""
    secret = typing.cast("m.Node", make(cls, SECRET))

    def hidden(node: m.Node) -> bool:
        empty = isinstance(node, m.Cell | m.Row) and not children(node)
        return type(node) is cls and node.span == SECRET and not empty

    roots = [rooted(secret)]
    for holder, slot in SLOTS:
        hint = fields(holder)[slot]
        if cls is hint:
            roots.append(rooted(typing.cast("m.Node", make(holder, HERE, **{slot: secret}))))
    sink = Diagnostics()
    visible = for_audience(report_of(OPEN, *roots), "press", KNOWN, sink, hidden)
    assert not list(sink)
    assert not any(map(hidden, walk(visible.blocks)))


def test_what_the_map_of_slots_forgets_is_an_error_and_no_leak(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slots = typing.cast("dict[Class, tuple[str, ...]]", m.SLOTS)
    monkeypatch.setitem(slots, m.Event, ("children",))
    monkeypatch.setitem(walking._CHILDREN, m.Event, attrgetter("children"))
    secret = marked("audience", "dossier")
    report = report_of(put(m.Event, "label", (secret,), HERE), m.Paragraph((OPEN, secret), HERE))
    sink = Diagnostics()
    for_audience(report, "press", KNOWN, sink)
    assert [str(found).splitlines()[0] for found in sink] == [
        "report.md:5:1: error[hidden-left]: this is not for 'press' and would be printed for it"
    ]


def test_what_is_above_its_reader_and_still_there_is_an_error_where_it_was_written(
    tmp_path: Path,
) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "audience.toml").write_text('title = "Press"\nhighest = "green"\n')
    (tmp_path / "press" / "template.md.j2").write_text("")
    report = report_of(OPEN, marked("marking", "red"))
    sink = Diagnostics()
    marking = Marking(report, m.MarkingChoice("tlp", "green"), [builtin_templates()], sink)
    (audience,) = find_audiences([tmp_path], sink).values()
    document = m.Document("press", "Press", report.metadata, report.blocks)
    assert marking.marked(document, (), audience).banner is not None
    assert [str(found).splitlines()[0] for found in sink] == [
        "report.md:5:1: error[marking-above-highest]: 'press' may read TLP:GREEN at most, and this "
        "is TLP:RED"
    ]


# ------------------------------------------------------------------------------------ expansions

BLOCKS = {
    "chart": "::: {.chart unit=%}\n| Year | Ships |\n|---|---|\n| 2021 | 4 |\n| 2022 | 7 |\n\n"
    ": Ships by year ? {#ships}\n\nSource: the port ?\n:::\n",
    "likelihood": "::: {.likelihood value=likely}\nIt sails ?\n\nor not ?\n:::\n",
    "timeline": '::: {.timeline}\nOn [26 June ?]{date="2024-06-26"} ?\n:   The board met ?\n\n'
    '    It ended ?\n\n[3 July]{date="2024-07-03"!}\n:   It met *again ?*\n:::\n',
    "key-figures": "::: {.key-figures}\n12 ?\n:   ships ?\n\n*14 ?*\n:   ports\n\n    all ?\n:::\n",
    "sign-off": "::: {.sign-off}\nA. Writer ?\n:   Analyst ?\n\nB. Reader ?\n:   Head\n:::\n",
    "distribution": "::: {.distribution .columns count=2}\nFor ?\n\n- A ?\n- B ?\n:::\n",
}
"""A block of each kind. A secret may stand wherever there is a question mark, and where there is an
exclamation mark a whole span may be one."""


def joined(nodes: tuple[m.Node, ...]) -> tuple[m.Node, ...]:
    """Return `nodes` with each run of text in one piece, the way it is printed."""
    result: list[m.Node] = []
    for node in nodes:
        last = result[-1] if result else None
        if isinstance(node, m.Text) and isinstance(last, m.Text):
            result[-1] = replace(last, text=last.text + node.text)
        else:
            result.append(replace_inside(node, joined))
    return tuple(result)


def expand(report: m.Report, sink: Diagnostics) -> m.Report:
    return replace(report, blocks=expand_all(report.blocks, report.metadata.lang, sink))


@pytest.mark.parametrize("name", BLOCKS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_it_is_all_one_whether_a_block_is_expanded_before_removal_or_after(
    name: str, data: st.DataObject
) -> None:
    text, secrets = "", 0
    for part in BLOCKS[name].replace("!", "\0!").replace("?", "\0?").split("\0"):
        hide = data.draw(st.booleans())
        secrets += hide and part[:1] in ("?", "!")
        fill = {"?": "[SECRET]{audience=dossier}", "!": " audience=dossier"}.get(part[:1], "")
        text += (fill if hide else "") + part[part[:1] in ("?", "!") :]
    sink = Diagnostics()
    report = read_text(text, SOURCE, sink)
    before = for_audience(expand(report, sink), "press", KNOWN, sink)
    after = expand(for_audience(report, "press", KNOWN, sink), sink)
    assert not list(sink), text
    assert "SECRET" not in repr(before)
    assert joined(before.blocks) == joined(after.blocks), text
    whole = for_audience(expand(report, sink), "dossier", KNOWN, sink)
    assert repr(whole).count("'SECRET'") == secrets - text.count(" audience=dossier}")


def test_each_block_that_is_expanded_is_among_these() -> None:
    assert set(BLOCKS) == expansions._NAMES


def test_a_block_that_an_event_has_no_room_for_is_an_error() -> None:
    sink = Diagnostics()
    text = '::: {.timeline}\n[June]{date="2024-06"}\n:   It met:\n\n    - one\n    - two\n:::\n'
    number_report(read_text(text, SOURCE, sink), sink)
    assert [str(found) for found in sink] == [
        "report.md:5:5: error[timeline-block]: an event of a timeline has room for text alone\n"
        "  hint: say it in a sentence, or below the timeline"
    ]


def test_cells_stay_in_their_columns_where_a_row_that_they_cover_is_hidden() -> None:
    def cell(text: str, rows: int = 1) -> m.Cell:
        return m.Cell((m.Paragraph((m.Text(text, HERE),), HERE),), HERE, rows)

    def row(first: m.Cell, second: str) -> m.Row:
        return m.Row((first, cell(second)), HERE)

    covered = m.Cell((), HERE, 0, 0)
    rows = (
        row(cell("North", 3), "1"),
        row(covered, "2"),
        row(covered, "3"),
        row(cell("South", 2), "4"),
        row(covered, "5"),
    )
    table = m.Table(("left", "left"), m.Row((), HERE), rows, (), m.NO_ATTR, HERE)
    report = m.Report(m.Metadata(), (table,), SOURCE)
    gone = {id(rows[1]), id(rows[3])}
    visible = for_audience(report, "press", KNOWN, Diagnostics(), lambda node: id(node) in gone)
    (left,) = visible.blocks
    assert isinstance(left, m.Table)
    texts = [
        [(each.row_span, walking.blocks_text(each.children).strip()) for each in kept.cells]
        for kept in left.rows
    ]
    assert texts == [[(2, "North"), (1, "1")], [(0, ""), (1, "3")], [(1, ""), (1, "5")]]
