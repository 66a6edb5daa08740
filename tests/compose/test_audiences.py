"""Audiences are folders; what is wrong in an audience.toml is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.audience import find_audiences, has_option
from briefgen.diagnostics import Diagnostics
from briefgen.lookup import builtin_templates, find_toml
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
    assert (found["matrix"].fit.ceiling, found["matrix"].fit.least) == (11.5, 8)
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
    assert find_toml("themes", "default", folders) == own
    assert (
        find_toml("themes", "summary", folders) == builtin_templates() / "themes" / "summary.toml"
    )
    assert find_toml("themes", "none", folders) is None


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
