"""Take a trace, return it as text to read, as JSON, or as CSV with a row for each part."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import chain, repeat

from briefgen.trace.passages import ORIGINS, Part, Sentence, Trace, TracedBlock, Use
from briefgen.trace.sidecar import plain

__all__ = ["COLUMNS", "as_csv", "as_json", "as_text"]

COLUMNS = (
    "block sentence kind section page origin file line column end_line end_column works text"
).split()
"""The columns of the CSV form. `works` are those of the sentence: "22 key, page 3; 25 key"."""


def as_json(trace: Trace) -> str:
    """Return `trace` as JSON, in the form of a mapping."""
    return plain(trace)


def as_csv(trace: Trace) -> str:
    """Return a row for each part of each sentence, blocks and their sentences counted from 1."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, block in enumerate(trace.blocks, 1):
        for count, sentence in enumerate(block.sentences, 1):
            works = "; ".join(map(_named, sentence.works))
            for part in sentence.parts:
                writer.writerow(
                    (
                        *(number, count, block.kind, block.section, block.page or ""),
                        *(part.origin, *part.span, works, part.text),
                    )
                )
    return out.getvalue()


def as_text(trace: Trace) -> str:
    """Return `trace` as text: sections, their blocks, a line for each part of a sentence.

    Parts after the first are indented. A part of the report has only its place before it; any
    other part has its origin, too.
    """
    lines = [f"{trace.title}, issue {trace.issue}: {trace.file or trace.audience}"]
    section = ""
    for block in trace.blocks:
        if block.section != section:
            section = block.section
            lines += ["", f"== {section}" if section else "=="]
        lines += ["", *_block(block)]
    lines += ["", *_summary(trace)]
    return "\n".join(lines) + "\n"


def _block(block: TracedBlock) -> Iterator[str]:
    page = f", page {block.page}" if block.page else ""
    yield f"{block.kind}{page}"
    for sentence in block.sentences:
        for indent, part in zip(chain(["  "], repeat("    ")), sentence.parts, strict=False):
            yield f"{indent}{_place(part)}: {part.text}"
        if sentence.works:
            yield f"      works: {'; '.join(map(_named, sentence.works))}"


def _place(part: Part) -> str:
    return str(part.span) if part.origin == "report" else f"{part.span}: {part.origin}"


def _named(use: Use) -> str:
    return f"{use.number} {use.key}" + (f", {use.locator}" if use.locator else "")


def _summary(trace: Trace) -> Iterator[str]:
    """Yield how many sentences there are, and how many begin with words of each origin."""
    sentences = [sentence for block in trace.blocks for sentence in block.sentences]
    counts = Counter(_origin(sentence) for sentence in sentences)
    cited = sum(bool(s.works) for s in sentences if _origin(s) == "report")
    yield f"{len(sentences)} sentences and phrases, by who wrote them:"
    for origin in ORIGINS:
        more = f" ({cited} of them cite works)" if origin == "report" else ""
        yield f"  {counts[origin]:5} {origin}{more}"
    yield "built from:"
    yield from (f"  {source.file} ({source.kind})" for source in trace.sources)


def _origin(sentence: Sentence) -> str:
    """Return the origin of the longest part."""
    return max(sentence.parts, key=lambda part: len(part.text)).origin
