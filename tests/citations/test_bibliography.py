"""References come from CSL-JSON, CSL-YAML, BibTeX and front matter, each with its line."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.citations import load_bibliography
from briefgen.diagnostics import Diagnostics, Span
from tests.citations.nodes import at, codes

JSON = """[
  {
    "id": "nato-takes-office",
    "type": "webpage",
    "title": "Mark Rutte takes office",
    "container-title": "NATO",
    "issued": {"date-parts": [[2024, 10, 1]]},
    "URL": "https://www.nato.int/x"
  },
  {"id": "thorne", "type": "book", "title": "Teflon", "author": [{"family": "Thorne"}]}
]
"""


def load(
    folder: Path, *files: tuple[str, str], inline: tuple[dict[str, object], ...] = ()
) -> tuple[dict[str, m.Reference], Diagnostics]:
    """Write `files` beside a report that names them, and load its bibliography."""
    for name, content in files:
        (folder / name).write_text(content, encoding="utf-8")
    metadata = m.Metadata(
        bibliography=tuple((name, at(3, 15)) for name, _ in files),
        references=tuple((fields, at(10 + n)) for n, fields in enumerate(inline)),
    )
    sink = Diagnostics()
    source = str(folder / "report.md")
    found = load_bibliography(m.Report(metadata, (), source=source), sink)
    return dict(found.items()), sink  # every entry is asked for, and so read


# ---------------------------------------------------------------------------------------- CSL-JSON


def test_json_entries_come_in_listed_order_with_their_lines(tmp_path: Path) -> None:
    found, sink = load(tmp_path, ("refs.json", JSON))
    assert not list(sink)
    assert list(found) == ["nato-takes-office", "thorne"]
    file = str(tmp_path / "refs.json")
    assert found["nato-takes-office"].span == Span(file, 2, 3, 9, 4)
    assert found["thorne"].span[:3] == (file, 10, 3)
    assert found["thorne"].csl["author"] == [{"family": "Thorne"}]
    assert found["nato-takes-office"].csl["issued"] == {"date-parts": [[2024, 10, 1]]}


@pytest.mark.parametrize("key", ["references", "items"])
def test_json_may_wrap_its_list(tmp_path: Path, key: str) -> None:
    found, sink = load(tmp_path, ("refs.json", f'{{"{key}": {JSON} }}'))
    assert not list(sink)
    assert list(found) == ["nato-takes-office", "thorne"]


def test_json_may_be_a_single_entry_and_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    found, sink = load(tmp_path, ("one.json", '\ufeff{"id": "a", "title": "A"}\n'))
    assert not list(sink)
    assert list(found) == ["a"]


BROKEN_JSON = """[
  {
    "id": "a",
    "title": "A"
    "URL": "https://a.example"
  },
  {
    "id": "b",
    "title": "B",
    "author": [{"family": "X"}, {"family": "Y"}]
  },
  {"id": "c", "title": "unfinished},
  {"id": "d", "title": "D"}
]
"""


def test_a_broken_json_entry_costs_only_itself(tmp_path: Path) -> None:
    found, sink = load(tmp_path, ("refs.json", BROKEN_JSON))
    assert list(found) == ["b", "d"]
    assert codes(sink) == ["error[bad-json]", "error[bad-json]"]
    assert [item.span and item.span.line for item in sink] == [5, 12]


def test_a_broken_json_entry_on_one_line_costs_only_itself(tmp_path: Path) -> None:
    text = '[{"id": "a", "title": A, "x": [{"y": 1}]}, {"id": "b", "title": "B"}]'
    found, sink = load(tmp_path, ("refs.json", text))
    assert list(found) == ["b"]
    assert codes(sink) == ["error[bad-json]"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("nonsense", 1),
        ("\n\n12", 3),
        ("[1]", 1),
        ('[\n{"id": "a", "title": "A"},\n', 2),
        ("[" * 100_000, 1),
        ('[{"id": ' + "[" * 100_000, 1),
    ],
)
def test_what_is_no_list_of_json_entries_is_an_error_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    _, sink = load(tmp_path, ("refs.json", text))
    assert codes(sink)[0] == "error[bad-json]"
    first = next(iter(sink)).span
    assert first is not None
    assert first.line == line


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), suffix=st.sampled_from([".json", ".yaml", ".bib"]))
def test_a_damaged_bibliography_never_raises(
    tmp_path: Path, data: st.DataObject, suffix: str
) -> None:
    text = {".json": BROKEN_JSON, ".yaml": YAML, ".bib": BIBTEX}[suffix]
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    garbage = data.draw(st.text(max_size=8))
    load(tmp_path, (f"refs{suffix}", text[:start] + garbage + text[start + length :]))


# ---------------------------------------------------------------------------------------- CSL-YAML

YAML = """---
references:
- id: nato
  type: webpage
  title: "NATO: the alliance"
  issued: 2024-06
  language: no
  author:
  - literal: NATO
- id: thorne
  title: Teflon
  issued:
    year: 2023
    month: 5
  volume: 3
...
"""


def test_yaml_entries_keep_their_words_as_words(tmp_path: Path) -> None:
    found, sink = load(tmp_path, ("refs.yaml", YAML))
    assert not list(sink)
    assert list(found) == ["nato", "thorne"]
    assert found["nato"].csl["issued"] == {"date-parts": [[2024, 6]]}
    assert found["nato"].csl["language"] == "no"
    assert found["thorne"].csl["issued"] == {"date-parts": [[2023, 5]]}
    assert found["thorne"].csl["volume"] == "3"
    assert found["thorne"].span[:3] == (str(tmp_path / "refs.yaml"), 10, 3)


def test_yaml_may_be_a_plain_list(tmp_path: Path) -> None:
    found, sink = load(tmp_path, ("refs.yml", "- id: a\n  title: A\n- id: b\n  title: B\n"))
    assert not list(sink)
    assert {key: ref.span.line for key, ref in found.items()} == {"a": 1, "b": 3}


def test_a_broken_yaml_entry_costs_only_itself(tmp_path: Path) -> None:
    entries = ("id: a\n    title: A", "id: b\n    title: [open", "id: c\n    title: C")
    text = "references:\n" + "".join(f"  - {entry}\n" for entry in entries)
    found, sink = load(tmp_path, ("refs.yaml", text))
    assert {key: ref.span.line for key, ref in found.items()} == {"a": 2, "c": 6}
    assert codes(sink) == ["error[bad-yaml]"]
    span = next(iter(sink)).span
    assert span is not None
    assert 4 <= span.line <= 6


@pytest.mark.parametrize(
    "text", ["title: no list", "just words", "", "- word", "a: \x01", "- &a\n  id: *a\n", "}{"]
)
def test_what_is_no_list_of_yaml_entries_is_an_error(tmp_path: Path, text: str) -> None:
    found, sink = load(tmp_path, ("refs.yaml", text))
    assert not found
    assert set(codes(sink)) == {"error[bad-yaml]"}


# ----------------------------------------------------------------------------------- any of them


def test_inline_references_follow_the_files(tmp_path: Path) -> None:
    inline: dict[str, object] = {"id": "x", "title": "X", "issued": {"year": 2024}}
    found, sink = load(tmp_path, ("refs.json", JSON), inline=(inline,))
    assert not list(sink)
    assert list(found) == ["nato-takes-office", "thorne", "x"]
    assert found["x"].span == at(10)


def test_a_missing_file_is_an_error_at_the_front_matter_with_the_nearest_name(
    tmp_path: Path,
) -> None:
    (tmp_path / "references.json").write_text("[]")
    metadata = m.Metadata(bibliography=(("refrences.json", at(9, 15)),))
    sink = Diagnostics()
    report = m.Report(metadata, (), source=str(tmp_path / "report.md"))
    assert load_bibliography(report, sink) == {}
    assert codes(sink) == ["error[missing-bibliography]"]
    item = next(iter(sink))
    assert item.span == at(9, 15)
    assert item.hints == ("did you mean 'references.json'?",)


def test_a_file_of_unknown_format_is_an_error(tmp_path: Path) -> None:
    _, sink = load(tmp_path, ("refs.enl", "nothing"))
    assert codes(sink) == ["error[unknown-bibliography-format]"]
    assert ".bib" in str(next(iter(sink)))


def test_a_file_that_is_not_utf8_is_an_error_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_bytes(b"@book{a,\n title = {Erdo\xf0an}}\n")
    report = m.Report(
        m.Metadata(bibliography=(("refs.bib", at(1)),)), (), source=str(tmp_path / "report.md")
    )
    sink = Diagnostics()
    assert load_bibliography(report, sink) == {}
    assert codes(sink) == ["error[not-utf8]"]
    assert next(iter(sink)).span == Span(str(tmp_path / "refs.bib"), 2)


def test_a_key_that_comes_twice_is_an_error_that_names_the_first_place(tmp_path: Path) -> None:
    found, sink = load(
        tmp_path, ("refs.json", JSON), ("more.bib", "\n@book{thorne, title = {Another}}\n")
    )
    assert found["thorne"].csl["title"] == "Teflon"
    assert codes(sink) == ["error[duplicate-reference]"]
    item = next(iter(sink))
    assert item.span is not None
    assert item.span[:2] == (str(tmp_path / "more.bib"), 2)
    assert f"{tmp_path / 'refs.json'}:10:3" in item.hints[0]


def test_an_entry_without_id_is_an_error_with_its_line(tmp_path: Path) -> None:
    _, sink = load(tmp_path, ("refs.json", '[\n\n{"title": "Lost"}]'))
    assert codes(sink) == ["error[reference-without-id]"]
    item = next(iter(sink))
    assert "'Lost'" in item.message
    assert item.span is not None
    assert item.span.line == 3


def test_of_a_bad_date_the_year_is_kept_with_a_warning_on_its_own_line(tmp_path: Path) -> None:
    text = '[{"id": "a", "title": "A",\n  "issued": {"date-parts": [[2024, 2, 30]]},\n "x": 1}]'
    found, sink = load(tmp_path, ("refs.json", text))
    assert found["a"].csl["issued"] == {"date-parts": [[2024]]}
    assert codes(sink) == ["warning[bad-date]"]
    item = next(iter(sink))
    assert "no day 30" in item.message
    assert item.span is not None
    assert (item.span.line, item.span.column) == (2, 4)


def test_a_variable_that_looks_mistyped_is_a_warning_and_others_are_left_alone(
    tmp_path: Path,
) -> None:
    text = '[{"id": "a", "title": "A",\n "contaner-title": "B", "zotero": {"x": 1}}]'
    found, sink = load(tmp_path, ("refs.json", text))
    assert codes(sink) == ["warning[unknown-variable]"]
    assert next(iter(sink)).hints == ("did you mean 'container-title'?",)
    assert found["a"].csl["zotero"] == {"x": 1}


def test_wrong_names_values_and_types_are_reported(tmp_path: Path) -> None:
    text = """[{"id": "a", "title": ["x", {"y": 1}], "author": [{"surname": "Z"}]},
              {"id": "b", "title": "B", "author": "NATO", "type": "webpgae"}, {"id": "c"}]"""
    found, sink = load(tmp_path, ("refs.json", text))
    assert codes(sink) == [
        "warning[bad-value]",
        "warning[bad-name]",
        "warning[incomplete-reference]",
        "warning[unknown-type]",
        "warning[incomplete-reference]",
    ]
    assert found["b"].csl["author"] == [{"literal": "NATO"}]


# ------------------------------------------------------------------------------------------ BibTeX

BIBTEX = r"""% A comment before.
@string{mee = "Middle East Eye"}
@string{pub = mee # { Press}}

@online{mee22,
  author       = {{Middle East Eye}},
  title        = {The {Netherlands} lifts arms embargo --- ``at last''},
  organization = mee,
  date         = {2023-07-05},
  urldate      = {2025-11-26},
  url          = {https://www.middleeasteye.net/a_b%20c},
}

@article{erdogan,
  author  = {Erdo{\u g}an, Recep Tayyip and Ludwig van Beethoven
    and {van der Berg}, Jr., Jan and others},
  title   = {On \emph{Vetoes}},
  journal = {Survival},
  volume  = 66,
  number  = {2},
  pages   = {45--67},
  year    = 2024,
  month   = jun,
  doi     = {10.1000/xyz},
}

@incollection(chap,
  title     = "A chapter",
  booktitle = "The Book",
  editor    = "Orb{\'a}n, Viktor",
  publisher = pub,
  address   = {Den Haag},
  year      = {in press},
  note      = {N\"otig}
)
"""


def test_bibtex_fields_become_csl_variables(tmp_path: Path) -> None:
    found, sink = load(tmp_path, ("refs.bib", BIBTEX))
    assert not list(sink)
    assert found["mee22"].csl == {
        "id": "mee22",
        "type": "webpage",
        "title": 'The <span class="nocase">Netherlands</span> lifts arms embargo — “at last”',
        "publisher": "Middle East Eye",
        "URL": "https://www.middleeasteye.net/a_b%20c",
        "issued": {"date-parts": [[2023, 7, 5]]},
        "accessed": {"date-parts": [[2025, 11, 26]]},
        "author": [{"literal": "Middle East Eye"}],
    }
    article = found["erdogan"].csl
    assert article["type"] == "article-journal"
    assert article["title"] == "On <i>vetoes</i>"
    assert article["container-title"] == "Survival"
    assert (article["volume"], article["issue"], article["page"]) == ("66", "2", "45–67")
    assert article["issued"] == {"date-parts": [[2024, 6]]}
    assert article["DOI"] == "10.1000/xyz"
    assert article["author"] == [
        {"family": "Erdoğan", "given": "Recep Tayyip"},
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        {
            "family": "van der Berg",
            "given": "Jan",
            "suffix": "Jr.",
            "comma-suffix": "true",
        },
        {"literal": "others"},
    ]
    chapter = found["chap"].csl
    assert chapter["type"] == "chapter"
    assert chapter["container-title"] == "The book"
    assert chapter["editor"] == [{"family": "Orbán", "given": "Viktor"}]
    assert chapter["publisher"] == "Middle East Eye Press"
    assert chapter["publisher-place"] == "Den Haag"
    assert chapter["issued"] == {"literal": "in press"}
    assert chapter["note"] == "Nötig"


def test_bibtex_entries_have_their_lines(tmp_path: Path) -> None:
    found, _ = load(tmp_path, ("refs.bib", BIBTEX))
    assert {key: ref.span.line for key, ref in found.items()} == {
        "mee22": 5,
        "erdogan": 14,
        "chap": 27,
    }


def test_a_broken_bibtex_entry_costs_only_itself_and_nothing_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = "@book{a,\n title = {A}\n}\n@book{b,\n title = {B\n}\n\n@book{c,\n title = {C}\n}\n"
    with caplog.at_level(logging.DEBUG):
        found, sink = load(tmp_path, ("refs.bib", text))
    assert list(found) == ["a", "c"]
    assert codes(sink) == ["error[bad-bibtex]"]
    item = next(iter(sink))
    assert item.span == Span(str(tmp_path / "refs.bib"), 4)
    assert not caplog.records


def test_a_bibtex_key_that_comes_twice_is_an_error_and_a_field_a_warning(tmp_path: Path) -> None:
    text = "@book{a, title = {A}}\n@book{a, title = {B}}\n@book{c, title = {C}, title = {D}}\n"
    found, sink = load(tmp_path, ("refs.bib", text))
    assert [ref.csl["title"] for ref in found.values()] == ["A", "C"]
    assert codes(sink) == ["error[duplicate-reference]", "warning[bad-bibtex]"]


def test_an_undefined_bibtex_macro_is_a_warning_with_the_nearest_one(tmp_path: Path) -> None:
    text = "@string{survival = {Survival}}\n@book{a,\n title = {A},\n journal = survivl}\n"
    found, sink = load(tmp_path, ("refs.bib", text))
    assert codes(sink) == ["warning[unknown-macro]"]
    item = next(iter(sink))
    assert item.hints == ("did you mean 'survival'?",)
    assert item.span == Span(str(tmp_path / "refs.bib"), 4)
    assert found["a"].csl["container-title"] == "survivl"


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("year = 2024, month = {June}", {"date-parts": [[2024, 6]]}),
        ("year = 2024, month = 6", {"date-parts": [[2024, 6]]}),
        ('year = 2024, month = "20~" # jun', {"date-parts": [[2024, 6, 20]]}),
        ("year = 2024, month = {June 20}", {"date-parts": [[2024, 6, 20]]}),
        ("year = 2024, month = {Jun./Jul.}", {"literal": "Jun./Jul. 2024"}),
        ("date = {2024-06/2024-08}", {"date-parts": [[2024, 6], [2024, 8]]}),
        ("date = {2024-21}", {"date-parts": [[2024, 13]]}),
    ],
)
def test_bibtex_dates_are_read_in_all_their_forms(
    tmp_path: Path, fields: str, issued: object
) -> None:
    found, sink = load(tmp_path, ("refs.bib", f"@book{{a, title = {{A}}, {fields}}}"))
    assert not list(sink)
    assert found["a"].csl["issued"] == issued


def test_a_bad_bibtex_date_is_printed_as_typed_with_a_warning(tmp_path: Path) -> None:
    found, sink = load(tmp_path, ("refs.bib", "@book{a,\n title = {A},\n date = {2024-13-01}}"))
    assert codes(sink) == ["warning[bad-date]"]
    assert found["a"].csl["issued"] == {"literal": "2024-13-01"}
    item = next(iter(sink))
    assert item.span is not None
    assert item.span.line == 3


def test_a_name_that_cannot_be_read_is_printed_as_typed_with_a_warning(tmp_path: Path) -> None:
    _, sink = load(tmp_path, ("refs.bib", "@book{a, title = {A}, author = {A, B, C, D}}"))
    assert codes(sink) == ["warning[bad-name]"]


def test_bibtex_types_that_csl_names_differently_are_mapped(tmp_path: Path) -> None:
    text = (
        "@phdthesis{t, title={T}, school={Leiden}, year=2020}\n"
        "@techreport{r, title={R}, institution={NATO}, number=7, year=2020}\n"
        "@misc{w, title={W}, howpublished={Blog}, url={\\url{https://w.example/a\\_b}}}\n"
        "@article{n, title={N}, entrysubtype={newspaper}, journaltitle={ERR}, subtitle={Sub}}\n"
    )
    found, sink = load(tmp_path, ("refs.bib", text))
    assert not list(sink)
    assert [found[key].csl["type"] for key in "trwn"] == [
        "thesis",
        "report",
        "document",
        "article-newspaper",
    ]
    assert (found["t"].csl["genre"], found["t"].csl["publisher"]) == ("PhD thesis", "Leiden")
    assert (found["r"].csl["genre"], found["r"].csl["number"]) == ("Technical report", "7")
    assert found["w"].csl["URL"] == "https://w.example/a_b"
    assert found["n"].csl["title"] == "N: Sub"


# ----------------------------------------------------------------------------------------- imports


def test_json_needs_neither_yaml_nor_bibtexparser(tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text(JSON)
    program = (
        "import sys\n"
        "from briefgen import model as m\n"
        "from briefgen.citations import load_bibliography\n"
        "from briefgen.diagnostics import Diagnostics, GENERATED\n"
        "metadata = m.Metadata(bibliography=(('refs.json', GENERATED),))\n"
        f"report = m.Report(metadata, (), source={str(tmp_path / 'report.md')!r})\n"
        "assert len(load_bibliography(report, Diagnostics())) == 2\n"
        "print(sorted({'yaml', 'bibtexparser', 'pylatexenc', 'logging'} & set(sys.modules)))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
