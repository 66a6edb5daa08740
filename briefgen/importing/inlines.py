"""Take runs, return the Markdown of one paragraph, cell or title.

Text is escaped run by run, before any mark of emphasis stands beside it. Marks are nested, the
one that lasts longest outside, and stand where CommonMark lets them: a mark cannot close between
a full stop and a letter ("**So.**it"), so that signs at such an edge are set outside of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from briefgen.importing.draft import DraftRun, Runs, clean
from briefgen.importing.escape import code, escape
from briefgen.importing.works import URL, trimmed
from briefgen.record import NamedTuple, replace

__all__ = ["DOUBT", "doubt_marks", "note_label", "one_line", "write_inlines"]

# Noncharacters, which no text may hold, mark the places of doubts until all lines are known.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
DOUBT: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
"""The mark of a doubt in the text, until its line is known."""

_DELIMITERS: Final = {"strike": "~~", "bold": "**", "italic": "*"}
_APART: Final = "<!-- -->"
"""What parts two marks that would read as one."""


class _Piece(NamedTuple):
    """Finished Markdown and the marks it has; spaces, notes and doubts take those around them."""

    markdown: str
    marks: tuple[str, ...] = ()
    neutral: bool = False


def write_inlines(
    runs: Runs, keys: Mapping[str, str], anchors: Mapping[str, str], notes: dict[str, str]
) -> str:
    """Return the Markdown of `runs`.

    `keys` are citation keys by the label of the work, `anchors` ids by the anchor of the input,
    `notes` the labels of the notes that the text has by their keys.
    """
    pieces: list[_Piece] = []
    cited: list[str] = []
    doubts = ""
    runs = tuple(_parted(clean(runs)))
    at = 0
    while at < len(runs):
        run = runs[at]
        labels = [keys[label] for label in run.cites if label in keys]
        if run.cites and len(labels) == len(run.cites):
            if run.locator:
                labels[-1] += f", {run.locator}"
            cited += [key for key in labels if key not in cited]
            doubts += doubt_marks(run.doubts)
            at += 1
            continue
        if cited:
            blank = not run.text.strip(" ,;\u00a0") and not run.note and not run.image
            if blank and at + 1 < len(runs):
                at += 1
                continue
            pieces.append(_citation(cited, doubts, pieces))
            cited, doubts = [], ""
        if run.doubts:
            pieces.append(_Piece(doubt_marks(run.doubts), neutral=True))
        end = at + 1
        while end < len(runs) and run.link and _same_link(run, runs[end]):
            end += 1
        following = runs[end].text[:12] if end < len(runs) else ""
        if end > at + 1:
            pieces += _long_link(runs[at:end], anchors)
        else:
            pieces += _pieces(run, following, anchors, notes)
        at = end
    if cited:
        pieces.append(_citation(cited, doubts, pieces))
    return _nested(pieces).replace("\n", "\\\n").strip(" ")


def doubt_marks(doubts: Iterable[int]) -> str:
    """Return the marks of `doubts`."""
    return "".join(f"{_OPEN}{number}{_CLOSE}" for number in doubts)


def one_line(text: str) -> str:
    """Return Markdown without its line breaks."""
    return " ".join(text.replace("\\\n", " ").split())


def note_label(key: str) -> str:
    """Return the label of the note `key`."""
    return re.sub(r"[\s\[\]^]+", "-", key) or "note"


def _citation(keys: Sequence[str], doubts: str, before: Sequence[_Piece]) -> _Piece:
    group = "[" + "; ".join(f"@{key}" for key in keys) + "]"
    inked = DOUBT.sub("", "".join(piece.markdown for piece in before[-3:]))
    space = "" if not inked or inked[-1] in " \n([“‘«\u00a0" else " "
    return _Piece(f"{space}{doubts}{group}", neutral=True)


# ----------------------------------------------------------------------------------- one run


def _marks(run: DraftRun) -> tuple[str, ...]:
    return tuple(name for name in _DELIMITERS if getattr(run, name))


def _same_link(first: DraftRun, other: DraftRun) -> bool:
    """Tell whether two neighbours are parts of one link."""
    plain = not (other.image or other.note or other.cites or other.doubts)
    return other.link == first.link and plain and not (first.image or first.note or first.cites)


def _long_link(runs: Runs, anchors: Mapping[str, str]) -> list[_Piece]:
    """Return a link whose text has several looks."""
    inside = _nested(
        [
            piece
            for run in runs
            for piece in _pieces(replace(run, link="", doubts=()), "", anchors, {}, linked=True)
        ]
    )
    target = _target(runs[0].link, anchors)
    text = inside.strip()
    if not target:
        return [_Piece(inside)]
    lead, tail = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
    link = _Piece(f"[{text}]({target})")
    return [piece for piece in (_Piece(lead, neutral=True), link, _Piece(tail, neutral=True))
            if piece.markdown]  # fmt: skip


def _target(link: str, anchors: Mapping[str, str]) -> str:
    """Return the destination of a link as it is written; "" where an anchor leads nowhere."""
    if link.startswith("#"):
        found = anchors.get(link[1:])
        return f"#{found}" if found else ""
    safe = re.sub(r"[<>\s\\]", lambda m: f"%{ord(m[0]):02X}", link)
    return f"<{safe}>"


def _pieces(
    run: DraftRun,
    after: str,
    anchors: Mapping[str, str],
    notes: dict[str, str],
    *,
    linked: bool = False,
) -> list[_Piece]:
    if run.image:
        image = f"![{escape(one_line(run.text))}](<{run.image}>)"
        target = _target(run.link, anchors) if run.link else ""
        return [_Piece(f"[{image}]({target})" if target else image)]
    if run.note:
        label = notes.get(run.note)
        return [_Piece(f"[^{label}]" if label else escape(run.text, after), neutral=True)]
    text = run.text.replace(_OPEN, "").replace(_CLOSE, "")
    inked = text.strip()
    if not inked:
        return [_Piece(text, neutral=True)] if text else []
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    pieces = [_Piece(lead, neutral=True)] if lead else []
    pieces.append(_Piece(_scripted(run, inked, after, anchors, linked=linked), _marks(run)))
    return [*pieces, _Piece(tail, neutral=True)] if tail else pieces


def _scripted(
    run: DraftRun, text: str, after: str, anchors: Mapping[str, str], *, linked: bool
) -> str:
    script = "^" if run.superscript else "~" if run.subscript else ""
    if run.code and not (script and re.search(r"[\s\\^~]", text)):
        shown = code(one_line(text))
        if run.link and (target := _target(run.link, anchors)):
            shown = f"[{shown}]({target})"
    else:
        shown = escape(text) if linked else _linked(run, text, after, anchors)
        if script:
            shown = re.sub(r"\s+", r"\\ ", shown)
    return f"{script}{shown}{script}"


def _linked(run: DraftRun, text: str, after: str, anchors: Mapping[str, str]) -> str:
    if run.link and run.link != text:
        target = _target(run.link, anchors)
        return f"[{escape(text)}]({target})" if target else escape(text, after)
    parts: list[str] = []
    at = 0
    for match in URL.finditer(text):
        url = trimmed(match[0])
        if "://" not in url:
            continue
        parts += [escape(text[at : match.start()]), f"<{url}>"]
        at = match.start() + len(url)
    return "".join([*parts, escape(text[at:], after)])


# ------------------------------------------------------------------------------------- marks


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_letter(character: str) -> bool:
    return not character.isspace() and not _is_sign(character)


def _parted(runs: Runs) -> list[DraftRun]:
    """Take signs out of a mark where it could not close or open beside a letter."""
    result: list[DraftRun] = []
    for at, run in enumerate(runs):
        before = result[-1] if result else None
        after = runs[at + 1] if at + 1 < len(runs) else None
        if not _marks(run) or not _is_plain(run):
            result.append(run)
            continue
        text = run.text
        start, end = 0, len(text)
        if before is not None and before.text and _is_letter(before.text[-1]):
            while start < end and not _is_letter(text[start]) and not text[start].isspace():
                start += 1
        if after is not None and after.text and _is_letter(after.text[0]) and _is_plain(after):
            while end > start and not _is_letter(text[end - 1]) and not text[end - 1].isspace():
                end -= 1
        if start >= end:
            result.append(run)
            continue
        for part, beside in ((text[:start], before), (text[start:end], run), (text[end:], after)):
            if part:
                own = run if beside is run else _common(run, beside)
                result.append(replace(own, text=part))
    return result


def _is_plain(run: DraftRun) -> bool:
    special = run.image or run.note or run.cites or run.code or run.superscript or run.subscript
    return not (special or run.link)


def _common(run: DraftRun, beside: DraftRun | None) -> DraftRun:
    """Return `run` with no more marks than the one beside it has."""
    other = beside or DraftRun("")
    return replace(
        run,
        bold=run.bold and other.bold,
        italic=run.italic and other.italic,
        strike=run.strike and other.strike,
        doubts=(),
    )


def _with_neighbours(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Give what has no look of its own the marks that both its neighbours have."""
    after: list[tuple[str, ...]] = []
    marks: tuple[str, ...] = ()
    for piece in reversed(pieces):
        marks = marks if piece.neutral else piece.marks
        after.append(marks)
    after.reverse()
    before: tuple[str, ...] = ()
    result: list[_Piece] = []
    for piece, following in zip(pieces, after, strict=True):
        if piece.neutral:
            both = tuple(mark for mark in before if mark in following)
            result.append(piece._replace(marks=both))
        else:
            before = piece.marks
            result.append(piece)
    return result


def _nested(pieces: Sequence[_Piece]) -> str:
    """Return the Markdown of `pieces`, their marks nested."""
    pieces = _with_neighbours(pieces)
    lasts = _lasting(pieces)
    text = ""
    bare = " "  # the last character, doubts aside
    stack: list[str] = []
    for at, piece in enumerate(pieces):
        keep = 0
        while keep < len(stack) and stack[keep] in piece.marks:
            keep += 1
        closing, stack = stack[keep:], stack[:keep]
        opening = sorted(
            (mark for mark in piece.marks if mark not in stack and not piece.neutral),
            key=lambda m: -lasts[at][m],
        )
        first = DOUBT.sub("", piece.markdown)[:1] or _next_character(pieces, at)
        close = "".join(_DELIMITERS[mark] for mark in reversed(closing))
        begin = _begin(opening, pieces, at, lasts[at])
        if close:
            ends = _is_sign(bare) or len(set(close)) > 1
            apart = ends and _is_letter(first) and not begin
            apart = apart or (bool(begin) and not _is_safe(bare, first, closing, opening))
            apart = apart or (close[-1] == "~" == first) or (close[0] == "~" == bare)
            close = (_APART if close[0] == "~" == bare else "") + close + (_APART if apart else "")
            if apart:
                bare = ">"
        if begin:
            starts = _is_sign(first) or len(set(begin)) > 1
            blocked = not close and starts and _is_letter(bare)
            blocked = blocked or (not close and begin[0] == bare == "~")
            begin = (_APART if blocked else "") + begin
            begin += _APART if begin[-1] == "~" == first else ""
        elif not close and bare == first == "~" and piece.markdown:
            begin = _APART
        stack += opening
        text += close + begin + piece.markdown
        if shown := DOUBT.sub("", piece.markdown):
            bare = shown[-1]
        elif begin or close:
            bare = (close + begin)[-1]
    close = "".join(_DELIMITERS[mark] for mark in reversed(stack))
    return text + (_APART if close[:1] == "~" == bare else "") + close


def _is_safe(before: str, after: str, closing: Sequence[str], opening: Sequence[str]) -> bool:
    """Tell whether marks that close and marks that open read right side by side."""
    letters = _is_letter(before) and _is_letter(after)
    return letters and len(closing) == len(opening) == 1 and "strike" not in (*closing, *opening)


def _begin(
    opening: Sequence[str], pieces: Sequence[_Piece], at: int, lasts: Mapping[str, int]
) -> str:
    """Return the marks that open at a piece; stars that open again further on stand apart."""
    text = before = ""
    for mark in opening:
        stars = {before, mark} == {"bold", "italic"}
        text += _APART if stars and _reopens(pieces, at, mark, lasts) else ""
        text += _DELIMITERS[mark]
        before = mark
    return text


def _reopens(pieces: Sequence[_Piece], at: int, inner: str, lasts: Mapping[str, int]) -> bool:
    """Tell whether the inner one of two marks that open here opens again inside the outer one."""
    rest = pieces[at + lasts[inner] : at + max(lasts.values())]
    return any(inner in piece.marks for piece in rest)


def _next_character(pieces: Sequence[_Piece], at: int) -> str:
    following = (DOUBT.sub("", piece.markdown) for piece in pieces[at:])
    return next((text[0] for text in following if text), " ")


def _lasting(pieces: Sequence[_Piece]) -> list[dict[str, int]]:
    """Return for each piece how many pieces each of its marks lasts from there on."""
    result: list[dict[str, int]] = []
    following: dict[str, int] = {}
    for piece in reversed(pieces):
        following = {mark: following.get(mark, 0) + 1 for mark in piece.marks}
        result.append(following)
    return result[::-1]
