"""Take a number and how it is printed, return the number format that prints it so in Office."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["number_format"]

_NUMBER: Final = re.compile(r"\d+(?:[.,\u0020\u00a0\u202f\u2009'’]\d+)*")
_SIGNS: Final = "-−–"
_SCALES: Final = (1.0, 1e3, 1e6, 1e9, 1e12)


def number_format(value: float, shown: str) -> str:
    """Return the format code by which `value` reads as `shown`, "" if there is none.

    Signs for decimals and thousands are then those of the reader's computer.
    """
    found = _NUMBER.search(shown)
    if found is None or '"' in shown:
        return ""
    before, after = shown[: found.start()], shown[found.end() :]
    digits = re.sub(r"\D", "", found[0])
    groups = re.split(r"\D", found[0])
    for thousands, scale in enumerate(_SCALES):
        for decimals in {len(groups[-1]) if len(groups) > 1 else 0, 0}:
            if f"{abs(value) / scale:.{decimals}f}".replace(".", "") != digits:
                continue
            whole = len(groups) - 1 if decimals else len(groups)
            code = ("#,##0" if whole > 1 else "0") + ("." + "0" * decimals if decimals else "")
            code += "," * thousands
            sign = next((char for char in before if char in _SIGNS), "−")
            plain = before.replace(sign, "")
            return f"{_said(plain)}{code}{_said(after)};{_said(sign + plain)}{code}{_said(after)}"
    return ""


def _said(text: str) -> str:
    return f'"{text}"' if text else ""
