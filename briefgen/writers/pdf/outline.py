"""Take outline entries, return the nested outline: level 1 open to view, deeper levels closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from briefgen.layout.boxes import Anchor, OutlineEntry
from briefgen.record import record
from briefgen.writers.pdf.links import destination
from briefgen.writers.pdf.objects import File, text

__all__ = ["write_outline"]


@record(frozen=False, slots=True)
class _Item:
    entry: OutlineEntry
    number: int
    kids: list[_Item] = field(default_factory=list)


def write_outline(
    file: File, entries: Sequence[OutlineEntry], anchors: dict[str, Anchor]
) -> str | None:
    """Write the outline; return the reference to it, None for no entries.

    An entry goes under the nearest one before it of a lower level, whatever levels are skipped.
    """
    known = [entry for entry in entries if entry.target in anchors]
    if not known:
        return None
    root = _Item(OutlineEntry(0, "", ""), file.reserve())
    path = [root]
    for entry in known:
        while path[-1].entry.level >= max(entry.level, 1):
            path.pop()
        item = _Item(entry, file.reserve())
        path[-1].kids.append(item)
        path.append(item)
    first, last = root.kids[0].number, root.kids[-1].number
    file.put(
        root.number,
        f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(root.kids)}>>",
    )
    _write_kids(file, root)
    return f"{root.number} 0 R"


def _write_kids(file: File, parent: _Item) -> None:
    for index, item in enumerate(parent.kids):
        links = f"/Parent {parent.number} 0 R"
        if index:
            links += f"/Prev {parent.kids[index - 1].number} 0 R"
        if index + 1 < len(parent.kids):
            links += f"/Next {parent.kids[index + 1].number} 0 R"
        if item.kids:
            links += f"/First {item.kids[0].number} 0 R/Last {item.kids[-1].number} 0 R"
            links += f"/Count {-len(item.kids)}"
        file.put(
            item.number,
            f"<</Title{text(item.entry.title)}/Dest{destination(item.entry.target)}{links}>>",
        )
        _write_kids(file, item)
