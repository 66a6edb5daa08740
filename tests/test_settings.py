"""What is wrong in a TOML file is told with line and column, in each kind of file alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from briefgen.audience import Audience, find_audiences
from briefgen.citations import read_lock
from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.lookup import builtin_templates
from briefgen.marking.scheme import load_scheme
from briefgen.model import MarkingChoice, ReportOptions
from briefgen.settings import REQUIRED
from briefgen.theme import FontFamily, Theme, load_theme, with_page


def audience(path: Path, sink: Diagnostics) -> None:
    path.with_name("template.md.j2").write_text("")
    folder = path.parent.parent
    theme = load_theme("default", [builtin_templates()], Diagnostics())
    for found in find_audiences([folder], sink).values():
        with_page(theme, found.file, sink)


def theme(path: Path, sink: Diagnostics) -> None:
    load_theme(path.stem, [path.parent.parent, builtin_templates()], sink)


def scheme(path: Path, sink: Diagnostics) -> None:
    load_scheme(path, sink)


def lock(path: Path, sink: Diagnostics) -> None:
    read_lock(path, sink)


FILES: Mapping[str, tuple[Callable[[Path, Diagnostics], Any], str]] = {
    "audience": (audience, "press/audience.toml"),
    "theme": (theme, "themes/own.toml"),
    "scheme": (scheme, "markings/own.toml"),
    "lock": (lock, "own.lock.toml"),
}


def findings(kind: str, text: str, folder: Path) -> str:
    read, name = FILES[kind]
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    sink = Diagnostics()
    with suppress(BriefgenError):
        read(path, sink)
    found = "\n".join(map(str, sink))
    return found.replace(f"{path}:", "").replace(str(path.parent), "FOLDER")


TITLE = "title = 'X'\n"
BASE = 'extends = "default"\n'
LEVEL = '[levels.a]\nname = "A"\n'
NESTED = "[options]\ncells = [\n  [1],\n  [2, ']'],\n]\nnote = '''\n[fit]\n'''\n"
MEND = "  hint: mend that line, or write the file anew: briefgen renumber"


@pytest.mark.parametrize(
    ("kind", "text", "reported"),
    [
        # keys that nothing reads
        ("audience", TITLE + "theem = 'y'",
         "2:1: error[unknown-key]: 'theem' in an audience\n  hint: did you mean 'theme'?"),
        ("audience", TITLE + "max_pages = 2\nprefer_page = 1",
         "3:1: error[unknown-key]: 'prefer_page' in an audience\n"
         "  hint: did you mean 'prefer_pages'?"),
        ("audience", TITLE + "folder = 'x'", "2:1: error[unknown-key]: 'folder' in an audience\n"
         "  hint: did you mean 'footer'?"),
        ("audience", TITLE + "[fit]\n  flor = 8",
         "3:3: error[unknown-key]: 'flor' in [fit]\n  hint: did you mean 'floor'?"),
        ("audience", TITLE + "[header]\nmiddle = 'x'",
         "3:1: error[unknown-key]: 'middle' in [header]"),
        ("audience", TITLE + "page = { tpo = 1 }",
         "2:10: error[unknown-key]: 'tpo' in [page]\n  hint: did you mean 'top'?"),
        ("theme", BASE + "extend = 'x'",
         "2:1: error[unknown-key]: 'extend' in a theme\n  hint: did you mean 'extends'?"),
        ("theme", BASE + "[paragraphs.body]\nrule-belo = [1, 'ink']",
         "3:1: error[unknown-key]: 'rule-belo' in [paragraphs.body]\n"
         "  hint: did you mean 'rule_below'?"),
        ("theme", BASE + "paragraphs.lead.sise = 4",
         "2:1: error[unknown-key]: 'sise' in [paragraphs.lead]\n  hint: did you mean 'size'?"),
        ("scheme", 'aling = "left"\n' + LEVEL,
         "1:1: error[unknown-key]: 'aling' in a marking scheme\n  hint: did you mean 'align'?"),
        ("scheme", LEVEL + 'color = "#000000"',
         "3:1: error[unknown-key]: 'color' in [levels.a]\n  hint: did you mean 'colour'?"),
        ("lock", "[number]\na = 1",
         "1:1: error[bad-lock]: 'number' in the lock file\n"
         f"  hint: did you mean 'numbers'?\n{MEND}"),
        # keys that have to be there
        ("audience", "\n\nmax_pages = 1",
         "1:1: error[missing-key]: an audience needs 'title'\n  hint: title = \"...\""),
        ("theme", BASE + "[fonts.own]\nbold = 'b.ttf'",
         "2:1: error[missing-key]: [fonts.own] needs 'name'\n  hint: name = \"...\"\n"
         "2:1: error[missing-key]: [fonts.own] needs 'regular'\n  hint: regular = \"...\""),
        ("scheme", "[levels.a]",
         "1:1: error[missing-key]: [levels.a] needs 'name'\n  hint: name = \"...\""),
        ("scheme", "",
         "1:1: error[missing-key]: a marking scheme needs levels\n  hint: [levels.secret] with "
         'name = "SECRET", from the lowest level to the highest'),
        # values of the wrong kind
        ("audience", "title = 5",
         "1:1: error[bad-value]: title = 5\n  hint: expected text"),
        ("audience", TITLE + "max_pages = 'one'",
         "2:1: error[bad-value]: max_pages = 'one'\n  hint: expected a whole number"),
        ("audience", TITLE + "max_pages = true",
         "2:1: error[bad-value]: max_pages = true\n  hint: expected a whole number"),
        ("audience", TITLE + "max_pages = 0",
         "2:1: error[bad-value]: max_pages = 0\n  hint: expected 1 or more"),
        ("audience", TITLE + "embed_fonts = 'no'",
         "2:1: error[bad-value]: embed_fonts = 'no'\n  hint: expected true or false"),
        ("audience", TITLE + "footer = 'y'",
         "2:1: error[bad-value]: footer = 'y'\n  hint: a table: [footer]"),
        ("audience", TITLE + "[page]\npaper = 'A5'",
         "3:1: error[bad-value]: paper = 'A5'\n  hint: expected 'A4', 'A3', 'Letter'"),
        ("theme", BASE + "[paragraphs.body]\nalign = 'middle'",
         "3:1: error[bad-value]: align = 'middle'\n"
         "  hint: expected 'left', 'right', 'center', 'justify'"),
        ("theme", BASE + "[paragraphs.body]\nfeatures = [\n'tnum',\n  7]",
         "5:3: error[bad-value]: features[1] = 7\n  hint: expected text"),
        ("theme", BASE + "[paragraphs.body]\nrule_below = 1",
         "3:1: error[bad-value]: rule_below = 1\n  hint: expected [width, colour]"),
        ("theme", BASE + "[paragraphs]\nbody = 1",
         "3:1: error[bad-value]: body = 1\n  hint: a table: [paragraphs.body]"),
        ("scheme", 'size = "big"\n' + LEVEL,
         "1:1: error[bad-value]: size = 'big'\n  hint: expected a number"),
        ("scheme", "size = 90\n" + LEVEL,
         "1:1: error[bad-value]: size = 90\n  hint: expected 4 to 72"),
        ("scheme", 'align = "up"\n' + LEVEL,
         "1:1: error[bad-value]: align = 'up'\n  hint: expected 'left', 'center', 'right'"),
        ("scheme", 'banner = [\n  "top",\n  "side"]\n' + LEVEL,
         "3:3: error[bad-value]: banner[1] = 'side'\n  hint: expected 'top', 'bottom'"),
        ("scheme", "portions = 1\n" + LEVEL,
         "1:1: error[bad-value]: portions = 1\n  hint: expected true or false"),
        ("lock", "[numbers]\na = 0",
         f"2:1: error[bad-lock]: a = 0\n  hint: expected 1 or more\n{MEND}"),
        ("lock", '[numbers]\na = 1\n"b c" = true',
         f"3:1: error[bad-lock]: b c = true\n  hint: expected a whole number\n{MEND}"),
        ("lock", "numbers = 3",
         f"1:1: error[bad-lock]: numbers = 3\n  hint: a table: [numbers]\n{MEND}"),
        # lengths and colours
        ("audience", TITLE + "[fit]\nfloor = 'x'",
         "3:1: error[bad-length]: floor = 'x'\n  hint: expected points, or a text such as '20mm'"),
        ("audience", TITLE + "[page]\n\ntop = '2 miles'",
         "4:1: error[bad-length]: top = '2 miles'\n"
         "  hint: expected points, or a text such as '20mm'"),
        ("theme", BASE + "[paragraphs.body]\nsize = 0",
         "3:1: error[bad-length]: size = 0\n  hint: expected more than 0"),
        ("theme", BASE + "[paragraphs.body]\nrule_below = [1,\n 'hairlin']",
         "4:2: error[bad-colour]: no colour 'hairlin'\n  hint: did you mean 'hairline'?"),
        ("theme", BASE + "[colours]\nx = '#12345'",
         "3:1: error[bad-colour]: no colour '#12345'\n"
         "  hint: expected '#rrggbb' or a name from [colours]"),
        ("scheme", LEVEL + 'colour = "red"',
         "3:1: error[bad-colour]: no colour 'red'\n  hint: expected '#rrggbb'"),
        # values that contradict each other
        ("audience", TITLE + "max_pages = 2\nprefer_pages = 2",
         "3:1: error[bad-value]: prefer_pages = 2 is no less than max_pages = 2\n"
         "  hint: prefer fewer pages than are allowed, or leave prefer_pages out"),
        ("audience", TITLE + "[fit]\ncomfortable = 7\nfloor = 9",
         "3:1: error[bad-value]: what is comfortable is below the floor"),
        ("audience", TITLE + "[fit]\nceiling = 9\ncomfortable = 10",
         "4:1: error[bad-value]: what is comfortable is above the ceiling"),
        ("audience", TITLE + "[fit]\nceiling = 8\nfloor = 9",
         "4:1: error[bad-value]: the floor is above the ceiling"),
        ("scheme", LEVEL + '[levels.b]\nname = "B"\nalso = ["a"]',
         "3:1: error[bad-value]: 'a' means both 'a' and 'b'\n  hint: one word, one level"),
        ("lock", "[numbers]\na = 1\n\n[retired]\nb = 1",
         f"5:1: error[bad-lock]: 'b' and 'a' both have number 1\n{MEND}"),
        # names of files, themes and fields
        ("audience", TITLE + "template = 'no.j2'",
         "2:1: error[missing-template]: no template 'no.j2'\n"
         "  hint: put it in FOLDER, or name one below a template folder"),
        ("audience", TITLE + "template = '../../x'",
         "2:1: error[missing-template]: no template '../../x'\n"
         "  hint: put it in FOLDER, or name one below a template folder"),
        ("audience", TITLE + "reference = 'no.docx'",
         "2:1: error[bad-reference]: no reference document 'no.docx'\n"
         "  hint: put it in FOLDER, or name one below a template folder"),
        ("audience", TITLE + "[footer]\nleft = '{titel}'",
         "3:1: error[unknown-field]: {titel} in [footer]\n  hint: did you mean 'title'?"),
        ("theme", "name = 'x'\nextends = 'defualt'",
         "2:1: error[unknown-theme]: no theme 'defualt'\n  hint: did you mean 'default'?"),
        ("theme", "extends = 'own'",
         "1:1: error[unknown-theme]: a circle of themes through 'own'"),
        # behind nested arrays, and brackets in a text of several lines
        ("audience", TITLE + NESTED + "[fit]\nfloor = true",
         "11:1: error[bad-length]: floor = true\n"
         "  hint: expected points, or a text such as '20mm'"),
        ("audience", "options.columns = [\n  [1],\n]\ntitle = 'X'\nmax_pages = 'two'",
         "5:1: error[bad-value]: max_pages = 'two'\n  hint: expected a whole number"),
        ("theme",
         BASE + 'name = """\n[paragraphs.body]\nsize = 0\n"""\n[paragraphs.body]\nsize = 0',
         "7:1: error[bad-length]: size = 0\n  hint: expected more than 0"),
        ("scheme", '[levels.a]\nname = "A"\nalso = [\n  "[levels.b]",\n]\n[levels.b]\nnaem = "B"',
         "7:1: error[unknown-key]: 'naem' in [levels.b]\n  hint: did you mean 'name'?\n"
         "6:1: error[missing-key]: [levels.b] needs 'name'\n  hint: name = \"...\""),
        ("lock", '[numbers]\n"[retired]" = 1\n"a = 0" = 2\na = 0',
         f"4:1: error[bad-lock]: a = 0\n  hint: expected 1 or more\n{MEND}"),
        # no TOML at all
        ("audience", TITLE + "= 5",
         "2:1: error[bad-toml]: the audience is no TOML: Invalid statement"),
        ("theme", BASE + "[page", "2:6: error[bad-toml]: the theme is no TOML: Expected ']' at the "
         "end of a table declaration"),
        ("scheme", "[levels.a\n", "1:10: error[bad-toml]: the marking scheme is no TOML: "
         "Expected ']' at the end of a table declaration"),
        ("lock", "[numbers]\na = \n",
         f"2:5: error[bad-lock]: the lock file is no TOML: Invalid value\n{MEND}"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    kind: str, text: str, reported: str, tmp_path: Path
) -> None:
    assert findings(kind, text, tmp_path) == reported


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_read_is_told(kind: str, tmp_path: Path) -> None:
    read, name = FILES[kind]
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\xff")
    sink = Diagnostics()
    with suppress(BriefgenError):
        read(path, sink)
    (found,) = sink
    code = "bad-lock" if kind == "lock" else "unreadable"
    assert str(found).startswith(f"{path}:1:1: error[{code}]: cannot read the ")


def test_a_mistake_in_a_theme_that_is_extended_is_told_of_the_file_that_has_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "low.toml").write_text(BASE + "[paragraphs.body]\nalign = 'x'\nsize = 'y'\n")
    (folder / "own.toml").write_text("extends = 'low'\n[paragraphs.body]\n\nsize = 12\n")
    sink = Diagnostics()
    found = load_theme("own", [tmp_path, builtin_templates()], sink)
    assert [str(d.span) for d in sink] == [f"{folder / 'low.toml'}:3:1"]
    assert found.paragraph("body").size == 12


def test_paper_of_a_theme_stands_over_the_size_of_the_one_it_extends(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "low.toml").write_text(BASE + "[page]\nwidth = 500\nheight = 600\n")
    (folder / "own.toml").write_text("extends = 'low'\npage = {paper = 'A3', height = '30cm'}\n")
    sink = Diagnostics()
    page = load_theme("own", [tmp_path, builtin_templates()], sink).page
    assert (round(page.width), round(page.height)) == (842, 850)
    assert not list(sink)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Audience, {"name", "folder", "file", "template"}),
        (Theme, {"name", "folder"}),
        (FontFamily, set()),
        (ReportOptions, set()),
        (MarkingChoice, set()),
    ],
)
def test_a_field_without_a_default_is_required_of_a_file_or_given_by_the_program(
    kind: Any, given: set[str]
) -> None:
    hints = get_type_hints(kind, include_extras=True)
    without = {f.name for f in fields(kind) if f.default is f.default_factory is MISSING}
    required = {
        name for name, hint in hints.items() if REQUIRED in getattr(hint, "__metadata__", ())
    }
    assert required == without - given
