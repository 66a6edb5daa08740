"""Take a date in ISO 8601, return year, month and day as numbers, as far as it states them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final, TypeAlias

__all__ = [
    "MONTHS",
    "DateParts",
    "document_time",
    "first_day",
    "in_calendar",
    "month_number",
    "read_iso",
    "to_iso",
]

DateParts: TypeAlias = tuple[int, ...]
"""Year; year and month; or year, month and day."""

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def read_iso(text: str) -> DateParts | None:
    """Return the parts of "2024", "2024-06" or "2024-06-26", None for what no calendar has."""
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", text)
    parts = tuple(int(part) for part in found.groups() if part) if found else ()
    return parts if parts and in_calendar(parts) else None


def to_iso(parts: Sequence[int]) -> str:
    """Return `parts` as ISO 8601."""
    return "-".join(f"{part:02}" for part in parts)


def in_calendar(parts: Sequence[int]) -> bool:
    """Tell whether the calendar has a day, a month or a year; years are 1 to 9999."""
    try:
        first_day(parts)
    except ValueError:
        return False
    return True


def first_day(parts: Sequence[int]) -> date:
    """Return the day, or the first of a month or a year; raise `ValueError` for none."""
    year, month, day = (*parts, 1, 1)[:3]
    return date(year, month, day)


def month_number(name: str) -> int:
    """Return 1 to 12 for the English name of a month or its first three letters, else 0."""
    short = name[:3].title()
    numbers = (n for n, month in enumerate(MONTHS, 1) if month.startswith(short))
    return next(numbers, 0) if len(short) == 3 else 0


def document_time(written: str) -> datetime | None:
    """Return the time of a document: SOURCE_DATE_EPOCH, else the date it bears, never the clock.

    None where there is neither. A month or a year stands for its first day.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (OverflowError, ValueError, OSError):
            return None
    parts = read_iso(written.strip())
    return datetime.combine(first_day(parts), datetime.min.time(), UTC) if parts else None
