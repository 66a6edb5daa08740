"""Take the pieces between two brackets, return a citation group; and know what a locator is.

All of Pandoc's forms: `[see @a, pp. 33-35 and passim; @b, ch. 1]`, `[-@a]`, `[@a, {p. 3}]`,
`@a [p. 3]`. A prefix is trimmed; a suffix keeps what joins it to the locator (" and passim",
", my emphasis"), so that number, locator and suffix print one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.reader.pieces import (
    MAX_DEPTH,
    InlinePiece,
    Key,
    depth_of,
    merge,
    too_deep,
)
from briefgen.reader.source import Content

KEY = re.compile(r"@(?:\{([^\s{}]+)\}|([^\W](?:\w|[:.#$%&\-+?<>~/](?=\w))*))")
"""A citation key with its "@": punctuation inside it stands single; braces may hold anything."""

# What authors write for each CSL locator term; longer words come first in the pattern.
_TERMS = {
    "act": "act acts",
    "appendix": "appendix appendices app apps",
    "article": "article articles art arts",
    "book": "book books bk bks",
    "canon": "canon canons cann",
    "chapter": "chapter chapters chap chaps ch",
    "column": "column columns col cols",
    "elocation": "elocation elocations loc locs",
    "equation": "equation equations eq eqs",
    "figure": "figure figures fig figs",
    "folio": "folio folios fol fols",
    "issue": "issue issues iss",
    "line": "line lines l ll",
    "note": "note notes n nn",
    "number": "number numbers no nos",
    "opus": "opus opera op opp",
    "page": "page pages p pp",
    "paragraph": "paragraph paragraphs para paras ¶ ¶¶",
    "part": "part parts pt pts",
    "rule": "rule rules r rr",
    "scene": "scene scenes sc scs",
    "section": "section sections sec secs § §§",
    "sub-verbo": "sub-verbo s.v s.vv sv svv",
    "supplement": "supplement supplements supp supps suppl suppls",
    "table": "table tables tbl tbls",
    "timestamp": "timestamp timestamps",
    "title-locator": "title titles tit tits",
    "verse": "verse verses v vv",
    "version": "version versions ver",
    "volume": "volume volumes vol vols",
}
_LABELS = {word: term for term, words in _TERMS.items() for word in words.split()}
_LABEL = r"(?:[^\W\d_]+(?:[-.][^\W\d_]+)?|§§?|¶¶?)(?![^\W\d_])"
_NUMBER = r"(?:\d\w*|[ivxlcdm]+\b|[IVXLCDM]+\b|[A-Za-z]{1,3}[.\-]?\d\w*)(?:[.:/]\w+)*"
_RANGE = rf"{_NUMBER}(?:\s?[-–—]{{1,3}}\s?{_NUMBER})?(?:\s?ff?\b\.?)?"
# `re` takes 7 ms to compile this one, so it does so when a citation has more than a key.
_LOCATOR = rf"""(?x)\s*,?\s*(?:
        (?P<label>{_LABEL})\.?\s*(?P<value>{_RANGE}(?:\s*(?:,|&|and\b)\s*{_RANGE})*)
      | \{{\s*(?P<braced>[^{{}}]*?)\s*\}}
      | (?P<page>\d+[a-z]?(?:\s?[-–—]{{1,3}}\s?\d+[a-z]?)?(?:,\s*\d+(?:[-–—]{{1,3}}\d+)?)*)
        (?=\s*(?:$|[,;]|and\b|&|passim\b|ff?\b))
    )"""
_BRACED = re.compile(rf"({_LABEL})\.?\s*(?=\S)")


def find_locator(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """Return the CSL term, the value and the end of the locator at `start`, or None.

    In braces, any text is a locator; elsewhere a locator has a label or looks like page numbers.
    """
    match = re.compile(_LOCATOR).match(text, start, end)
    if match is None:
        return None
    label, value = match["label"], match["value"] or match["page"]
    if braced := match["braced"]:
        inner = _BRACED.match(braced)
        known = inner is not None and inner[1].lower() in _LABELS
        label, value = (inner[1], braced[inner.end() :]) if inner and known else (None, braced)
    term = _LABELS.get(label.lower()) if label else "page"
    if term is None or not value:
        return None
    return term, re.sub(r"-{2,3}", "–", re.sub(r"\s+", " ", value)), match.end()


CitationItem = tuple[list[InlinePiece], Key, list[InlinePiece]]
"""The pieces before a key, the key, the pieces after it."""


def citation_group(
    inside: Sequence[InlinePiece],
    before: Key | None,
    content: Content,
    start: int,
    end: int,
    sink: Diagnostics,
) -> list[InlinePiece] | None:
    """Return the citation group of the pieces `inside` the brackets at `start` and `end`, or None.

    `before` is the key right before the brackets, as in `@a [p. 3; @b]` or `@a [see @b]`; it
    becomes the first citation.
    """
    parts = _split(inside)
    items: list[CitationItem] = []
    if before is not None:
        if _has_key(parts[0]):
            parts = [[], [InlinePiece(start, start, ";"), *parts[0]], *parts[1:]]
        items.append(([], before, parts.pop(0)))
    lead: list[InlinePiece] = []
    for part in parts:
        if _has_key(part):
            at = next(i for i, piece in enumerate(part) if isinstance(piece, Key))
            key = part[at]
            assert isinstance(key, Key)  # noqa: S101 - for the type checker
            items.append(
                ([*lead, *(part[:at] if lead or not items else part[1:at])], key, part[at + 1 :])
            )
            lead = []
        elif items:
            items[-1][2].extend(part)
        else:
            lead += part
    if not items:
        return None
    in_text = items[0][1] is before
    start = items[0][1].start if in_text else start
    span = content.span(start, end + 1)
    ours = [key.own for _, key, _ in items]
    if all(ours):
        return _cross_references(items, content)
    if any(ours):
        sink.error(
            "mixed-citation",
            "works and our own sections share one pair of brackets",
            span,
            "write them apart: [@work] (@sec-name)",
        )
        return None
    depth = 1 + depth_of(inside)
    if depth > MAX_DEPTH:
        return [too_deep(content, start, end + 1, sink)]
    citations = tuple(_citation(item, content) for item in items)
    group = m.CitationGroup(citations, span, in_text)
    return [InlinePiece(start, end + 1, "", group, depth)]


def _citation(item: CitationItem, content: Content) -> m.Citation:
    before, key, after = item
    text = content.text
    start = after[0].start if after else key.end
    limit = start
    for piece in after:
        if piece.node is not None or isinstance(piece, Key):
            break
        limit = piece.end
    span = content.span(key.start, max(key.end, after[-1].end if after else 0))
    label = locator = ""
    if limit > start and (located := find_locator(text, start, limit)):
        label, locator, cut = located
        after = [_from(piece, cut) for piece in after if piece.end > cut]
    prefix = merge(_trim(before, left=True), content)
    return m.Citation(
        key.text, span, prefix, label, locator, merge(_trim(after), content), key.suppress
    )


def _cross_references(items: Sequence[CitationItem], content: Content) -> list[InlinePiece]:
    pieces: list[InlinePiece] = []
    for before, key, after in items:
        if pieces:
            pieces.append(InlinePiece(key.start, key.start, ", "))
            if before := _trim(before, left=True):
                before.append(InlinePiece(key.start, key.start, " "))
        node = m.CrossReference(key.text, content.span(key.start, key.end))
        pieces += [*before, InlinePiece(key.start, key.end, "", node), *after]
    return pieces


def _split(pieces: Sequence[InlinePiece]) -> list[list[InlinePiece]]:
    """Split at semicolons; each part but the first begins with its semicolon."""
    parts: list[list[InlinePiece]] = [[]]
    for piece in pieces:
        if piece.node is not None or isinstance(piece, Key) or not _is_verbatim(piece):
            parts[-1].append(piece)
            continue
        at = piece.start
        for number, text in enumerate(piece.text.split(";")):
            if number:
                parts.append([InlinePiece(at, at + 1, ";")])
                at += 1
            if text:
                parts[-1].append(InlinePiece(at, at + len(text), text))
            at += len(text)
    return parts


def _has_key(pieces: Sequence[InlinePiece]) -> bool:
    return any(isinstance(piece, Key) for piece in pieces)


def _is_verbatim(piece: InlinePiece) -> bool:
    return len(piece.text) == piece.end - piece.start


def _from(piece: InlinePiece, start: int) -> InlinePiece:
    if piece.start >= start or piece.node is not None or not _is_verbatim(piece):
        return piece
    return InlinePiece(start, piece.end, piece.text[start - piece.start :])


def _trim(pieces: Sequence[InlinePiece], *, left: bool = False) -> list[InlinePiece]:
    """Return `pieces` without spaces at their end, and at their beginning if `left`."""
    kept = list(pieces)
    while kept and _is_text(kept[-1]):
        last = kept.pop()
        if text := last.text.rstrip():
            cut = len(last.text) - len(text)
            kept.append(InlinePiece(last.start, last.end - cut, text))
            break
    while left and kept and _is_text(kept[0]):
        first = kept.pop(0)
        if text := first.text.lstrip():
            cut = len(first.text) - len(text)
            kept.insert(0, InlinePiece(first.start + cut, first.end, text))
            break
    return kept


def _is_text(piece: InlinePiece) -> bool:
    return piece.node is None and not isinstance(piece, Key)
