"""Take the body of a DOCX, return draft blocks: paragraphs with their hints, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from briefgen.importing.docx.runs import Holder, RunReader
from briefgen.importing.docx.styles import ListCounters, tag, value, whole, within
from briefgen.importing.draft import (
    DraftBlock,
    DraftCell,
    DraftParagraph,
    DraftRun,
    Grid,
    ItemHint,
    LeftOut,
    Location,
    Runs,
    as_cell,
    clean,
)
from briefgen.record import replace

__all__ = ["BodyReader"]

_WRAPPERS: Final = frozenset(map(tag, ("ins", "moveTo", "customXml", "smartTag", "sdtContent")))
_BULLET: Final = re.compile(r"[•‣◦▪●○·]\s+(?=\S)")


@dataclass(slots=True)
class BodyReader:
    """Reads blocks; `anchors` are the bookmarks that have a link to them."""

    runs: RunReader
    numbering: ListCounters
    anchors: frozenset[str]
    holder: Holder
    count: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    _pending: list[DraftRun] = field(
        default_factory=list
    )  # a drop cap, or a paragraph to be joined

    def read(self, parent: Any) -> list[DraftBlock]:
        """Return the blocks of a body, a note, a text box or a table cell."""
        return list(_joined(self._blocks(parent)))

    def _blocks(self, parent: Any) -> Iterator[DraftBlock]:
        for child in parent:
            if child.tag == tag("p"):
                yield from self._paragraph(child)
            elif child.tag == tag("tbl"):
                yield from self._table(child)
            elif child.tag == tag("sdt") and _is_listing(child):
                for paragraph in child.iter(tag("p")):
                    self._leave_out(paragraph)
            elif child.tag == tag("sdt"):
                for content in child.findall(tag("sdtContent")):
                    yield from self._blocks(content)
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child)
            elif child.tag in (tag("del"), tag("moveFrom")):
                self.runs.report_deletion()
        if self._pending:  # nothing follows that it could be joined with
            rest, self._pending = clean(self._pending), []
            yield DraftParagraph(rest, Location(self.count))

    def _leave_out(self, paragraph: Any) -> None:
        """Say that the line of a contents, a list of figures or an index is left out."""
        self.count += 1
        text = "".join(
            one.text or "" if one.tag == tag("t") else " "
            for one in paragraph.iter(tag("t"), tag("tab"))
        )
        why = "a line of the contents, of a list of figures or of an index, which are made anew"
        if text.strip():
            self.left_out.append(LeftOut(Location(self.count), text, why))

    def _paragraph(self, element: Any) -> Iterator[DraftBlock]:
        self.count += 1
        place = Location(self.count)
        properties = element.find(tag("pPr"))
        style_id = value(properties, "pStyle")
        styles = self.runs.styles
        look = styles.look(style_id)
        level, kind = styles.level(style_id), styles.kind(style_id)
        if kind and kind != "code":  # the look of a caption's style is no emphasis
            look = replace(look, bold=False, italic=False)
        listing = self.runs.listing
        read = list(self.runs.read(element, look, self.holder))
        listing = listing or self.runs.listing or self.runs.ended_listing
        self.runs.ended_listing = False
        if kind == "toc" or (listing and not level):
            self.count -= 1
            self._leave_out(element)
            return
        capital = within(properties, "framePr")
        if (capital is not None and capital.get(tag("dropCap"), "none") != "none") or (
            within(properties, "rPr/del") is not None and read
        ):
            plain = [replace(run, superscript=False, subscript=False) for run in read]
            self._pending += plain if capital is not None else read
            return
        read, self._pending = [*self._pending, *read], []
        runs = clean(map(_parted, clean(read)))
        boxes, self.runs.boxes = self.runs.boxes, []
        outline = value(properties, "outlineLvl")
        if outline:
            level = whole(outline, 9) + 1 if whole(outline, 9) < 9 else 0
        if not runs:
            if not boxes and within(properties, "pBdr/bottom") is not None:
                yield DraftParagraph((), place, style="rule")
        elif level:
            anchor = next((name for name in _bookmarks(element) if name in self.anchors), "")
            yield DraftParagraph(runs, place, min(level, 6), size=look.size, anchor=anchor)
        else:
            item = None if kind in ("title", "subtitle", "caption") else self._item(element)
            match = _BULLET.match(runs[0].text)
            if match and item is None and not kind:
                item = ItemHint(0, False, match[0].strip())
                runs = clean((replace(runs[0], text=runs[0].text[match.end() :]), *runs[1:]))
            inked = [run for run in runs if run.text.strip() or run.image]
            if inked and all(run.code for run in inked):
                kind = kind or "code"
            if kind == "more":
                item = ItemHint(0, False, "", continues=True)
                kind = ""
            size = self._size(element, look.size)
            yield DraftParagraph(runs, place, style="" if item else kind, item=item, size=size)
        for box in boxes:
            yield from self._blocks(box)

    def _size(self, element: Any, base: float) -> float:
        """Return the size of the largest run that has text."""
        look = self.runs.styles.base
        sizes = []
        for run in element.iter(tag("r")):
            if any((text.text or "").strip() for text in run.findall(tag("t"))):
                own = look.with_properties(run.find(tag("rPr"))).size
                stated = value(run.find(tag("rPr")), "sz")
                sizes.append(own if stated else base)
        return max(sizes, default=base)

    def _item(self, element: Any) -> ItemHint | None:
        properties = element.find(tag("pPr"))
        number, level = self.runs.styles.numbering(value(properties, "pStyle"))
        number = value(properties, "numPr/numId", number)
        level = value(properties, "numPr/ilvl", level)
        if not number:
            return None
        depth = whole(level, 0, 8)
        item = self.numbering.item(number, depth)
        if item is None:
            return None
        ordered, marker = item
        depth = depth or self.runs.styles.depth(value(properties, "pStyle"))
        return ItemHint(depth, ordered, marker)

    # --------------------------------------------------------------------------------- tables

    def _table(self, table: Any) -> Iterator[DraftBlock]:
        rows: list[list[DraftCell]] = []
        header = 0
        for row in _under(table, "tr"):
            cells: list[DraftCell] = []
            cells += [()] * whole(value(row, "trPr/gridBefore"))
            for cell in _under(row, "tc"):
                span = whole(value(cell, "tcPr/gridSpan"), 1)
                merged = within(cell, "tcPr/vMerge")
                covered = merged is not None and merged.get(tag("val"), "continue") == "continue"
                cells.append(() if covered else as_cell(self._blocks(cell)))
                cells += [()] * (span - 1)
            if within(row, "trPr/tblHeader") is not None and header == len(rows):
                header += 1
            rows.append(cells)
        place = Location(self.count)
        width = max(map(len, rows), default=0)
        if width == 1 and len(rows) == 1:  # a box around text
            for cell in table.iter(tag("tc")):
                yield from self._blocks(cell)
                return
        if not any(any(row) for row in rows):
            return
        header = max(header, 1)
        full = [tuple([*row, *[()] * width][:width]) for row in rows]
        full[:header] = [tuple(map(_not_bold, row)) for row in full[:header]]
        yield Grid(tuple(full), place, header)


def _under(parent: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, including those in content controls."""
    for child in parent:
        if child.tag == tag(name):
            yield child
        elif child.tag == tag("sdt") or child.tag in _WRAPPERS:
            yield from _under(child, name)


def _is_listing(control: Any) -> bool:
    """Tell whether a content control is a table of contents, of Word's gallery."""
    gallery = value(control, "sdtPr/docPartObj/docPartGallery")
    return gallery in ("Table of Contents", "Table of Figures", "Index")


def _bookmarks(element: Any) -> Iterator[str]:
    for bookmark in element.iter(tag("bookmarkStart")):
        yield bookmark.get(tag("name"), "")


def _parted(run: DraftRun) -> DraftRun:
    """Return superscript "[1][2]" as "1,2", without the link to the entry of the list."""
    if not (run.superscript and re.fullmatch(r"[\[\]\d\s,–-]+", run.text)):
        return run
    text = re.sub(r"\]\s*\[", ",", run.text).strip("[]")
    return replace(run, text=text, link="" if run.link.startswith("#") else run.link)


def _not_bold(runs: Runs) -> Runs:
    """Remove the bold of a header cell that is all bold, because headers are set bold anyway."""
    if all(run.bold for run in runs if run.text.strip()):
        return clean(replace(run, bold=False) for run in runs)
    return runs


def _joined(blocks: Iterable[DraftBlock]) -> Iterator[DraftBlock]:
    """Join consecutive lines of code into one block."""
    last: DraftBlock | None = None
    for block in blocks:
        if _is_code(last) and _is_code(block):
            assert isinstance(last, DraftParagraph)  # noqa: S101 - _is_code looked
            assert isinstance(block, DraftParagraph)  # noqa: S101
            last = replace(last, runs=(*last.runs, DraftRun("\n", code=True), *block.runs))
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _is_code(block: DraftBlock | None) -> bool:
    return isinstance(block, DraftParagraph) and block.style == "code"
