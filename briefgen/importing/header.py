"""Take the blocks under the title, return them without the lines of a header block, and metadata.

"Report date: 20 June 2026" and its like stand under the title of most reports: each on its line,
often with the label in bold. Date and authors go to the front matter, the rest is a visible list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from briefgen.dates import to_iso
from briefgen.importing.authors import read_authors
from briefgen.importing.dates import find_date
from briefgen.importing.decisions import Decisions
from briefgen.importing.draft import (
    DraftBlock,
    DraftMetadata,
    DraftParagraph,
    LabelledPoint,
    LabelledPoints,
    Runs,
    clean,
    cut,
    text_of,
)
from briefgen.importing.shape import words_of
from briefgen.record import replace

__all__ = ["take_header"]

_DATE: Final = (
    r"(?:(?:report|research|publication|creation|issue|release)\s+)?date|date of \w+|datum|stand|"
    r"created(?: time| on)?|published(?: on)?|issued(?: on)?|"
    r"last (?:updated|edited|modified)(?: time)?|日期|报告日期|发布日期"
)
_AUTHOR: Final = (
    r"(?:created|prepared|written|compiled|authored|drafted|researched)\s+by|(?:lead\s+)?authors?|"
    r"(?:lead\s+)?analysts?|by|verfasser(?:in)?|autor(?:en|in)?|auteurs?|作者"
)
_OTHER: Final = (
    r"prepared for|(?:submitted )?to|for|client|audience|classification|confidentiality|version|"
    r"status|tags?|subject|re|project|department|organi[sz]ation|institution|location|scope|period|"
    r"reading time|word count|sources|tool|model|report (?:type|id|number)|document (?:type|id)|"
    r"ref(?:erence)?(?: no\.?)?|distribution|keywords?|topic|methodology|purpose|doi|url"
)
_LABELS: Final = {
    name: re.compile(rf"(?:{pattern})$", re.IGNORECASE)
    for name, pattern in (("date", _DATE), ("author", _AUTHOR), ("other", _OTHER))
}
_LABEL: Final = re.compile(r"\s*(?P<label>[^\W\d_][^:：\n]{0,40}?)\s*[:：]\s*(?=\S)")

_Field = tuple[str, Runs, Runs]
"""What a line says ("date", "author", "other", "" for anything), its label, its value."""


def take_header(
    blocks: Sequence[DraftBlock], metadata: DraftMetadata, decisions: Decisions
) -> tuple[list[DraftBlock], DraftMetadata]:
    """Take the header block out of `blocks`, which begin under the title."""
    kept: list[DraftBlock] = []
    points: list[LabelledPoint] = []
    at = 0
    while at < min(len(blocks), 10):
        block = blocks[at]
        if not isinstance(block, DraftParagraph) or block.level or block.item:
            break
        if block.style == "rule":
            kept.append(block)
            at += 1
            continue
        fields = _fields(block)
        told = [name for name, _, _ in fields if name]
        if [name for name, _, _ in fields] == ["author"]:  # `authors` knows more of it
            kept.append(block)
            at += 1
            continue
        if not told or (len(fields) == 1 and told[0] == "other" and not points):
            break
        for name, label, value in fields:
            text, said = text_of(value).strip(), text_of(label).strip()
            date = find_date(text) if name == "date" else None
            if date and not metadata.date and date.start == 0:
                metadata = replace(metadata, date=to_iso(date.parts))
                decisions.leave_out(block.place, f"{said}: {text}", "the date, in front matter")
            elif name == "author" and not metadata.authors:
                metadata = replace(metadata, authors=read_authors([text])[0])
                decisions.leave_out(block.place, f"{said}: {text}", "the author, in front matter")
            else:
                points.append(LabelledPoint(label, (value,), block.place))
        at += 1
    if not points:
        return [*kept, *blocks[at:]], metadata
    made = LabelledPoints(tuple(points), points[0].place)
    return [made, *kept, *blocks[at:]], metadata


def _fields(block: DraftParagraph) -> list[_Field]:
    """Return the fields that a paragraph says line by line, nothing if it says more."""
    text = text_of(block.runs)
    starts = {0}
    offset = 0
    for run in block.runs:
        starts |= {offset + match.end() for match in re.finditer("\n", run.text)}
        if run.bold and re.match(r"[^:：]{1,40}[:：]", text[offset:]):
            starts.add(offset)
        offset += len(run.text)
    edges = sorted(starts)
    found: list[_Field] = []
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        line = text[start:end].strip(" \n|·•")
        if not line:
            continue
        match = _LABEL.match(text, start, end)
        if match is None or len(words_of(line)) > 40 or len(words_of(match["label"])) > 5:
            return []
        label = cut(block.runs, match.start("label"), match.end("label"))
        value = cut(block.runs, match.end(), end)
        name = next((n for n, p in _LABELS.items() if p.match(match["label"].strip())), "")
        value = clean(cut(value, 0, len(text_of(value).rstrip(" |·•\n"))))
        found.append((name, clean(replace(run, bold=False) for run in label), value))
    return found
