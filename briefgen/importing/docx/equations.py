"""Take an equation of Word (OMML), return runs that keep its structure in a line of text.

Exponents and indexes stay raised and lowered, a fraction becomes "(a + b)/c", a root "√(x)".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from briefgen.importing.draft import DraftRun, text_of
from briefgen.record import replace

__all__ = ["equation"]

_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def equation(element: Any) -> Iterator[DraftRun]:
    """Yield the runs of an m:oMath or of what stands in one."""
    for child in element:
        match str(child.tag).removeprefix(_M):
            case "r":
                text = "".join(one.text or "" for one in child.iter(f"{_M}t"))
                if text:
                    yield DraftRun(text)
            case "sSup" | "sSub" | "sSubSup" | "sPre":
                yield from _part(child, "e")
                yield from _script(child, "sub", lowered=True)
                yield from _script(child, "sup", lowered=False)
            case "f":
                yield from _grouped(list(_part(child, "num")))
                yield DraftRun("/")
                yield from _grouped(list(_part(child, "den")))
            case "rad":
                yield from _script(child, "deg", lowered=False)
                yield DraftRun("√")
                yield from _grouped(list(_part(child, "e")), always=True)
            case "nary":
                sign = child.find(f"{_M}naryPr/{_M}chr")
                yield DraftRun(sign.get(f"{_M}val", "∫") if sign is not None else "∫")
                yield from _script(child, "sub", lowered=True)
                yield from _script(child, "sup", lowered=False)
                yield from _part(child, "e")
            case "d":
                signs = {
                    name: found.get(f"{_M}val", default) if found is not None else default
                    for name, default in (("begChr", "("), ("endChr", ")"))
                    for found in [child.find(f"{_M}dPr/{_M}{name}")]
                }
                yield DraftRun(signs["begChr"])
                yield from _part(child, "e")
                yield DraftRun(signs["endChr"])
            case _:
                yield from equation(child)


def _part(element: Any, name: str) -> Iterator[DraftRun]:
    for part in element.findall(f"{_M}{name}"):
        yield from equation(part)


def _script(element: Any, name: str, *, lowered: bool) -> Iterator[DraftRun]:
    for run in _part(element, name):
        yield replace(run, subscript=lowered, superscript=not lowered)


def _grouped(runs: list[DraftRun], *, always: bool = False) -> Iterator[DraftRun]:
    """Yield a part of a fraction, in brackets where it is more than one sign."""
    apart = always or not text_of(runs).strip().isalnum()
    yield from [DraftRun("("), *runs, DraftRun(")")] if apart else runs
