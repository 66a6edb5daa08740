"""Take the faces that pages use, return them as embedded Type 0 fonts whose codes are glyph ids.

ReportLab's own TrueType support knows characters only; shaped text has glyphs. So each face is
subsetted by HarfBuzz (glyph ids stay as they are), and its `ToUnicode` map says what glyphs stand
for. Where a glyph stands for different texts, the map has the commonest; `Font.odd` has the others,
which drawing marks with ActualText. The hyphen at which a word is broken has a code of its own,
because programs that ignore ActualText could not tell it from a hyphen of the word otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import field
from hashlib import sha256
from struct import unpack_from

from briefgen.layout.boxes import Artifact, Box, Glyphs, Layout
from briefgen.record import record
from briefgen.typography.faces import Face
from briefgen.typography.fonts import FontSet
from briefgen.typography.subset import subset
from briefgen.writers.pdf.objects import File, Stream

__all__ = ["SOFT_HYPHEN", "Font", "embed_fonts"]

_SPACES = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
)
SOFT_HYPHEN = "\u00ad"
_NEVER = frozenset((SOFT_HYPHEN, "", "\0", "\ufeff", "\ufffe"))  # PDF/UA forbids the last three
_NOTHING = "\u200b"  # what a glyph stands for that never stands alone


@record(frozen=False, slots=True)
class Font:
    """An embedded face: its resource name, the width (1/1000 em) and string code of each glyph.

    `odd` are pairs of glyph and text that the font's ToUnicode map does not say, `suspects` their
    glyphs. `soft` has the code of a glyph as a hyphen that breaks a word. Glyph 0, the box for a
    character that no font has, may not be shown in PDF/A. It gets the code of a space, and the pen
    draws a box there.
    """

    name: str
    widths: dict[int, float]
    codes: dict[int, str]
    odd: frozenset[tuple[int, str]]
    suspects: frozenset[int]
    soft: dict[int, str] = field(default_factory=dict)
    _steps: dict[float, dict[int, float]] = field(default_factory=dict)

    def steps(self, unit: float) -> dict[int, float]:
        """Return the glyphs' widths where 1/1000 em is `unit`."""
        if unit not in self._steps:
            self._steps[unit] = {gid: width * unit for gid, width in self.widths.items()}
        return self._steps[unit]


def embed_fonts(file: File, layout: Layout, fonts: FontSet) -> tuple[dict[str, Font], str]:
    """Embed every face that `layout` uses; return the fonts by face key, and their resources."""
    used: defaultdict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for page in layout.pages:
        _count(page.boxes, used)
    faces = fonts.faces()
    result: dict[str, Font] = {}
    resources = []
    for index, key in enumerate(sorted(used)):
        name = f"F{index}"
        result[key], reference = _embed(file, name, faces[key], used[key])
        resources.append(f"/{name} {reference}")
    return result, f"<<{''.join(resources)}>>"


def _count(boxes: Iterable[Box], used: defaultdict[str, Counter[tuple[int, str]]]) -> None:
    for box in boxes:
        if isinstance(box, Glyphs):
            used[box.face].update(zip(box.gids, box.text, strict=True))
        elif isinstance(box, Artifact):
            _count(box.boxes, used)


def _embed(file: File, name: str, face: Face, used: Counter[tuple[int, str]]) -> tuple[Font, str]:
    space = face.hb_font.get_nominal_glyph(ord(" ")) or 0
    gids = sorted({gid or space for gid, _ in used})
    scale = 1000 / face.upem
    widths = {gid: round(face.hb_font.get_glyph_h_advance(gid) * scale, 2) for gid in gids}
    unicode, odd = _unicode(used, space)
    data = subset(face, gids)
    soft = sorted({gid for gid, meaning in used if meaning == SOFT_HYPHEN and gid})
    cids = {gid: cid for cid, gid in enumerate(soft, gids[-1] + 1) if cid <= 0xFFFF}
    mapping, shown = "/Identity", dict(widths)
    if cids:
        glyphs = {gid: gid for gid in gids} | {cid: gid for gid, cid in cids.items()}
        mapping = f" {file.add(Stream('', _glyphs_of_codes(glyphs)))}"
        for gid, cid in cids.items():
            shown[cid], unicode[cid] = widths[gid], SOFT_HYPHEN
    tag = "".join(chr(65 + byte % 26) for byte in sha256(data).digest()[:6])
    base = f"/{tag}+{_postscript_name(face, name)}"
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName{base}{_descriptor(face, scale)}"
        f"/FontFile2 {file.add(Stream(f'/Length1 {len(data)}', data))}>>"
    )
    descendant = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{base}/CIDToGIDMap{mapping}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor}/W[{_width_array(shown)}]>>"
    )
    reference = file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant}]/ToUnicode {file.add(Stream('', _to_unicode(unicode)))}>>"
    )
    codes = {gid: _code(gid) for gid in gids}
    codes[0], widths[0] = codes.get(space, ""), widths.get(space, 0.0)
    suspects = frozenset(gid for gid, _ in odd)
    hyphens = {gid: _code(cid) for gid, cid in cids.items()}
    return Font(name, widths, codes, odd, suspects, hyphens), reference


def _unicode(
    used: Counter[tuple[int, str]], space: int
) -> tuple[dict[int, str], frozenset[tuple[int, str]]]:
    """Choose what each glyph stands for; return that and the pairs that differ from it."""
    ranked = sorted(used.items(), key=lambda item: (-item[1], item[0]))
    chosen: dict[int, str] = {}
    for (gid, meaning), _ in ranked:
        if gid and meaning not in _NEVER:
            chosen.setdefault(gid, " " if meaning in _SPACES else meaning)
    for gid, meaning in used:
        chosen.setdefault(gid or space, "-" if meaning == SOFT_HYPHEN else _NOTHING)
    odd = frozenset(
        (gid, meaning)
        for gid, meaning in used
        if not gid or (meaning != chosen[gid] and not (meaning in _SPACES and chosen[gid] == " "))
    )
    return chosen, odd


def _glyphs_of_codes(glyphs: dict[int, int]) -> bytes:
    """Return the CIDToGIDMap: for each code in order, its glyph."""
    return b"".join(glyphs.get(code, 0).to_bytes(2, "big") for code in range(max(glyphs) + 1))


def _code(gid: int) -> str:
    """Return the two bytes of a glyph as they stand in a literal string."""
    pair = chr(gid >> 8) + chr(gid & 0xFF)
    for plain, escaped in (("\\", "\\\\"), ("(", "\\("), (")", "\\)"), ("\r", "\\r")):
        pair = pair.replace(plain, escaped)
    return pair


def _width_array(widths: dict[int, float]) -> str:
    """Return the W array: runs of neighbouring glyphs, each with its first id."""
    parts: list[str] = []
    run: list[str] = []
    for gid, width in widths.items():
        if gid - 1 not in widths:
            if run:
                parts.append(f"[{' '.join(run)}]")
            parts.append(str(gid))
            run = []
        run.append(f"{width:g}")
    return f"{' '.join(parts)}[{' '.join(run)}]"


def _to_unicode(unicode: dict[int, str]) -> bytes:
    lines = [
        f"<{gid:04X}><{meaning.encode('utf-16-be', 'replace').hex().upper()}>"
        for gid, meaning in sorted(unicode.items())
    ]
    blocks = [
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n"
        for block in (lines[i : i + 100] for i in range(0, len(lines), 100))
    ]
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        f"{''.join(blocks)}endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
    ).encode("ascii")


def _postscript_name(face: Face, default: str) -> str:
    name = face.hb_face.get_name(6) or default  # name id 6: the PostScript name
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_.")) or default


def _descriptor(face: Face, scale: float) -> str:
    """Return the measures and flags of a font descriptor, read from the font's own tables."""
    head, post, os2 = (
        face.hb_face.reference_table(t).data or b"" for t in ("head", "post", "OS/2")
    )
    box = " ".join(f"{round(v * scale)}" for v in unpack_from(">4h", head, 36))
    angle = unpack_from(">i", post, 4)[0] / 65536
    fixed = unpack_from(">I", post, 12)[0]
    weight, family_class = unpack_from(">H", os2, 4)[0], os2[30]
    serif = os2[33] in range(2, 11) if os2[32] == 2 else family_class in range(1, 8)
    flags = 4 | bool(fixed) | serif << 1 | bool(angle) << 6  # 4: codes are the font's own
    return (
        f"/Flags {flags}/FontBBox[{box}]/ItalicAngle {angle:g}"
        f"/Ascent {round(face.ascent * 1000)}/Descent {-abs(round(face.descent * 1000))}"
        f"/CapHeight {round(face.cap_height * 1000)}"
        f"/StemV {round(10 + 220 * (weight - 50) / 900)}"
    )
