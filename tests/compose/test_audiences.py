"""Audiences are folders; what is wrong in an audience.toml is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.audience import builtin_templates, find_audiences, find_theme, has_option
from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import build, open_pack


def folder(path: Path, text: str, name: str = "brief") -> Path:
    (path / name).mkdir(parents=True)
    (path / name / "audience.toml").write_text(text, encoding="utf-8")
    (path / name / "template.md.j2").write_text("", encoding="utf-8")
    return path


def test_three_audiences_come_along() -> None:
    sink = Diagnostics()
    found = find_audiences([builtin_templates()], sink)
    assert list(found) == ["dossier", "exec", "matrix"]
    assert (found["matrix"].max_pages, found["exec"].max_pages) == (1, 2)
    assert (found["matrix"].fit_ceiling, found["matrix"].fit_floor) == (11.5, 8)
    assert list(sink) == []


def test_the_first_folder_wins_and_audiences_stand_in_alphabetical_order(tmp_path: Path) -> None:
    one = folder(folder(tmp_path / "a", 'title = "Mine"'), 'title = "Z"', "zebra")
    two = folder(folder(tmp_path / "b", 'title = "Theirs"'), 'title = "A"', "ant")
    found = find_audiences([one, two], Diagnostics())
    assert [(name, audience.title) for name, audience in found.items()] == [
        ("ant", "A"),
        ("brief", "Mine"),
        ("zebra", "Z"),
    ]


def test_a_template_may_be_that_of_another_audience(tmp_path: Path) -> None:
    (tmp_path / "short").mkdir()
    (tmp_path / "short" / "audience.toml").write_text(
        'title = "Short"\ntemplate = "exec/template.md.j2"\n'
    )
    found = find_audiences([tmp_path, builtin_templates()], Diagnostics())
    assert found["short"].template == found["exec"].template
    assert found["short"].folder == tmp_path / "short"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("title = 'X'\ntheem = 'y'", "2:1: error[unknown-key]: 'theem' in an audience\n"
         "  hint: did you mean 'theme'?"),
        ("\n\nmax_pages = 1", "1:1: error[missing-key]: an audience needs a title\n"
         '  hint: title = "What readers see"'),
        ("title = 'X'\nmax_pages = 'one'", "2:1: error[bad-value]: max_pages = 'one'\n"
         "  hint: expected a whole number"),
        ("title = 'X'\nmax_pages = 0", "2:1: error[bad-value]: max_pages = 0\n"
         "  hint: expected 1 or more"),
        ("title = 'X'\nmax_pages = 2\nprefer_page = 1",
         "3:1: error[unknown-key]: 'prefer_page' in an audience\n"
         "  hint: did you mean 'prefer_pages'?"),
        ("title = 'X'\nmax_pages = 2\nprefer_pages = 2",
         "3:1: error[bad-value]: prefer_pages = 2 is no less than max_pages = 2\n"
         "  hint: prefer fewer pages than are allowed, or leave prefer_pages out"),
        ("title = 'X'\nprefer_pages = 0", "2:1: error[bad-value]: prefer_pages = 0\n"
         "  hint: expected 1 or more"),
        ("title = 'X'\n[fit]\ncomfortable = 7\nfloor = 9",
         "3:1: error[bad-value]: what is comfortable is below the floor"),
        ("title = 'X'\n[fit]\nceiling = 9\ncomfortable = 10",
         "4:1: error[bad-value]: what is comfortable is above the ceiling"),
        ("title = 'X'\n[fit]\nconfortable = 9", "3:1: error[unknown-key]: 'confortable' in [fit]\n"
         "  hint: did you mean 'comfortable'?"),
        ("title = 5", "1:1: error[bad-value]: title = 5\n  hint: expected text"),
        ("title = 'X'\n[fit]\n  flor = 8", "3:3: error[unknown-key]: 'flor' in [fit]\n"
         "  hint: did you mean 'floor'?"),
        ("title = 'X'\n[fit]\nceiling = 8\nfloor = 9",
         "4:1: error[bad-value]: the floor is above the ceiling"),
        ("title = 'X'\n[fit]\nfloor = 'x'", "3:1: error[bad-value]: floor = 'x'\n"
         "  hint: a size in points, such as 8"),
        ("title = 'X'\nfooter = 'y'", "2:1: error[bad-value]: footer = 'y'\n"
         "  hint: a table: [footer]"),
        ("title = 'X'\n[footer]\nleft = '{titel}'", "3:1: error[unknown-field]: {titel} in [footer]"
         "\n  hint: did you mean 'title'?"),
        ("title = 'X'\n[header]\nmiddle = 'x'", "3:1: error[unknown-key]: 'middle' in [header]"),
        ("title = 'X'\ntemplate = 'no.j2'", "2:1: error[missing-template]: no template 'no.j2'\n"
         "  hint: put it in FOLDER, or name one below a template folder"),
        ("title = 'X'\ntemplate = '../../x'", "2:1: error[missing-template]: no template '../../x'"
         "\n  hint: put it in FOLDER, or name one below a template folder"),
        ("title = 'X'\n= 5", "2:1: error[bad-toml]: Invalid statement"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(text: str, reported: str, tmp_path: Path) -> None:
    sink = Diagnostics()
    find_audiences([folder(tmp_path, text)], sink)
    found = "\n".join(map(str, sink)).replace(f"{tmp_path}/brief/audience.toml:", "")
    assert found.replace(f"{tmp_path}/brief", "FOLDER") == reported


@pytest.mark.parametrize("name", ["all", "two words", "a.b"])
def test_a_folder_that_cannot_name_an_audience_is_an_error(name: str, tmp_path: Path) -> None:
    sink = Diagnostics()
    assert find_audiences([folder(tmp_path, 'title = "X"', name)], sink) == {}
    assert [d.code for d in sink] == ["bad-audience-name"]


def test_themes_are_found_in_the_first_folder_that_has_them(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    own = tmp_path / "themes" / "default.toml"
    own.write_text("")
    folders = [tmp_path, builtin_templates()]
    assert find_theme("default", folders) == own
    assert find_theme("summary", folders) == builtin_templates() / "themes" / "summary.toml"
    assert find_theme("none", folders) is None


def test_an_audience_knows_which_options_it_has() -> None:
    matrix = find_audiences([builtin_templates()], Diagnostics())["matrix"]
    assert has_option(matrix, "status.cleared")
    assert not has_option(matrix, "status")
    assert not has_option(matrix, "status.cleard")


def test_a_fourth_audience_is_a_new_folder_and_no_python(tmp_path: Path, root: Path) -> None:
    brief = tmp_path / "templates" / "press"
    brief.mkdir(parents=True)
    (brief / "audience.toml").write_text('title = "Press line"\nmax_pages = 2\n')
    (brief / "template.md.j2").write_text(
        '# {{ report.title }}\n\n{{ blocks["bottom-line"] }}\n\n'
        "{% for section in sections if section.number %}\n"
        '- **{{ section.title }}.** {{ section.find(cls="brief") | first }}\n'
        "{% endfor %}\n\n# Sources\n\n{{ works_cited(form='short') }}\n"
    )
    sink = Diagnostics()
    pack = open_pack(root / "source" / "report.md", [tmp_path / "templates"], sink)
    assert list(pack.audiences) == ["dossier", "exec", "matrix", "press"]
    files = build(pack, ["press"], ["pdf", "docx"], tmp_path).files
    assert [(file.path.name, file.pages) for file in files] == [
        ("report-press.pdf", 2),
        ("report-press.docx", None),
    ]
    assert [str(d) for d in sink] == []
