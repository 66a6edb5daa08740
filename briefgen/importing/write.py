"""Take a draft that the passes finished, return canonical Markdown and where its doubts stand.

Each sentence has a line of its own, so that a later edit changes one line only. Reading the
Markdown gives the text of the draft again, because special characters are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftHeading,
    DraftParagraph,
    Grid,
    ItemList,
    LabelledPoints,
    Runs,
    Unplaced,
    text_of,
)
from briefgen.importing.escape import at_line_start, escape_cell
from briefgen.importing.frontmatter import bibliography_json, front_matter
from briefgen.importing.inlines import DOUBT, doubt_marks, note_label, one_line, write_inlines
from briefgen.importing.shape import SMALL_WORDS
from briefgen.importing.works import Csl, slug_words
from briefgen.record import NamedTuple

__all__ = ["Written", "bibliography_json", "write_report"]


class Written(NamedTuple):
    """Markdown, and the line and column (1-based) of each doubt by its number."""

    text: str
    places: Mapping[int, tuple[int, int]]


_SENTENCE: Final = re.compile(
    rf"(?<=[.!?…])(?P<end>[\"”’»)*]*(?: \[@[^\]]*\]|{DOUBT.pattern})*) +"
    rf"(?=(?:{DOUBT.pattern})?[\"“‘«(*]*[A-ZÀ-ÞŁŠŽ])"
)
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sen|Rep|Gov|Capt|Adm|Jr|Sr|No|Nos|Nr|Art|Sec|Fig|"
    r"Vol|vs|cf|ca|e\.g|i\.e|z\.B|d\.h|approx|Inc|Ltd|Co|Corp)|(?<![^\s(])[A-Z]|\b[A-Z]\.[A-Z])\.$"
)
_ALIGNED: Final = {"l": ":---", "r": "---:", "c": ":---:"}


def write_report(draft: Draft, references: Mapping[str, Csl], bibliography: str) -> Written:
    """Return the report; `references` by label, `bibliography` a file name or "inline"."""
    writer = _Writer(draft, references)
    body = writer.blocks(draft.blocks)
    notes = writer.notes()
    front = front_matter(draft.metadata, writer.abstract(), references, bibliography)
    marked = "\n\n".join(part for part in (front, body, notes) if part) + "\n"
    return _placed(marked)


def _placed(marked: str) -> Written:
    """Remove the marks of doubts from the text; return it with their places."""
    places: dict[int, tuple[int, int]] = {}
    lines: list[str] = []
    for number, line in enumerate(marked.split("\n"), 1):
        kept, at = "", 0
        for match in DOUBT.finditer(line):
            kept += line[at : match.start()]
            places.setdefault(int(match[1]), (number, len(kept) + 1))
            at = match.end()
        lines.append(kept + line[at:])
    return Written("\n".join(lines), places)


# ---------------------------------------------------------------------------------------- body


class _Writer:
    def __init__(self, draft: Draft, references: Mapping[str, Csl]) -> None:
        self.draft = draft
        self.keys = {label: str(csl["id"]) for label, csl in references.items()}
        self.ids: set[str] = set()
        self.anchors: dict[str, str] = {}
        self.headings: dict[int, str] = {}
        for block in draft.blocks:
            if isinstance(block, DraftHeading):
                own = self.take_id(block.id or _slug(text_of(block.runs)) or "section")
                self.headings[id(block)] = own
                if block.anchor:
                    self.anchors[block.anchor] = own
        self.used_notes: dict[str, str] = {}
        self.last_list = ""

    def take_id(self, slug: str) -> str:
        """Return `slug`, with a number behind it if another id is the same."""
        own, number = slug, 2
        while own in self.ids:
            own, number = f"{slug}-{number}", number + 1
        self.ids.add(own)
        return own

    def abstract(self) -> str:
        """Return the paragraphs with the style "abstract"."""
        return "\n\n".join(
            self.paragraph(block.runs)
            for block in self.draft.blocks
            if isinstance(block, DraftParagraph) and block.style == "abstract"
        )

    def blocks(self, blocks: Sequence[DraftBlock]) -> str:
        """Return `blocks` with an empty line between any two."""
        parts: list[str] = []
        self.last_list = ""
        for block in blocks:
            written = self.block(block)
            if not isinstance(block, ItemList):
                self.last_list = ""
            if written:
                parts.append(written)
        return "\n\n".join(parts)

    def block(self, block: DraftBlock) -> str:
        match block:
            case DraftHeading():
                return self.heading(block)
            case DraftParagraph():
                return self.styled(block)
            case LabelledPoints():
                return self.points(block)
            case ItemList():
                return self.list(block)
            case Grid():
                return self.grid(block)
            case Unplaced():
                inside = self.blocks(block.blocks)
                return f"::: {{.unplaced}}\n{doubt_marks(block.doubts)}{inside}\n:::"
            case _:
                assert_never(block)

    def heading(self, block: DraftHeading) -> str:
        attributes = [f"#{self.headings[id(block)]}", *(f".{name}" for name in block.classes)]
        title = one_line(self.inlines(block.runs))
        title = re.sub(
            r"(?<!\S)#+$", lambda m: m[0].replace("#", "\\#"), title
        )  # they would close it
        return f"{'#' * block.level} {doubt_marks(block.doubts)}{title} {{{' '.join(attributes)}}}"

    def styled(self, block: DraftParagraph) -> str:
        match block.style:
            case "rule":
                return "* * *"
            case "abstract":
                return ""
            case "code":
                text = text_of(block.runs)
                fence = "```"
                while fence in text:
                    fence += "`"
                return f"{fence}{block.language}\n{text}\n{fence}"
            case "quote":
                lines = self.paragraph(block.runs, block.doubts).split("\n")
                return "\n".join(f"> {line}" for line in lines)
            case _:
                return self.paragraph(block.runs, block.doubts)

    def paragraph(self, runs: Runs, doubts: tuple[int, ...] = ()) -> str:
        """Return a paragraph with each sentence on a line of its own."""
        text = self.inlines(runs)
        lines: list[str] = []
        at = 0
        for match in _SENTENCE.finditer(text):
            end = match.end("end")
            if _ABBREVIATED.search(text[at : match.start()]):
                continue
            lines.append(text[at:end])
            at = match.end()
        lines.append(text[at:])
        shown = "\n".join(lines).split("\n")
        return doubt_marks(doubts) + "\n".join(_start(line) for line in shown if line.strip())

    def points(self, block: LabelledPoints) -> str:
        items: list[str] = []
        for point in block.points:
            label = doubt_marks(point.doubts) + at_line_start(one_line(self.inlines(point.label)))
            if not point.content:
                items.append(label)
                continue
            text = "\n\n".join(self.paragraph(runs) for runs in point.content)
            items.append(f"{label}\n:   {_indented(text, '    ')[4:]}")
        return "\n\n".join(items)

    def list(self, block: ItemList) -> str:
        count = len(block.entries)
        kind = _list_kind(block)
        if kind == self.last_list:  # Markdown would join two lists with the same marker
            kind = {".": ")", ")": "."}.get(kind, kind[:-1] + ")")
        self.last_list = kind
        markers = [_list_marker(block, kind, block.start + i) for i in range(count)]
        width = max(map(len, markers)) + 1
        loose = any(len(entry.content) > 1 for entry in block.entries)
        items: list[str] = []
        for entry, marker in zip(block.entries, markers, strict=True):
            parts = [self.paragraph(runs) for runs in entry.content]
            text = "\n\n".join(part or "\\ " for part in parts)
            outer = self.last_list
            for below in entry.below:
                self.last_list = ""
                text += ("\n\n" if loose else "\n") + self.list(below)
            self.last_list = outer
            if entry.checked is not None:
                text = f"[{'x' if entry.checked else ' '}] {text}"
            text = doubt_marks(entry.doubts) + text
            items.append(marker.ljust(width) + _indented(text, " " * width)[width:])
        return ("\n\n" if loose else "\n").join(items)

    def grid(self, block: Grid) -> str:
        columns = max(map(len, block.rows), default=0)
        if not columns:
            return ""
        rows = [
            [escape_cell(_joined_lines(self.inlines(cell))) for cell in row] for row in block.rows
        ]
        head = rows.pop(0) if block.header else [""] * columns
        letters = block.alignments.ljust(columns, "-")
        delimiters = [_ALIGNED.get(letter, "---") for letter in letters[:columns]]
        lines = [
            f"| {' | '.join(head)} |",
            f"|{'|'.join(delimiters)}|",
            *(f"| {' | '.join(row)} |" for row in rows),
        ]
        lines[0] = _marks_in_cell(block.doubts, lines[0])
        text = "\n".join(lines)
        if block.caption:
            caption = one_line(self.inlines(block.caption))
            slug = self.take_id(f"tbl-{_slug(text_of(block.caption)) or 'table'}")
            text += f"\n\n: {caption} {{#{slug}}}"
        return text

    def notes(self) -> str:
        """Return the texts of the notes that the report refers to."""
        parts: list[str] = []
        done = 0
        while done < len(self.used_notes):  # a note may refer to another
            key, label = list(self.used_notes.items())[done]
            done += 1
            text = self.blocks(self.draft.notes[key])
            parts.append(f"[^{label}]: {_indented(text, '    ')[4:]}")
        return "\n\n".join(parts)

    def inlines(self, runs: Runs) -> str:
        labels = {}
        for run in runs:
            if run.note in self.draft.notes:
                if run.note not in self.used_notes:
                    self.used_notes[run.note] = note_label(run.note)
                labels[run.note] = self.used_notes[run.note]
        return write_inlines(runs, self.keys, self.anchors, labels)


def _joined_lines(markdown: str) -> str:
    """Return the lines of a cell on one line, parted by semicolons where nothing parts them."""
    return re.sub(
        r"(?<=[,;:.!?])\s*\\\n\s*|(\s*\\\n\s*)+", lambda m: "; " if m[1] else " ", markdown
    )


def _marks_in_cell(doubts: Sequence[int], line: str) -> str:
    return f"| {doubt_marks(doubts)}{line[2:]}" if doubts else line


def _start(line: str) -> str:
    marks = ""
    while match := DOUBT.match(line):
        marks, line = marks + match[0], line[match.end() :]
    return marks + at_line_start(line.lstrip(" "))


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else "" for line in text.split("\n"))


def _slug(text: str) -> str:
    """Return an id made of the weighty words of a title."""
    words = [w for w in slug_words(text) if w not in SMALL_WORDS and (len(w) > 1 or w.isdigit())]
    slug = "-".join((words or slug_words(text))[:4])
    return slug if not slug[:1].isdigit() else f"s-{slug}"


def _list_kind(block: ItemList) -> str:
    if not block.ordered:
        return "-"
    style = re.sub(r"\W", "", block.style)
    close = ")" if block.style.endswith(")") else "."
    if re.fullmatch(r"[ivx]+", style) and style in ("i", "ii"):
        return "i" + close
    return "a" + close if re.fullmatch(r"[a-z]", style) else close


_ROMANS: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


def _list_marker(block: ItemList, kind: str, number: int) -> str:
    if not block.ordered:
        return "-"
    match kind[0]:
        case "i" if number <= len(_ROMANS):
            return _ROMANS[number - 1] + kind[-1]
        case "a" if number <= 26:
            return chr(ord("a") + number - 1) + kind[-1]
        case _:
            return f"{number}{kind[-1]}"
