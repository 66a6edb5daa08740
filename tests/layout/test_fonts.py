"""Faces: what they cover, how they shape, what stands in for what is missing."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics, Span
from briefgen.lookup import builtin_templates
from briefgen.theme import FontFamily, Theme, load_theme
from briefgen.typography.faces import builtin_fonts
from briefgen.typography.fonts import FontSet
from briefgen.typography.subset import subset

HERE = Span("report.md", 3, 7)
NAMES = "Erdoğan Türkiye Orbán Бабель Ελλάδα Nguyễn"
FACES = sorted(builtin_fonts().glob("*.ttf"))


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme("default", [builtin_templates()], Diagnostics())


@pytest.fixture
def sink() -> Diagnostics:
    return Diagnostics()


@pytest.fixture
def fonts(theme: Theme, sink: Diagnostics) -> FontSet:
    return FontSet(theme, sink)


# ------------------------------------------------------------------ files


def test_every_file_that_the_house_theme_names_is_there(theme: Theme) -> None:
    for family in theme.fonts.values():
        for file in (family.regular, family.italic, family.bold, family.bold_italic):
            assert not file or (builtin_fonts() / file).is_file(), file


def test_fonts_come_with_their_licences_and_nothing_else() -> None:
    files = {path.name for path in builtin_fonts().iterdir() if path.suffix != ".py"}
    licences = {name for name in files if name.startswith("OFL-")}
    assert licences == {"OFL-SourceSerif4.txt", "OFL-SourceSans3.txt", "OFL-SourceCodePro.txt"}
    for name in licences:
        text = (builtin_fonts() / name).read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "Copyright 20" in text
    fonts = {name for name in files if name.endswith(".ttf")}
    ready = {name.replace(".ttf", ".odttf.z") for name in fonts}
    assert files - licences - {"__pycache__"} == fonts | ready


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_a_shipped_face_is_small_and_static_and_may_be_embedded(path: Path) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    font = ttlib.TTFont(path)
    assert path.stat().st_size < 200 * 1024
    assert not {"fvar", "gvar", "fpgm", "DSIG"} & set(font.keys())
    assert font["OS/2"].fsType == 0


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_a_changed_font_does_not_carry_the_reserved_name(path: Path) -> None:
    names = pytest.importorskip("fontTools.ttLib").TTFont(path)["name"]
    shown = [names.getDebugName(number) for number in (1, 3, 4, 6)]
    assert not any("Source" in name for name in shown)
    assert "Adobe" in names.getDebugName(0)
    assert "Open Font License" in names.getDebugName(13)


def test_the_four_styles_of_a_family_are_linked() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    for family in ("BriefgenSerif", "BriefgenSans"):
        fonts = {
            style: ttlib.TTFont(builtin_fonts() / f"{family}-{style}.ttf")
            for style in ("Regular", "Italic", "Bold", "BoldItalic")
        }
        assert len({font["name"].getDebugName(1) for font in fonts.values()}) == 1
        assert {s: font["name"].getDebugName(2) for s, font in fonts.items()} == {
            "Regular": "Regular",
            "Italic": "Italic",
            "Bold": "Bold",
            "BoldItalic": "Bold Italic",
        }
        assert {s: font["head"].macStyle for s, font in fonts.items()} == {
            "Regular": 0,
            "Italic": 2,
            "Bold": 1,
            "BoldItalic": 3,
        }
        assert {s: font["OS/2"].fsSelection & 0b1100001 for s, font in fonts.items()} == {
            "Regular": 0b1000000,
            "Italic": 0b0000001,
            "Bold": 0b0100000,
            "BoldItalic": 0b0100001,
        }


# ------------------------------------------------------------------ faces


@pytest.mark.parametrize("family", ["serif", "display", "sans", "mono"])
def test_names_of_many_languages_are_covered(
    fonts: FontSet, sink: Diagnostics, family: str
) -> None:
    for bold in (False, True):
        face = fonts.face(family, bold, italic=False)
        assert fonts.split(NAMES, face, HERE) == [(NAMES, face)]
        assert 0 not in fonts.shape(NAMES, face).gids
    assert not sink.items


def test_metrics_are_ems(fonts: FontSet) -> None:
    face = fonts.face("serif")
    assert 0.4 < face.x_height < face.cap_height < face.ascent < 1.2
    assert 0.2 < face.descent < 0.5
    assert 0.02 < face.underline_thickness < 0.1


def test_a_face_is_opened_once_and_known_by_its_key(fonts: FontSet) -> None:
    assert fonts.faces() == {}
    bold = fonts.face("serif", bold=True)
    assert fonts.face("serif", True, False) is bold
    assert fonts.faces() == {"BriefgenSerif-Bold": bold}
    assert bold.data[:4] == b"\x00\x01\x00\x00"


def test_a_style_that_a_family_lacks_is_the_nearest_that_it_has(fonts: FontSet) -> None:
    assert fonts.face("display", bold=True, italic=True).key == "BriefgenSerifDisplay-Bold"
    assert fonts.face("mono", italic=True).key == "BriefgenMono-Regular"


def test_the_folder_of_the_theme_comes_first(theme: Theme, tmp_path: Path) -> None:
    own = tmp_path / "BriefgenSerif-Regular.ttf"
    own.write_bytes((builtin_fonts() / "BriefgenSans-Regular.ttf").read_bytes())
    fonts = FontSet(replace(theme, folder=str(tmp_path)), Diagnostics())
    assert fonts.face("serif").path == own


def test_what_is_wrong_with_a_font_is_said_of_the_theme_that_names_it(
    tmp_path: Path, sink: Diagnostics
) -> None:
    path = tmp_path / "themes" / "own.toml"
    path.parent.mkdir()
    path.write_text('extends = "default"\n[fonts.more]\nname = "X"\nregular = "gone.ttf"\n')
    fonts = FontSet(load_theme("own", [tmp_path, builtin_templates()], sink), sink)
    fonts.face("more")
    assert [item.code for item in sink] == ["missing-font"]
    assert sink.items[0].span.file == str(path)


def test_a_missing_file_is_reported_and_something_stands_in(
    theme: Theme, sink: Diagnostics
) -> None:
    fonts = FontSet(replace(theme, fonts={"serif": FontFamily("X", "gone.ttf")}), sink)
    assert fonts.face("serif").key == "BriefgenSerif-Regular"
    assert [item.code for item in sink] == ["missing-font"]
    assert "gone.ttf" in str(sink.items[0])


def test_a_file_that_is_no_truetype_font_is_reported(
    theme: Theme, tmp_path: Path, sink: Diagnostics
) -> None:
    (tmp_path / "bad.ttf").write_text("not a font")
    family = FontFamily("X", "bad.ttf")
    fonts = FontSet(replace(theme, folder=str(tmp_path), fonts={"serif": family}), sink)
    assert fonts.face("serif").key == "BriefgenSerif-Regular"
    assert [item.code for item in sink] == ["bad-font"]


@pytest.mark.parametrize(
    ("tag", "said"), [(b"CFF ", "PostScript outlines"), (b"CBDT", "coloured pictures")]
)
def test_a_font_whose_outlines_cannot_be_embedded_says_what_it_has(
    theme: Theme, tmp_path: Path, sink: Diagnostics, tag: bytes, said: str
) -> None:
    maxp = struct.pack(">IH", 0x00005000, 1)
    head = struct.pack(">4sHHHH", b"OTTO", 2, 32, 1, 0)
    records = struct.pack(">4sIII4sIII", tag, 0, 44, 4, b"maxp", 0, 48, len(maxp))
    (tmp_path / "other.otf").write_bytes(head + records + bytes(4) + maxp)
    family = FontFamily("X", "other.otf")
    fonts = FontSet(replace(theme, folder=str(tmp_path), fonts={"serif": family}), sink)
    assert fonts.face("serif").key == "BriefgenSerif-Regular"
    assert [item.code for item in sink] == ["bad-font"]
    assert said in sink.items[0].message


def test_an_unknown_family_is_reported_with_what_was_meant(
    fonts: FontSet, sink: Diagnostics
) -> None:
    assert fonts.face("serfi").key == "BriefgenSerif-Regular"
    assert [item.code for item in sink] == ["unknown-font"]
    assert "did you mean 'serif'?" in sink.items[0].hints


# ------------------------------------------------------------------ shaping


def test_kerning_is_on_and_can_be_switched_off(fonts: FontSet) -> None:
    face = fonts.face("serif")
    assert fonts.shape("AVATAR", face).width < fonts.shape("AVATAR", face, ("-kern",)).width


def test_a_ligature_stands_for_its_letters(fonts: FontSet) -> None:
    face = fonts.face("serif")
    shaped = fonts.shape("office", face)
    assert "".join(shaped.text) == "office"
    assert len(shaped.gids) < 6
    assert any(len(text) > 1 for text in shaped.text)
    assert fonts.shape("office", face, ("-liga",)).text == tuple("office")


def test_figures_of_one_width_are_a_feature(fonts: FontSet) -> None:
    face = fonts.face("serif")
    assert len(set(fonts.shape("0123456789", face, ("tnum",)).advances)) == 1
    assert len(set(fonts.shape("0123456789", face, ("pnum",)).advances)) > 1


def test_the_width_is_the_sum_of_the_advances(fonts: FontSet) -> None:
    for text in (NAMES, "office", "e\u0323\u0302", "שלום", "مرحبا"):
        shaped = fonts.shape(text, fonts.face("serif"))
        assert shaped.width == pytest.approx(sum(shaped.advances))
        assert "".join(sorted("".join(shaped.text))) == "".join(sorted(text))
        assert len(shaped.gids) == len(shaped.advances) == len(shaped.text)


def test_a_mark_is_placed_by_advances_and_rise(fonts: FontSet) -> None:
    plain = fonts.shape("q", fonts.face("serif"))
    marked = fonts.shape("q\u0301", fonts.face("serif"))
    assert marked.width == pytest.approx(plain.width)
    assert marked.text == ("q\u0301", "")


def test_empty_text_has_no_glyphs(fonts: FontSet) -> None:
    assert fonts.shape("", fonts.face("serif"))[:5] == ((), (), (), 0.0, ())


# ------------------------------------------------------------------ fallback


def test_what_a_face_lacks_comes_from_another(fonts: FontSet, sink: Diagnostics) -> None:
    serif = fonts.face("serif")
    pieces = fonts.split("done ●, open □", serif, HERE)
    assert [text for text, _ in pieces] == ["done ", "●", ", open ", "□"]
    assert [face.key for _, face in pieces[::2]] == [serif.key, serif.key]
    assert all(face.covers(char) for text, face in pieces for char in text)
    assert not sink.items


def test_a_fallback_keeps_the_weight(fonts: FontSet) -> None:
    assert fonts.split("●", fonts.face("serif", bold=True), HERE)[0][1].key == "BriefgenSans-Bold"


def test_what_no_face_has_is_reported_once_and_shown_as_a_box(
    fonts: FontSet, sink: Diagnostics
) -> None:
    face = fonts.face("serif")
    assert fonts.split("a😀b😀", face, HERE) == [("a😀b😀", face)]
    assert fonts.split("😀", face, HERE) == [("😀", face)]
    assert [item.code for item in sink] == ["missing-glyph"]
    assert "U+1F600 GRINNING FACE" in sink.items[0].message
    assert sink.items[0].span == HERE
    assert fonts.shape("😀", face).gids == (0,)
    assert fonts.shape("😀", face).width > 0.2


def test_all_that_a_text_lacks_is_one_warning_that_shows_each_character(
    fonts: FontSet, sink: Diagnostics
) -> None:
    fonts.split("北大西洋北", fonts.face("serif"), HERE)
    fonts.split("大海", fonts.face("serif"), HERE)
    first, second = [item.message for item in sink]
    assert "U+5317 CJK UNIFIED IDEOGRAPH-5317" in first
    assert "and 1 more (洋); they are shown as boxes" in first
    assert "U+6D77" in second
    assert "U+5927" not in second


def test_a_mark_stays_with_its_letter(fonts: FontSet) -> None:
    pieces = fonts.split("x●\u0301", fonts.face("serif"), HERE)
    assert [text for text, _ in pieces] == ["x", "●\u0301"]


def test_characters_without_a_shape_need_no_face(fonts: FontSet, sink: Diagnostics) -> None:
    face = fonts.face("serif")
    text = "F\u201116 5\u00a0km\u200b \u2060\u00ad e\u0301 \u2003\u2009\u202f"
    assert fonts.split(text, face, HERE) == [(text, face)]
    assert 0 not in fonts.shape(text, face).gids
    assert not sink.items


# ------------------------------------------------------------------ subsets


def test_a_subset_keeps_glyph_numbers_and_no_more_tables_than_a_pdf_needs(fonts: FontSet) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    face = fonts.face("serif")
    gids = fonts.shape("Orbán office", face).gids
    program = subset(face, gids)
    font = ttlib.TTFont(io.BytesIO(program))
    assert set(font.keys()) - {"GlyphOrder"} == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    whole = ttlib.TTFont(io.BytesIO(face.data))
    for gid in gids:
        name, other = font.getGlyphName(gid), whole.getGlyphName(gid)
        assert font["hmtx"][name] == whole["hmtx"][other]
        outline = font["glyf"][name].getCoordinates(font["glyf"])[0]
        assert outline == whole["glyf"][other].getCoordinates(whole["glyf"])[0]
    assert len(program) < len(face.data) / 10


def test_the_same_glyphs_give_the_same_bytes(theme: Theme) -> None:
    first, second = (FontSet(theme, Diagnostics()).face("sans") for _ in range(2))
    assert subset(first, [7, 30, 12]) == subset(second, {12, 7, 30})


@pytest.mark.parametrize("text", ["office", "AVATAR", "q\u0301uo", "", "“The end.”", "שלום"])
@pytest.mark.parametrize("backwards", [None, True])
def test_measuring_gives_the_width_of_drawing(
    fonts: FontSet, text: str, backwards: bool | None
) -> None:
    face = fonts.face("serif")
    drawn, measured = (
        fonts.shapes(face, lang="en", backwards=backwards, drawn=drawn)[text]
        for drawn in (True, False)
    )
    assert measured.width == pytest.approx(drawn.width)
    assert measured.width == pytest.approx(sum(measured.advances))
    assert measured.glyphs == drawn.glyphs == len(drawn.gids)
    assert "".join(measured.text) == text
