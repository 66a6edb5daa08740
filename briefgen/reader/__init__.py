"""Take a Markdown file, return a `Report`: its section tree, every node with its span.

The language is Pandoc's Markdown, as far as a report needs it; `read_fragment` reads the same
from text that a template rendered. Errors go to the sink that is passed in. The phases: `metadata`
reads the front matter, `rules` cuts text into block tokens, `builder` makes blocks of them, and
`inlines` reads the text of each block.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, Span, did_you_mean
from briefgen.model import Blocks, Report
from briefgen.reader.attributes import AttributeCheck
from briefgen.reader.builder import read_blocks
from briefgen.reader.frontmatter import split_front_matter
from briefgen.reader.metadata import read_metadata
from briefgen.reader.obeyed import report_restrictions
from briefgen.reader.source import Locate, SourceLines, clean_reported
from briefgen.restrictions import report_printed

__all__ = ["Locate", "read_fragment", "read_report", "read_text"]


def read_report(path: Path, sink: Diagnostics) -> Report:
    """Read the report at `path`; raise `BriefgenError` if there is nothing to read.

    Spans name `path` as given. A file that is not UTF-8 is an error; the rest of it is read all the
    same, so that one run reports everything.
    """
    file = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BriefgenError([_unreadable(path, error)]) from error
    if path.suffix.lower() in _OTHER_FORMATS:
        raise BriefgenError([_other_format(path)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        begin = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        column = len(before[begin:].decode("utf-8"))
        sink.error(
            "not-utf8",
            f"byte 0x{data[error.start]:02X} is no UTF-8",
            Span(file, line + 1, column + 1, line + 1, column + 2),
            "save the file as UTF-8",
        )
        text = data.decode("utf-8", "replace")
    return read_text(text, file, sink, digest=sha256(data).hexdigest())


def read_text(text: str, file: str, sink: Diagnostics, *, digest: str = "") -> Report:
    """Read a report from `text`; its spans name `file`."""
    text = clean_reported(
        text.removeprefix("\ufeff"),
        lambda line, column: Span(file, line, column, line, column + 1),
        sink,
    )
    source = SourceLines(text, file)
    front = split_front_matter(text)
    metadata = read_metadata(front, source, sink)
    options = metadata.options
    check = AttributeCheck(sink, options.attributes, marked=options.marking is not None)
    blocks = read_blocks(
        source,
        front.body,
        sink,
        check,
        lang=metadata.lang,
        smart=options.smart,
    )
    digest = digest or sha256(text.encode()).hexdigest()
    comments = tuple((source.comments[span], span) for span in sorted(source.comments))
    report = Report(metadata, blocks, file, digest, comments)
    report_restrictions(report, check.restricting, sink)
    return report


def read_fragment(
    text: str,
    locate: Locate,
    sink: Diagnostics,
    *,
    attributes: Iterable[str] = (),
    lang: str = "",
    smart: bool = True,
) -> Blocks:
    """Read Markdown that does not come from a file; `locate` gives the span of a place in it.

    U+E000 <decimal index> U+E001 becomes a `Placed` inline; a paragraph of nothing else becomes
    a `Placed` block. `attributes` are known keys, in addition to those of every report.
    """
    text = clean_reported(text, locate, sink)
    source = SourceLines(text, locate=locate)
    check = AttributeCheck(sink, attributes)
    blocks = read_blocks(source, text, sink, check, markers=True, lang=lang, smart=smart)
    report_printed(blocks, sink)
    return blocks


_OTHER_FORMATS = frozenset(
    (".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".xhtml", ".txt")
)


def _other_format(path: Path) -> Diagnostic:
    """Say that a file is no Markdown, and what makes a report of it."""
    hint = f"make a report of it: briefgen import {path}"
    if path.suffix.lower() in (".doc", ".odt", ".rtf", ".pdf"):
        hint = "save it as DOCX or as plain text, and make a report of that: briefgen import FILE"
    return Diagnostic("error", "no-markdown", f"'{path}' is no Markdown report", None, (hint,))


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    hints: list[str] = []
    if isinstance(error, FileNotFoundError):
        try:
            near = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
        except OSError:
            hints.append(f"there is no folder '{path.parent}'")
        else:
            hints.append(did_you_mean(path.name, near))
            reports = [name for name in near if name.endswith((".md", ".markdown"))]
            if not hints[0] and reports:
                hints.append(f"'{path.parent}' has {', '.join(reports[:5])}")
    elif isinstance(error, IsADirectoryError):
        hints.append("name the file in it, for example report.md")
    reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror
    return Diagnostic(
        "error", "unreadable", f"cannot read '{path}': {reason}", None, tuple(filter(None, hints))
    )
