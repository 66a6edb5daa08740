"""Take a face and glyphs, return a font program with the outlines of these glyphs only."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.typography.faces import Face

__all__ = ["subset"]

_NEEDED = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"})
"""The tables of a TrueType font program in a PDF (ISO 32000-1, 9.9)."""

_VARIATIONS = frozenset({"fvar", "gvar", "avar", "HVAR"})
"""What a variable font needs until its default instance has been taken."""


def subset(face: Face, gids: Iterable[int]) -> bytes:
    """Return a TrueType program with the outlines of `gids` only, all at their old numbers.

    It is what FontFile2 of a CIDFontType2 takes. Same glyphs, same bytes.
    """
    import uharfbuzz as hb

    job = hb.SubsetInput()
    flags = hb.SubsetFlags
    job.flags = (
        flags.RETAIN_GIDS | flags.NO_HINTING | flags.NOTDEF_OUTLINE | flags.NO_LAYOUT_CLOSURE
    )
    if face.hb_face.has_var_data:
        job.pin_all_axes_to_default(face.hb_face)
    job.glyph_set.update({0, *gids})
    dropped = sorted(set(face.hb_face.table_tags) - _NEEDED - _VARIATIONS)
    job.drop_table_tag_set.update([int.from_bytes(tag.encode("ascii"), "big") for tag in dropped])
    return bytes(job.subset(face.hb_face).blob.data)
