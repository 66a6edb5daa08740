"""Marking schemes: what is read of them, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.colour import contrast
from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.lookup import builtin_templates, find_toml
from briefgen.marking.scheme import Scheme, load_scheme
from briefgen.pipeline import make_document, open_pack
from tests.marking.making import pack

NAMES = ("tlp", "us", "uk", "nato")


def builtin(name: str) -> Scheme:
    path = find_toml("markings", name, [builtin_templates()])
    assert path is not None
    return load_scheme(path, Diagnostics())


def test_the_levels_of_the_built_in_schemes_from_the_lowest_up() -> None:
    levels = {name: [(x.name, x.portion) for x in builtin(name).levels] for name in NAMES}
    tlp = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert levels["tlp"] == [(name, name) for name in tlp]
    assert levels["us"] == [
        ("UNCLASSIFIED", "U"),
        ("CONFIDENTIAL", "C"),
        ("SECRET", "S"),
        ("TOP SECRET", "TS"),
    ]
    assert levels["uk"] == [
        ("OFFICIAL", "O"),
        ("OFFICIAL-SENSITIVE", "O-S"),
        ("SECRET", "S"),
        ("TOP SECRET", "TS"),
    ]
    assert levels["nato"] == [
        ("NATO UNCLASSIFIED", "NU"),
        ("NATO RESTRICTED", "NR"),
        ("NATO CONFIDENTIAL", "NC"),
        ("NATO SECRET", "NS"),
        ("COSMIC TOP SECRET", "CTS"),
    ]


def test_tlp_is_printed_as_first_asks() -> None:
    tlp = builtin("tlp")
    assert (tlp.top, tlp.bottom, tlp.align, tlp.portions) == (True, True, "right", False)
    assert tlp.size >= 12
    colours = ["#ffffff", "#33ff00", "#ffc000", "#ffc000", "#ff2b2b"]
    assert [(x.colour, x.background) for x in tlp.levels] == [(c, "#000000") for c in colours]


@pytest.mark.parametrize("name", NAMES)
def test_every_label_is_easy_to_read(name: str) -> None:
    for level in builtin(name).levels:
        assert contrast(level.colour, level.background or "#ffffff") >= 4.5


@pytest.mark.parametrize(
    ("scheme", "word", "name"),
    [
        ("tlp", "amber+strict", "TLP:AMBER+STRICT"),
        ("tlp", "TLP:Amber", "TLP:AMBER"),
        ("us", "top-secret", "TOP SECRET"),
        ("us", " Top  Secret ", "TOP SECRET"),
        ("us", "TS", "TOP SECRET"),
        ("uk", "sensitive", "OFFICIAL-SENSITIVE"),
        ("nato", "cts", "COSMIC TOP SECRET"),
    ],
)
def test_a_level_has_several_spellings(scheme: str, word: str, name: str) -> None:
    found = builtin(scheme)
    rank = found.rank(word)
    assert rank is not None
    assert found.levels[rank].name == name


def test_a_project_has_schemes_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "markings" / "tlp.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[levels.open]\nname = "OPEN"\n[levels.shut]\nname = "SHUT"\n')
    made, sink = pack(tmp_path, "# A {marking=shut}\n\nText.", marking="tlp")
    banner = make_document(made, "own").banner
    assert banner is not None
    assert (banner.text, banner.align, banner.background) == ("SHUT", "center", "")
    assert not len(sink)


@pytest.mark.parametrize(
    ("marking", "text", "expected"),
    [
        ("tpl", "x", "report.md:3:12: error[unknown-scheme]: no marking scheme 'tpl'"),
        (
            "{scheme: tlp, default: ambr}",
            "x",
            "report.md:3:35: error[unknown-marking]: the marking scheme 'tlp' has no level 'ambr'\n"
            "  hint: did you mean 'amber'?",
        ),
        (
            "tlp",
            "# A {marking=secret}",
            "report.md:6:1: error[unknown-marking]: the marking scheme 'tlp' has no level 'secret'"
            "\n  hint: there are: clear, green, amber, amber+strict, red",
        ),
        ("tlp", "a [b]{marking=''}", "report.md:6:3: error[unknown-marking]"),
        ("{default: red}", "x", "report.md:3:12: error[front-matter]: 'marking:' needs 'scheme'"),
        (
            "{scheme: tlp, portions: 3}",
            "x",
            "report.md:3:35: error[front-matter]: portions: 3\n  hint: expected true or false",
        ),
        (
            "{scheme: tlp, defautl: red}",
            "x",
            "report.md:3:35: error[front-matter]: 'defautl' in 'marking:'\n"
            "  hint: did you mean 'default'?",
        ),
        (
            "",
            "# A {marking=red}",
            "report.md:1:5: error[marking-without-scheme]: this is marked 'red', but the front "
            "matter names no marking scheme\n  hint: write briefgen: {marking: {scheme: tlp}}",
        ),
    ],
)
def test_what_is_wrong_with_the_markings_of_a_report(
    marking: str, text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        made, sink = pack(Path(), text, marking=marking)
        make_document(made, "own")
        found = list(sink)
    except BriefgenError as error:
        found = list(error.diagnostics)
    assert any(str(each).startswith(expected) for each in found), "\n".join(map(str, found))


def test_an_attribute_of_the_report_may_be_called_marking_where_there_is_no_scheme(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.md"
    path.write_text("---\nbriefgen: {attributes: [marking]}\n---\n\n# A {marking=red}\n")
    pack(tmp_path, "x")  # the templates
    path.write_text("---\nbriefgen: {attributes: [marking]}\n---\n\n# A {marking=red}\n\nx\n")

    sink = Diagnostics()
    assert make_document(open_pack(path, [tmp_path / "templates"], sink), "own").banner is None
    assert not len(sink)
