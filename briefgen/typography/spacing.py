"""Distances and shares that layout and the Word writer have in common; lengths are points."""

from __future__ import annotations

from typing import Final

__all__ = [
    "COLUMN_GAP",
    "COVER_SHARE",
    "MARKER_GAP",
    "MOST_COLUMNS",
    "NARROWEST",
    "NARROW_TABLE",
    "NUMBER_COLUMNS",
    "ROW_GAP",
    "SHORT_CITATION",
    "SHORT_RULE",
]

ROW_GAP: Final = 14.0
"""Between blocks that stand side by side."""

COLUMN_GAP: Final = 20.0
"""Between balanced columns."""

MOST_COLUMNS: Final = 12

COVER_SHARE: Final = 0.3
"""The share of a cover's free height that stands above its text."""

NARROWEST: Final = 36.0
"""No indent makes a column narrower than this."""

NARROW_TABLE: Final = 0.6
"""A table that wants less than this share of the column is not stretched to all of it."""

SHORT_RULE: Final = 56.0
"""The length of the short rule between parts."""

MARKER_GAP: Final = 0.35
"""The least distance between the marker of a list item and its text, in ems."""

SHORT_CITATION: Final = 28
"""A citation group of up to so many characters is never broken."""

NUMBER_COLUMNS: Final = (0.0, 22.0, 28.0, 34.0, 40.0)
"""The least width of the numbers in the contents, by the level of the heading."""
