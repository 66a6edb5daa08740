"""Take a colour as it is written ("#0b4a7f"), return it; how light it is, and how one reads."""

from __future__ import annotations

from functools import cache

__all__ = ["BLACK", "WHITE", "channels", "contrast", "mixed", "paler", "read_colour"]

BLACK, WHITE = "#000000", "#ffffff"


def read_colour(written: object) -> str | None:
    """Return "#rrggbb" in small letters, None for what is none."""
    text = str(written).lower()
    digits = text.removeprefix("#")
    right = len(text) == 7 and len(digits) == 6 and not set(digits) - set("0123456789abcdef")
    return text if right else None


@cache
def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a "#rrggbb" of sRGB, each from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with a `share` of `other` in it, from 0 to 1."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def paler(colour: str) -> str:
    """Return "#rrggbb" mixed with white: the second of two colours that belong together."""
    return mixed(colour, WHITE, 0.4)


@cache
def contrast(colour: str, ground: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    dark, light = sorted((_luminance(colour), _luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)
