"""With `strict`, whatever has words has a mark, its own or that of what it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.marking.making import pack

STRICT = "{scheme: tlp, strict: true}"


def unmarked(folder: Path, text: str) -> list[str]:
    """Return the lines of a report at which something is unmarked; its body begins on line 6."""
    _, sink = pack(folder, text, marking=STRICT)
    found = [item.span for item in sink if item.code == "unmarked-portion"]
    return [f"{span.line}:{span.column}" for span in found if span]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("# A {marking=green}\n\ntext\n\n## B\n\n- more^[note]\n", []),
        ("# A\n\ntext", ["6:1", "8:1"]),
        ("[one]{marking=red} [two]{marking=green}.", []),
        ("[one]{marking=red} and [two]{marking=green}.", ["6:1"]),
        ("::: {marking=red}\ntext\n\n- item\n:::", []),
        ("- item\n\n  more\n- [item]{marking=red}", ["6:3", "8:3"]),
        ("| A |\n|---|\n| b |\n\n: C {marking=red}", []),
        ("| [A]{marking=red} |\n|---|\n| [b]{marking=red} |\n\n: C", ["6:1"]),
        ("T\n:   [text]{marking=red}", ["6:1"]),
        ("```\ncode\n```", ["6:1"]),
        ("```{marking=red}\ncode\n```", []),
        ("![text](a.png){marking=red}", []),
        ("![text](a.png)", ["6:1"]),
        ("[one^[note]]{marking=red}", []),
        ("---\n\n[@a]{marking=red}", []),
        ("[@a]", ["6:1"]),
    ],
)
def test_what_has_no_mark_is_an_error_at_its_place(
    text: str, places: list[str], tmp_path: Path
) -> None:
    assert unmarked(tmp_path, text) == ["2:1", *places]  # the title of these has none


def test_a_title_is_marked_by_its_words(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    pack(tmp_path, "[x]{marking=red}", marking=STRICT)
    text = path.read_text().replace("title: Title", 'title: "[Title]{marking=red}"')
    _, sink = pack(tmp_path, text, marking="")
    assert not list(sink)


def test_without_strict_the_default_holds(tmp_path: Path) -> None:
    _, sink = pack(tmp_path, "# A\n\ntext")
    assert not list(sink)
