"""Take the elements of a page, return draft blocks with what the elements state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from briefgen.importing.draft import (
    DraftBlock,
    DraftCell,
    DraftParagraph,
    DraftRun,
    Grid,
    ItemHint,
    LeftOut,
    Location,
    SourceEntry,
    as_cell,
    clean,
)
from briefgen.importing.html.elements import (
    BLOCKS,
    UNSEEN,
    alignment,
    collapsed,
    counted,
    is_layout,
    not_bold,
    pictures_math,
    shown,
    tex,
    whole_number,
)
from briefgen.importing.html.looks import address, is_hidden, look_of
from briefgen.importing.html.notes import NOTE, SOURCES, Footnotes
from briefgen.importing.pictures import ImportedImages
from briefgen.importing.sources import is_source_heading
from briefgen.record import replace

__all__ = ["PageReader"]

_SKIPPED: Final = frozenset(
    "script style nav noscript template svg button select textarea iframe object embed "
    "canvas audio video head aside".split()
)
_CHROME: Final = ("mw-editsection", "mw-cite-backlink", "mw-jump-link", "noprint")
_MARKED: Final = re.compile(r"\[?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]?")
_PAGES: Final = re.compile(r"\s*:\s*(?P<where>(?:(?:pp?|ch|sec)\.\s*)?[\divxlc][\w.,–-]*)\s*")
_BACK: Final = re.compile(r"[\s↑↩⏎^⤴︎\ufe0e\ufe0f]*")
_STYLES: Final = {"title": "title", "msotitle": "title", "subtitle": "subtitle",
                  "msosubtitle": "subtitle", "abstract": "abstract"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Context:
    """What the enclosing elements state of a paragraph."""

    level: int = 0
    style: str = ""
    item: ItemHint | None = None
    anchor: str = ""


@dataclass(slots=True)
class PageReader:
    """Reads blocks; `rules` are declarations by class, `notes` are the elements read separately."""

    rules: Mapping[str, str]
    notes: Footnotes
    pictures: ImportedImages
    works: list[SourceEntry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    blocks: list[DraftBlock] = field(default_factory=list)
    _runs: list[DraftRun] = field(default_factory=list)
    _depth: int = -1
    _line: int = 1

    def read(self, element: Any) -> list[DraftBlock]:
        """Return the blocks in `element`."""
        kept = self.blocks, self._runs, self._depth
        self.blocks, self._runs, self._depth = [], [], -1
        self._children(element, DraftRun(""), _Context())
        self._flush(_Context())
        blocks = self.blocks
        self.blocks, self._runs, self._depth = kept
        return blocks

    # --------------------------------------------------------------------------------- blocks

    def _children(self, element: Any, look: DraftRun, context: _Context) -> _Context:
        """Read the content of `element`; return the context of the next paragraph in it."""
        self._text(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                context = self._element(child, look, context)
            self._text(child.tail, look)
        return context

    def _element(self, element: Any, look: DraftRun, context: _Context) -> _Context:
        if self._is_skipped(element):
            self.leave_out(element)
            return context
        if element.tag not in BLOCKS:
            self._inline(element, look, context)
            return context
        context = self._flush(context)
        self._line = whole_number(element.get("data-line"), element.sourceline or self._line)
        if element.get(NOTE):
            return context
        look = replace(look_of(element, look, self.rules), link=look.link)
        own = replace(context, anchor=element.get("id") or context.anchor)
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                style = self._style(element)
                level = 0 if style else int(element.tag[1])
                self._block(element, replace(look, bold=False),
                            _Context(level, style, anchor=own.anchor))  # fmt: skip
            case "ul" | "ol" | "menu":
                self._list(element, look)
            case "table":
                self._table(element, look, own)
            case "pre":
                self._code(element)
            case "hr":
                self.blocks.append(DraftParagraph((), Location(self._line), style="rule"))
            case "blockquote":
                self._block(element, look, replace(own, style="quote"))
            case "dt" | "dd":
                style = "term" if element.tag == "dt" else "definition"
                self._block(element, look, _Context(style=style))
            case "figure":
                self._figure(element, look, own)
            case _:
                style = self._style(element)
                own = self._block(element, look, replace(own, style=style) if style else own)
                return replace(context, item=own.item)
        return _further(context)

    def _block(self, element: Any, look: DraftRun, context: _Context) -> _Context:
        return self._flush(self._children(element, look, context))

    def _style(self, element: Any) -> str:
        names = (element.get("class") or "").casefold().split()
        return next((_STYLES[name] for name in names if name in _STYLES), "")

    def leave_out(self, element: Any) -> None:
        """Say what of the page is not taken, if it says anything."""
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return
        text = " ".join(shown(element).split())
        links = [address(link) for one in element.iter("a") if (link := one.get("href"))]
        pictures = [f"image {one.get('src')} {one.get('alt') or ''}" for one in element.iter("img")]
        if said := " ".join([text, *links, *pictures]).strip():
            hidden = is_hidden(element, self.rules)
            why = "hidden on the page" if hidden else "a part of the page beside the report"
            self.left_out.append(LeftOut(Location(element.sourceline or self._line), said, why))

    def _is_skipped(self, element: Any) -> bool:
        role = element.get("role") or ""
        skipped = (
            element.tag in _SKIPPED
            or role == "navigation"
            or any(name in (element.get("class") or "") for name in _CHROME)
            or is_hidden(element, self.rules)
        )
        return skipped and not element.get(NOTE)

    def _flush(self, context: _Context) -> _Context:
        """Make a paragraph of the runs so far; return the context of the next one."""
        runs = collapsed(self._runs)
        self._runs = []
        if not runs:
            return context
        place = Location(self._line)
        self.blocks.append(
            DraftParagraph(
                runs,
                place,
                context.level,
                "" if context.item else context.style,
                item=context.item,
                anchor=context.anchor,
            )
        )
        return _further(context)

    def _list(self, element: Any, look: DraftRun) -> None:
        apart = (
            bool(SOURCES.search(element.get("class") or ""))
            and not (self.blocks and is_source_heading(self.blocks[-1]))
        )  # fmt: skip
        kept = self.blocks
        if apart:
            self.blocks = []
        self._depth += 1
        ordered = element.tag == "ol"
        number = whole_number(element.get("start"), 1)
        style = element.get("type") or "1"
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if self._is_skipped(child):
                self.leave_out(child)
                continue
            if child.tag != "li":
                self._element(child, look, _Context())
                self._flush(_Context())
                continue
            self._line = whole_number(child.get("data-line"), child.sourceline or self._line)
            if not child.get(NOTE):
                number = whole_number(child.get("value"), number)
                marker = f"{counted(number, style)}." if ordered else "•"
                item = ItemHint(self._depth, ordered, marker)
                start = len(self.blocks)
                self._block(child, look, _Context(item=item))
                if apart:
                    self._take_work(start, number)
            number += 1
        self._depth -= 1
        if apart:
            self.blocks = kept

    def _take_work(self, start: int, number: int) -> None:
        runs: list[DraftRun] = []
        for block in self.blocks[start:]:
            if isinstance(block, DraftParagraph):
                runs += [DraftRun(" "), *block.runs] if runs else block.runs
        if runs:
            self.works.append(SourceEntry(str(number), clean(runs), Location(self._line)))

    def _code(self, element: Any) -> None:
        inner = element.find("code")
        names = " ".join(one.get("class") or "" for one in (element, inner) if one is not None)
        language = re.search(r"\b(?:language|lang|highlight-source)-([\w+#.-]+)", names)
        text = "".join(element.itertext()).strip("\n")
        if text.strip():
            self.blocks.append(
                DraftParagraph((DraftRun(text),), Location(self._line), style="code",
                          language=language[1] if language else "")
            )  # fmt: skip

    def _figure(self, element: Any, look: DraftRun, context: _Context) -> None:
        """Read a figure; its caption becomes the alternative text of an image without one."""
        start = len(self.blocks)
        self._block(element, look, context)
        blocks = self.blocks[start:]
        caption = element.find(".//figcaption")
        words = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
        if len(blocks) != 2 or not words:
            return
        picture, text = sorted(
            blocks,
            key=lambda b: not (isinstance(b, DraftParagraph) and any(r.image for r in b.runs)),
        )
        if isinstance(text, DraftParagraph) and isinstance(picture, Grid) and not picture.caption:
            self.blocks[start:] = [replace(picture, caption=text.runs)]
        elif isinstance(picture, Grid) or not isinstance(picture, DraftParagraph):
            return
        elif isinstance(text, Grid):
            self.blocks[start:] = [replace(text, caption=text.caption or picture.runs)]
        elif len(picture.runs) == 1 and picture.runs[0].text in ("", words):
            self.blocks[start:] = [replace(picture, runs=(replace(picture.runs[0], text=words),))]
        elif isinstance(text, DraftParagraph):
            self.blocks[start:] = [picture, replace(text, style="caption")]

    # --------------------------------------------------------------------------------- tables

    def _table(self, table: Any, look: DraftRun, context: _Context) -> None:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        caption = table.find("caption")
        cells_in = [[c for c in row if c.tag in ("td", "th")] for row in rows]
        if not rows or max(map(len, cells_in)) == 0:
            self._block(table, look, context)
            return
        if len(rows) == 1 and len(cells_in[0]) == 1:  # a box around text
            self._block(cells_in[0][0], look, context)
            return
        if is_layout(table):
            for cell in (cell for cells in cells_in for cell in cells):
                self._block(cell, look, context)
            return
        place = Location(self._line)
        grid: dict[tuple[int, int], DraftCell] = {}
        letters: dict[int, str] = {}
        header = 0
        for r, (row, cells) in enumerate(zip(rows, cells_in, strict=True)):
            column = 0
            for cell in cells:
                while (r, column) in grid:
                    column += 1
                across = min(whole_number(cell.get("colspan"), 1), 50)
                down = min(whole_number(cell.get("rowspan"), 1) or len(rows), len(rows) - r)
                for y in range(r, r + max(down, 1)):
                    for x in range(column, column + max(across, 1)):
                        grid[y, x] = ()
                grid[r, column] = as_cell(self.read(cell))
                letters.setdefault(column, alignment(cell))
            in_head = row.getparent().tag == "thead" or (
                bool(cells) and all(cell.tag == "th" for cell in cells)
            )
            if in_head and header == r:
                header += 1
        width = max(x for _, x in grid) + 1
        made = tuple(tuple(grid.get((r, c), ()) for c in range(width)) for r in range(len(rows)))
        if not any(any(row) for row in made):
            return
        title = as_cell(self.read(caption)) if caption is not None else ()
        shown = "".join(letters.get(c, "-") for c in range(width))
        header = max(header, 1)
        made = (*(tuple(map(not_bold, row)) for row in made[:header]), *made[header:])
        self.blocks.append(Grid(made, place, header, title, shown if shown.strip("-") else ""))

    # -------------------------------------------------------------------------------- inlines

    def _text(self, text: str | None, look: DraftRun) -> None:
        if text:
            shown = re.sub(r"[ \t\r\n\f]+", " ", text)
            if look.superscript and re.fullmatch(r"[\[\]\d\s,–-]+", shown):
                shown = re.sub(r"\]\s*\[", ",", shown).strip("[]")
            self._runs.append(replace(look, text=shown))

    def _inline(self, element: Any, look: DraftRun, context: _Context) -> None:
        match element.tag:
            case "br":
                self._runs.append(replace(look, text="\n"))
                return
            case "wbr":
                return
            case "img" if "mwe-math" in (element.get("class") or "") or pictures_math(element):
                return
            case "img":
                source = element.get("src") or element.get("data-src") or ""
                if source:
                    run = self.pictures.run(source, element.get("alt") or "", self._line)
                    self._runs.append(replace(run, link=run.link or look.link))
                return
            case "q":
                self._text("“", look)
                self._children(element, look, context)
                self._text("”", look)
                return
            case "a":
                if self._mark(element, look) or self._empty_link(element, look):
                    return
            case "math":
                self._runs.append(replace(look, text=tex(element), code=True))
                return
            case "input" if (element.get("type") or "").casefold() == "checkbox":
                self._text("[x] " if element.get("checked") is not None else "[ ] ", look)
                return
            case "sup":
                if self._locator(element):
                    return
                self._part_numbers()
        own = look_of(element, look, self.rules)
        self._children(element, own, context)

    def _mark(self, element: Any, look: DraftRun) -> bool:
        """Read a link that is the mark of a note or source, or leads back to one; else False."""
        target = element.get("href") or ""
        if not target.startswith("#"):
            return False
        text = "".join(element.itertext()).strip()
        key = self.notes.keys.get(target[1:])
        if key and (len(text) <= 6 or text.startswith("[^")):
            while self._runs and not self._runs[-1].text.strip("[( ") and not self._runs[-1].note:
                self._runs.pop()
            self._runs.append(DraftRun("" if text.startswith("[^") else text, note=key))
            return True
        if text.startswith("[^"):  # the mark of a note that is defined nowhere
            self._text(text, look)
            return True
        if target[1:] in self.notes.marks or (text and _BACK.fullmatch(text)):
            return True  # the way back to where the note belongs
        if (label := self.notes.items.get(target[1:])) and len(text) <= 12:
            self._runs.append(DraftRun(text, cites=(label,)))
            return True
        if _MARKED.fullmatch(text):
            self._part_numbers()
            self._runs.append(replace(look, text=text.strip("[]"), superscript=True, link=""))
            return True
        return False

    def _empty_link(self, element: Any, look: DraftRun) -> bool:
        """Read a link that shows nothing: its address, or a note that it is left out."""
        target = address(element.get("href") or "")
        if not target or target.startswith("#") or "".join(element.itertext()).strip():
            return False
        if len(element) == 0:
            self._runs.append(replace(look, text=target, link=target))
            return True
        if next(element.iter("img"), None) is None:
            self.leave_out(element)
            return True
        return False

    def _locator(self, element: Any) -> bool:
        """Read the pages behind the mark of a work (":p. 7"); False if it is something else."""
        last = self._runs[-1] if self._runs else None
        match = _PAGES.fullmatch("".join(element.itertext()))
        if match is None or last is None or not last.cites:
            return False
        label = "" if match["where"].startswith(("p", "ch", "sec")) else "p. "
        self._runs[-1] = replace(last, text=last.text + match[0], locator=label + match["where"])
        return True

    def _part_numbers(self) -> None:
        """Put a comma between superscript numbers in adjoining elements, so that they stay two."""
        last = self._runs[-1] if self._runs else None
        if last is not None and last.superscript and last.text[-1:].isdigit():
            self._runs.append(replace(last, text=","))


def _further(context: _Context) -> _Context:
    """Return the context of a second paragraph in the same element."""
    item = context.item
    if item is not None and not item.continues:
        item = item._replace(continues=True)
    return replace(context, item=item, anchor="")
