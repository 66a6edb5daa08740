"""What is wrong with a theme is told all at once, and a theme comes about in spite of it."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.theme import (
    BoxStyle,
    CharacterStyle,
    FontFamily,
    ListStyle,
    PageStyle,
    ParagraphStyle,
    TableStyle,
    Theme,
    load_theme,
)


def loaded(folder: Path, text: str) -> tuple[Theme, list[str]]:
    path = folder / "themes" / "own.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    sink = Diagnostics()
    return load_theme("own", [folder], sink), [f"{found.span.line} {found.code}" for found in sink]


def test_a_font_family_needs_its_name_and_a_regular_face(tmp_path: Path) -> None:
    theme, found = loaded(tmp_path, "[paragraphs.body]\n[fonts.own]\nbold = 'b.ttf'\n")
    assert found == ["2 missing-key"] * 2
    assert theme.fonts["own"] == FontFamily("", "", bold="b.ttf")


@pytest.mark.parametrize(
    "kind", [PageStyle, ParagraphStyle, CharacterStyle, BoxStyle, ListStyle, TableStyle]
)
def test_all_else_has_a_default(kind: Any) -> None:
    assert not [f.name for f in fields(kind) if f.default is f.default_factory is MISSING]


def test_values_are_of_the_type_that_their_field_has(tmp_path: Path) -> None:
    theme, found = loaded(
        tmp_path,
        "[colours]\ndark = '#102030'\n[paragraphs.body]\nsize = '4mm'\nrule-below = [1, 'dark']\n"
        "features = ['tnum']\nalign = 'middle'\nbold = 1\n[characters.mark]\nbold = true\n",
    )
    body = theme.paragraph("body")
    assert body.size == pytest.approx(4 * 72 / 25.4)
    assert (body.rule_below.width, body.rule_below.colour) == (1.0, "#102030")
    assert (body.features, body.align, body.bold) == (("tnum",), "left", False)
    assert theme.characters["mark"].bold is True
    assert found == ["7 bad-value", "8 bad-value"]
