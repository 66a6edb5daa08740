"""Take the variable Source fonts, write the static faces that briefgen ships.

    pip install 'briefgen[fonts]' && python briefgen/fonts/make_fonts.py [FOLDER]

The faces are cut to the characters and OpenType features that reports use, without hints; beside
each lies what Word files embed of it, compressed already. The same packages give the same bytes.
"Source" is a reserved name of the Open Font License, which nobody may give to a changed font, so
the faces name themselves after briefgen; their copyright and licence stay as they are. File names
say what they are made from.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.otlLib.optimize.gpos import compact
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from briefgen.writers.docx.fonts import ready

FOLDER = Path(__file__).resolve().parent


class Cut(NamedTuple):
    """A static face: `axes` is where in the design space it lies."""

    file: str
    package: str
    source: str
    family: str
    style: str
    axes: dict[str, float]


SERIF = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "Briefgen Serif")
SERIF_ITALIC = ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", "Briefgen Serif")
DISPLAY = (*SERIF[:2], "Briefgen Serif Display")
SANS = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", "Briefgen Sans")
SANS_ITALIC = ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf", "Briefgen Sans")
MONO = ("fontpkg_source_code_pro", "SourceCodePro[wght].ttf", "Briefgen Mono")

TEXT = 11.0
"""The optical size of running text, in points."""

# Bold is a little lighter than 700: it marks a word without a hole in the grey of the page.
CUTS = (
    Cut("BriefgenSerif-Regular", *SERIF, "Regular", {"opsz": TEXT, "wght": 400}),
    Cut("BriefgenSerif-Italic", *SERIF_ITALIC, "Italic", {"opsz": TEXT, "wght": 400}),
    Cut("BriefgenSerif-Bold", *SERIF, "Bold", {"opsz": TEXT, "wght": 680}),
    Cut("BriefgenSerif-BoldItalic", *SERIF_ITALIC, "Bold Italic", {"opsz": TEXT, "wght": 680}),
    Cut("BriefgenSerifDisplay-Regular", *DISPLAY, "Regular", {"opsz": 52, "wght": 400}),
    Cut("BriefgenSerifDisplay-Bold", *DISPLAY, "Bold", {"opsz": 52, "wght": 680}),
    Cut("BriefgenSans-Regular", *SANS, "Regular", {"wght": 400}),
    Cut("BriefgenSans-Italic", *SANS_ITALIC, "Italic", {"wght": 400}),
    Cut("BriefgenSans-Bold", *SANS, "Bold", {"wght": 670}),
    Cut("BriefgenSans-BoldItalic", *SANS_ITALIC, "Bold Italic", {"wght": 670}),
    Cut("BriefgenMono-Regular", *MONO, "Regular", {"wght": 400}),
    Cut("BriefgenMono-Bold", *MONO, "Bold", {"wght": 670}),
)

LICENCES = {
    "OFL-SourceSerif4.txt": "fontpkg_source_serif_4",
    "OFL-SourceSans3.txt": "fontpkg_source_sans_3",
    "OFL-SourceCodePro.txt": "fontpkg_source_code_pro",
}

RANGES = (
    (0x0020, 0x024F),  # Latin: Basic, Latin-1, Extended-A and -B
    (0x0259, 0x0259),  # schwa (Azerbaijani)
    (0x02B0, 0x02DF),  # modifier letters, spacing accents
    (0x0300, 0x036F),  # combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional (Vietnamese)
    (0x2000, 0x206F),  # punctuation, spaces
    (0x2070, 0x209F),  # superior and inferior figures
    (0x20A0, 0x20CF),  # currencies
    (0x2100, 0x218F),  # letter-like symbols, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x27BF),  # ballot boxes, check marks
    (0xFB00, 0xFB06),  # ligatures
)

FEATURES = [
    *("kern", "mark", "mkmk", "ccmp", "liga", "locl", "calt"),
    *("tnum", "lnum", "onum", "pnum", "zero", "frac", "numr", "dnom"),
    *("sups", "subs", "sinf", "ordn", "case"),
]
SMALL_CAPITALS = ["smcp", "c2sc"]
"""A third of a face; only the regular ones have them."""


def cut_face(cut: Cut) -> TTFont:
    """Return the static face of `cut`."""
    source = files(cut.package) / "files" / cut.source
    font = TTFont(str(source), recalcTimestamp=False)
    display = cut.family.endswith("Display")
    options = Options(
        layout_features=FEATURES + SMALL_CAPITALS * (cut.style == "Regular" and not display),
        hinting=False,
        name_IDs=["*"],
        notdef_outline=True,
        glyph_names=False,
        drop_tables=["DSIG", "MVAR", "meta"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    subsetter.subset(font)
    instantiateVariableFont(font, cut.axes, inplace=True)
    compact(font, 5)  # the same kerning in fewer bytes
    font["post"].formatType = 3.0
    rename(font, cut)
    return font


def rename(font: Any, cut: Cut) -> None:
    """Give the face its names, and the flags that tie the four styles of a family together."""
    bold, italic = "Bold" in cut.style, "Italic" in cut.style
    names, postscript = font["name"], f"{cut.family}-{cut.style}".replace(" ", "")
    full = cut.family if cut.style == "Regular" else f"{cut.family} {cut.style}"
    version = names.getDebugName(5).split(";")[0]
    based_on = f"{cut.file.split('-')[0]} {version.removeprefix('Version ')}"
    kept = {number: names.getDebugName(number) for number in (0, 7, 8, 9, 11, 13, 14)}
    names.names = []
    for number, text in {
        **kept,
        1: cut.family,
        2: cut.style,
        3: f"{version};briefgen;{postscript}",
        4: full,
        5: version,
        6: postscript,
        10: f"A static subset of {based_on} for briefgen; changed from the original.",
    }.items():
        if text:
            names.setName(text, number, 3, 1, 0x409)
    os2, head = font["OS/2"], font["head"]
    os2.usWeightClass = 700 if bold else 400
    os2.fsType = 0  # may be embedded
    os2.version = max(os2.version, 4)
    keep = os2.fsSelection & (1 << 7)  # use typographic metrics
    os2.fsSelection = keep | italic << 0 | bold << 5 | (not (bold or italic)) << 6
    head.macStyle = bold | italic << 1
    head.flags &= ~(1 << 3 | 1 << 4)  # nothing depends on whole pixels: there are no hints
    if "STAT" in font:
        del font["STAT"]


def make(folder: Path) -> Iterator[Path]:
    """Write the faces and their licences to `folder`, yield each path written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, package in LICENCES.items():
        path = folder / name
        path.write_bytes((files(package) / "LICENSE").read_bytes())
        yield path
    for cut in CUTS:
        path = folder / f"{cut.file}.ttf"
        cut_face(cut).save(path)
        yield path
        ready_path = path.with_suffix(".odttf.z")
        ready_path.write_bytes(ready(path.read_bytes()))
        yield ready_path


if __name__ == "__main__":
    for written in make(Path(sys.argv[1]) if sys.argv[1:] else FOLDER):
        print(f"{written.stat().st_size / 1024:6.0f} KB  {written.name}")
