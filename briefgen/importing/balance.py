"""Take an inventory of the input and what was written of it, return what is missing, as errors.

Each word, link, picture and heading of the input has to stand in the result (body, references,
notes) or to be named as left out, and the words of the body in the order of the input. Only the
result is looked at, as briefgen reads it, and what the passes *say* they left out.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from briefgen import model as m
from briefgen.diagnostics import Diagnostic, Diagnostics, Span
from briefgen.importing.convert import Imported
from briefgen.importing.inventory import Inventory, tokens
from briefgen.reader import read_text
from briefgen.walk import walk

__all__ = ["balance"]

_FORGIVEN: Final = frozenset(
    "accessed retrieved viewed visited checked available online from on at last url link doi in "
    "abgerufen am zuletzt zugriff letzter verfügbar unter consulté consultée le geraadpleegd op "
    "vol volume no nr issue pp p pages page ed eds and und et en by st nd rd th of the "
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober "
    "dezember janvier février mars avril juin juillet août septembre octobre novembre décembre "
    "januari februari maart mei augustus spring summer autumn fall winter".split()
)
"""Words of an entry that its fields say in another form: dates, "accessed", "pp."."""

_PRIVATE: Final = re.compile(r"[\ue200-\ue206]|\bentity\[|cite\S*turn\d")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MOST: Final = 20
_HINT: Final = (
    "--force writes the report all the same; please tell us of the file, which is a fault"
)


def balance(inventory: Inventory, imported: Imported, text: str, source: str) -> list[Diagnostic]:
    """Return an error for each thing of the input that the report `text` lacks."""
    report = read_text(text, "report.md", Diagnostics())
    body = list(_printed(report.blocks))
    left_out = [out.text for out in imported.decisions.left_out]
    fields = json.dumps(list(imported.references.values()), ensure_ascii=False)
    front = text.partition("\n---\n")[0]
    marks = _marks_of(report, imported, text)
    has = Counter(word for part in (*body, *left_out, *marks) for word in tokens(part))
    has += Counter(tokens(re.sub(r'"[\w-]+":', " ", fields)))
    has += Counter(tokens(re.sub(r"(?m)^[\s-]*[\w-]+:", " ", front)))
    found = _lost_words(inventory, has, " ".join(body), len(imported.references), source)
    pool = unquote("\n".join((text, fields, *left_out))).casefold()
    found += _lost_links(inventory, pool, source)
    found += _lost_pictures(inventory, report, pool, left_out, source)
    found += _lost_headings(inventory, report, left_out, source)
    found += _moved(inventory, body, source)
    return found


def _markers(number: int) -> str:
    """Return what the marker of an item may say: "3", "c", "iii"."""
    tens, ones = divmod(number, 10)
    roman = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
    return f"{number} {_LETTERS[number - 1 : number]} {roman}"


def _error(code: str, message: str, source: str, line: int) -> Diagnostic:
    return Diagnostic("error", code, message, Span(source, max(line, 1)), (_HINT,))


def _printed(blocks: Iterable[m.Node]) -> Iterator[str]:
    """Yield the text of each block, marks of emphasis being nothing; captions and notes apart."""
    apart: list[str] = []
    text = ""
    aside: set[int] = set()
    for node in walk(blocks):
        match node:
            case m.Note() | m.Image():
                inside = " ".join(n.text for n in walk(node.children) if isinstance(n, m.Text))
                apart.append(inside)
                aside |= {id(n) for n in walk(node.children)}
            case m.Table():
                apart.append("".join(n.text for n in walk(node.caption) if isinstance(n, m.Text)))
                aside |= {id(n) for n in walk(node.caption)}
            case m.ListItem() if node.checked:
                apart.append("x")
            case m.OrderedList():
                apart += map(_markers, range(node.start, node.start + len(node.items)))
            case _:
                pass
        if id(node) in aside:
            continue
        match node:
            case m.Text() | m.Code():
                text += node.text
            case m.CodeBlock():
                text += f" {node.language} {node.text} "
            case m.Emphasis() | m.Strong() | m.Link() | m.InlineSpan() | m.Strikeout():
                pass
            case m.Superscript() | m.Subscript():
                pass
            case m.LineBreak() | m.Citation() | m.CitationGroup() | m.Note():
                text += " "
            case _:
                yield text
                text = ""
    yield text
    yield from ("\0" + part for part in apart)


def _marks_of(report: m.Report, imported: Imported, text: str) -> Iterator[str]:
    """Yield what the marks of the result say: the labels of the works and notes they name."""
    labels = {str(csl["id"]): label for label, csl in imported.references.items()}
    also = {work.label: work.also for work in imported.works}
    yield from imported.references
    yield from (label for work in imported.works for label in work.also)
    for node in walk(report.blocks):
        if isinstance(node, m.Citation):
            label = labels.get(node.key, "")
            yield f"{label} {' '.join(also.get(label, ()))} {node.label} {node.locator}"
    yield from re.findall(r"\[\^([^\]\s]+)\]", text)


def _lost_words(
    inventory: Inventory, has: Counter[str], body: str, works: int, source: str
) -> list[Diagnostic]:
    wanted: Counter[str] = Counter()
    lines = [(line, words) for line, text in inventory.lines if (words := tokens(text))]
    for _, words in lines:
        wanted.update(words)
    missing = wanted - has
    for word in list(missing):
        if word in _FORGIVEN and works:
            missing[word] = max(missing[word] - 2 * works, 0)
    missing = +missing
    if not missing:
        return []
    there = tokens(body)
    pairs = set(pairwise(there))

    def strange(words: Sequence[str]) -> int:
        return sum(pair not in pairs for pair in pairwise(words))

    found: list[tuple[int, list[str]]] = []
    likely = [(line, words) for line, words in lines if any(w in missing for w in words)]
    for line, words in sorted(likely, key=lambda one: (-strange(one[1]) / len(one[1]), one[0])):
        lost = []
        for word in words:
            if missing[word] > 0:
                missing[word] -= 1
                lost.append(word)
        if lost:
            found.append((line, lost))
    found.sort()
    result = [
        _error(
            "lost-words",
            f"the result lacks {len(lost)} of the words here: “{_shortened(lost)}”",
            source,
            abs(line),
        )
        for line, lost in found[:_MOST]
    ]
    if len(found) > _MOST:
        more = sum(len(lost) for _, lost in found[_MOST:])
        result.append(_error("lost-words", f"and {more} words more", source, abs(found[_MOST][0])))
    return result


def _shortened(words: Sequence[str]) -> str:
    shown = " ".join(words[:14])
    return shown + (" …" if len(words) > 14 else "")


def _plain_address(url: str) -> str:
    """Return an address without what says who sent the reader: trackers and marked text."""
    url = unquote(url.strip()).partition("#:~:text=")[0]
    if match := re.match(r"https?://(?:www\.)?google\.[a-z.]+/url\?(?:.*&)?(?:q|url)=([^&]+)", url):
        url = unquote(match[1])
    url = re.sub(r"([?&])(?:utm_[a-z]+|fbclid|gclid|srsltid)=[^&#]*", r"\1", url)
    url = re.sub(r"\?&+", "?", re.sub(r"&&+", "&", url))
    return re.sub(r"[?&]+(?=#|$)", "", url).casefold().rstrip("/.,;:!?’'*_\\")


def _lost_links(inventory: Inventory, pool: str, source: str) -> list[Diagnostic]:
    addresses = re.findall(r"(?:https?:)?//[^\s<>\"]+", pool)
    pool = "\n".join((pool, *map(_plain_address, addresses)))
    lost = []
    for url in dict.fromkeys(inventory.links):
        plain = _plain_address(url)
        while plain.endswith((")", "]")) and plain.count("(") < plain.count(")"):
            plain = plain[:-1]
        if re.match(r"[a-z][a-z\d+.-]*:|//|www\.", plain) and not plain.startswith("javascript:"):
            bare = re.sub(r"^(?:https?:)?//", "", plain)
            if bare.rstrip(")]>*_") not in pool:
                lost.append(url)
    return [
        _error("lost-link", f"the result lacks the address {url}", source, 1)
        for url in lost[:_MOST]
    ]


def _lost_pictures(
    inventory: Inventory, report: m.Report, pool: str, left_out: Sequence[str], source: str
) -> list[Diagnostic]:
    there = sum(isinstance(node, m.Image) for node in walk(report.blocks))
    linked = sum(
        not url.startswith("data:") and unquote(url).casefold().lstrip("./") in pool
        for url in inventory.pictures
        if url
    )
    named = sum("image" in text or "picture" in text for text in left_out)
    lost = len(inventory.pictures) - max(there, linked) - min(there, linked) - named
    if lost <= 0:
        return []
    return [_error("lost-picture", f"the result lacks {lost} of the pictures", source, 1)]


def _lost_headings(
    inventory: Inventory, report: m.Report, left_out: Sequence[str], source: str
) -> list[Diagnostic]:
    def plain(text: str) -> str:
        return "".join(word for word in tokens(text) if not word.isdigit())

    titles = [report.metadata.title, report.metadata.subtitle]
    titles += [node.title for node in walk(report.blocks) if isinstance(node, m.Section)]
    shown = ["".join(n.text for n in walk(t) if isinstance(n, (m.Text, m.Code))) for t in titles]
    has = {plain(text) for text in (*shown, "".join(shown[:2]))}
    others = "\n".join(map(plain, left_out))
    has |= {one for one in map(plain, left_out) if len(one) > 3}
    return [
        _error("lost-heading", f"“{text}” is no heading in the result", source, line)
        for line, text in inventory.headings
        if not _PRIVATE.search(text)
        and (own := plain(text)) and own not in has and own not in others
        and not any(title and (own in title or own.endswith(title) or own.startswith(title))
                    for title in has)
    ][:_MOST]  # fmt: skip


def _moved(inventory: Inventory, body: Sequence[str], source: str) -> list[Diagnostic]:
    """Report words that stand elsewhere than in the input, by phrases that both have once."""
    size = 5
    words = [(word, line) for line, text in inventory.lines for word in tokens(text)
             if not word.isdigit()]  # fmt: skip
    after = [word for part in body if not part.startswith("\0") for word in tokens(part)
             if not word.isdigit()]  # fmt: skip
    first, second = _phrases([word for word, _ in words], size), _phrases(after, size)
    both = sorted((at, second[phrase]) for phrase, at in first.items()
                  if at >= 0 and second.get(phrase, -1) >= 0)  # fmt: skip
    kept = _rising([there for _, there in both])
    moved = [at for index, (at, _) in enumerate(both) if index not in kept]
    found: list[Diagnostic] = []
    last = -100
    run = 0
    for at in moved:
        run = run + 1 if at - last <= 2 else 1
        last = at
        if run == 12 and len(found) < _MOST:
            text = " ".join(word for word, _ in words[at - 11 : at + size])
            message = f"these words stand elsewhere in the result: “{text}”"
            found.append(_error("moved-words", message, source, abs(words[at][1])))
    return found


def _phrases(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """Return where each phrase stands; -1 for one that stands twice."""
    found: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - size + 1):
        phrase = tuple(words[at : at + size])
        found[phrase] = -1 if phrase in found else at
    return found


def _rising(values: Sequence[int]) -> set[int]:
    """Return the indexes of a longest rising part of `values`."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(ends, value)
        before.append(tails[at - 1] if at else -1)
        if at == len(ends):
            ends.append(value)
            tails.append(index)
        else:
            ends[at], tails[at] = value, index
    kept: set[int] = set()
    index = tails[-1] if tails else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
