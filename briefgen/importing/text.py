"""Take a text file, return its `Draft`: a paragraph for each line, or for lines that were wrapped.

The text itself states underlined headings, code in fences, rules, tables with tabs, pipes or
columns of spaces, and blank lines. The passes find the rest.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, Span
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftParagraph,
    DraftRun,
    Grid,
    ItemHint,
    Location,
)

__all__ = ["decode", "read", "read_text"]

_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,}|\*{3,}|_{3,})\s*$")
_FENCE = re.compile(r"\s*```\s*[\w+#-]*\s*$")
_RULE = re.compile(r"\s*([-*_=~─—])(?:\s*\1){2,}\s*$")
_BULLET = re.compile(r"(\s*)([-*•‣◦▪●○·–—])(\s+)(?=\S)")
_NUMBERED = re.compile(r"\s*(?:\[\w{1,12}\]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)])\s+\S")
_COLUMNS = re.compile(r"(?<=\S)(?:\s*\t\s*|\s{3,})(?=\S)")
_NUMBER = re.compile(r"(?:[\d.]+|\(?\w{1,4}[.)]|[-*•‣◦▪●○·–—])\t")  # a heading's, an item's
_BROKEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[-/_=&?]$")
_DELIMITERS = re.compile(r"[\s|:+=-]*-[\s|:+=-]*$")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f]")


def read(path: Path, sink: Diagnostics) -> Draft:
    """Read the text file at `path`; raise `BriefgenError` if it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = f"cannot read '{path}': {error.strerror}"
        raise BriefgenError([Diagnostic("error", "unreadable", reason)]) from error
    return read_text(decode(data, str(path), sink))


def decode(data: bytes, file: str, sink: Diagnostics) -> str:
    """Return the text of `data`: UTF-8, UTF-16 with its mark, or else Windows-1252 (reported)."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        sink.warning(
            "not-utf8",
            f"byte 0x{data[error.start]:02X} is no UTF-8; the file was read as Windows-1252",
            Span(file, line),
            "look at its accents and quotation marks",
        )
        return data.decode("cp1252", "replace")


def read_text(text: str) -> Draft:
    """Read a report from `text`."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
    lines = [line.rstrip() for line in text.replace("\x0c", "\n").split("\n")]
    return Draft(tuple(_Reader(lines).read()), plain=True)


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.width = _wrap_width(lines)
        self.blocks: list[DraftBlock] = []
        self.underlines: list[str] = []
        self.blanks = 0
        self.open = -1  # the last line of the last paragraph, if the next line may continue it

    def read(self) -> list[DraftBlock]:
        at = 0
        while at < len(self.lines):
            at = self._take(at)
        return self.blocks

    def _take(self, at: int) -> int:
        line = self.lines[at]
        if not line.strip():
            self.blanks += 1
            self.open = -1
            return at + 1
        if _FENCE.match(line):
            return self._code(at)
        if (end := self._grid(at)) > at:
            self.blanks, self.open = 0, -1
            return end
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        under = _UNDERLINE.match(following)
        if under and self._underlines(line, under[1]):
            mark = under[1][0]
            if mark not in self.underlines:
                self.underlines.append(mark)
            self._add(line, at, level=self.underlines.index(mark) + 1)
            self.open = -1
            return at + 2
        if _RULE.match(line):
            self._add("", at, style="rule")
            self.open = -1
            return at + 1
        bullet = _BULLET.match(line)
        if bullet and not (bullet[2] in "–—" and self.open >= 0):
            level = len(bullet[1].expandtabs(4)) // 2
            self._add(line, at, start=bullet.end(), item=ItemHint(level, False, bullet[2]))
        elif self._goes_on(at):
            last = self.blocks[-1]
            assert isinstance(last, DraftParagraph)  # noqa: S101 - only paragraphs stay open
            (run,) = last.runs
            apart = "" if _BROKEN_ADDRESS.search(run.text) else " "
            joined = f"{run.text}{apart}{line.strip()}"
            self.blocks[-1] = DraftParagraph(
                (DraftRun(joined),), last.place, item=last.item, blank_before=last.blank_before
            )
        else:
            self._add(line, at)
        self.open = at if self.width else -1
        return at + 1

    def _add(
        self,
        line: str,
        at: int,
        *,
        start: int = 0,
        level: int = 0,
        style: str = "",
        item: ItemHint | None = None,
    ) -> None:
        text = line[start:]
        column = start + len(text) - len(text.lstrip()) + 1
        runs = (DraftRun(text.strip()),) if text.strip() else ()
        place = Location(at + 1, column)
        self.blocks.append(
            DraftParagraph(runs, place, level, style, item=item, blank_before=self.blanks)
        )
        self.blanks = 0

    def _goes_on(self, at: int) -> bool:
        """Tell whether the line continues a wrapped paragraph."""
        if self.open != at - 1 or at == 0:
            return False
        before, line = self.lines[at - 1], self.lines[at]
        first = line.split()[0]
        if len(before.strip()) + 1 + len(first) < self.width * 0.9:
            return False  # the next word would have fitted, so the author broke the line
        return not _NUMBERED.match(line)

    def _underlines(self, line: str, marks: str) -> bool:
        length = len(line.strip())
        return length <= 100 and 0.5 * length <= len(marks) <= 2 * length + 4

    def _code(self, at: int) -> int:
        end = at + 1
        while end < len(self.lines) and not self.lines[end].lstrip().startswith("```"):
            end += 1
        code = "\n".join(self.lines[at + 1 : end])
        language = self.lines[at].strip().strip("`").strip()
        self.blocks.append(
            DraftParagraph((DraftRun(code),), Location(at + 1), style="code", language=language)
        )
        self.blanks, self.open = 0, -1
        return end + 1

    # ------------------------------------------------------------------------------- tables

    def _grid(self, at: int) -> int:
        """Read a table that begins at line `at`; return where it ends, or `at` if none does."""
        for split, fewest in ((_pipe_cells, 2), (_column_cells, 3)):
            rows: list[list[str]] = []
            end = at
            while end < len(self.lines):
                line = self.lines[end]
                if rows and _DELIMITERS.fullmatch(line) and line.strip():
                    end += 1
                    continue
                cells = split(line)
                if len(cells) < 2 or (rows and len(cells) > len(rows[0])):
                    break
                if rows and len(cells) < len(rows[0]) and split is _column_cells:
                    break
                rows.append(cells)
                end += 1
            if len(rows) >= (2 if split is _column_cells and "\t" in self.lines[at] else fewest):
                width = len(rows[0])
                cells_of = [
                    tuple(
                        (DraftRun(cell),) if cell else () for cell in [*row, *[""] * width][:width]
                    )
                    for row in rows
                ]
                self.blocks.append(Grid(tuple(cells_of), Location(at + 1)))
                return end
        return at


def _pipe_cells(line: str) -> list[str]:
    text = line.strip()
    if text.count("|") < 2 or not (text.startswith("|") or text.endswith("|")):
        return []
    return [cell.strip() for cell in text.removeprefix("|").removesuffix("|").split("|")]


def _column_cells(line: str) -> list[str]:
    text = line.strip()
    if "\t" in text and not _NUMBER.match(text):
        return [cell.strip() for cell in text.split("\t")]
    if _BULLET.match(line) or _NUMBERED.match(line):
        return []
    return _COLUMNS.split(text)


def _wrap_width(lines: list[str]) -> int:
    """Return the width at which paragraphs were wrapped, or 0 if each line is a paragraph."""
    inked = [
        line for line in lines if line.strip() and "://" not in line
    ]  # an address cannot break
    lengths = sorted(map(len, inked))
    if not lengths or lengths[-1] > 130:
        return 0
    width = lengths[int(len(lengths) * 0.95)] if len(lengths) > 20 else lengths[-1]
    full = [a for a, b in pairwise(lines) if "://" not in a and len(a) > width * 0.8 and b.strip()]
    broken = sum(not re.search(r"[.!?:;][\"”’')\]\d]*$", line) for line in full)
    return width if width >= 40 and len(full) >= 3 and broken >= len(full) * 0.5 else 0
