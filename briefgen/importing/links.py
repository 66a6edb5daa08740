"""Take a draft, return it with the links that cite as citations, if that is wanted.

Chat tools cite by links: "([board.example](https://...))". Their trackers and marked texts are
taken off in any case; with `--links cite` such links become citations, and their pages works.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftParagraph,
    DraftRun,
    Grid,
    Location,
    Runs,
    SourceEntry,
    text_of,
    with_runs,
)
from briefgen.importing.works import URL, trimmed
from briefgen.record import replace

__all__ = ["take_links"]

_TRACKERS: Final = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|gclid|srsltid)=[^&#]*&?", re.IGNORECASE)
_MARKED: Final = re.compile(r"oai_citation:\d+‡(?P<name>.*)", re.DOTALL)


def take_links(
    draft: Draft, works: Sequence[SourceEntry], decisions: Decisions, *, cite: bool
) -> tuple[Draft, tuple[SourceEntry, ...]]:
    """Return the draft with plain addresses, and its works; with `cite` links become citations."""
    known = {url: work.label for work in works for url in _addresses(work.runs)}
    numbers = [int(work.label) for work in works if work.label.isdigit()]
    made: list[SourceEntry] = []
    kept: list[tuple[Location, str]] = []

    def label_of(run: DraftRun, place: Location) -> str:
        if run.link not in known:
            label = str(max(numbers, default=0) + 1)
            numbers.append(int(label))
            known[run.link] = label
            match = _MARKED.match(run.text)
            name = (match["name"] if match else run.text).strip()
            title = () if _is_host(name, run.link) else (DraftRun(f"{name} "),)
            made.append(SourceEntry(label, (*title, DraftRun(run.link)), place))
        return known[run.link]

    def change(runs: Runs, place: Location) -> Runs:
        runs = tuple(replace(run, link=_plain(run.link)) if run.link else run for run in runs)
        result: list[DraftRun] = []
        for at, run in enumerate(runs):
            if not _cites(runs, at):
                result.append(run)
            elif cite:
                decisions.leave_out(place, run.text, "the text of a link, now a citation")
                result.append(DraftRun(run.text, cites=(label_of(run, place),)))
            else:
                kept.append((place, run.text))
                result.append(run)
        return tuple(_without_brackets(result)) if cite else tuple(result)

    blocks = tuple(
        with_runs(block, lambda runs, place=block.place: change(runs, place))  # type: ignore[misc]
        if isinstance(block, DraftParagraph | Grid) else block
        for block in draft.blocks
    )  # fmt: skip
    if len(kept) >= 3:
        what = f"{len(kept)} links that look like citations stay links (--links cite)"
        decisions.take("citation", kept[0][0], kept[0][1], Option(what, 0.6))
    return replace(draft, blocks=blocks), (*works, *made)


def _addresses(runs: Runs) -> list[str]:
    found = [trimmed(match[0]) for match in URL.finditer(text_of(runs))]
    return [*found, *(_plain(run.link) for run in runs if run.link)]


def _plain(link: str) -> str:
    """Return an address without what says where its reader came from."""
    if not re.match(r"https?:", link):
        return link
    page, mark, name = link.partition("#")
    name = "" if name.startswith(":~:text=") else name
    page = _TRACKERS.sub("", page).rstrip("?&") if "?" in page else page
    return f"{page}#{name}" if mark and name else page


def _is_host(text: str, link: str) -> bool:
    """Tell whether the text of a link is no more than its address or the host of it."""
    try:
        host = (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    shown = text.strip().casefold().removeprefix("www.")
    return not shown or shown == host or "://" in shown or host.split(".")[0] == shown


def _cites(runs: Runs, at: int) -> bool:
    """Tell whether the link at `at` stands as a citation does: in brackets, or as a host's name."""
    run = runs[at]
    if not re.match(r"https?:", run.link) or run.image or run.note or run.cites:
        return False
    if _MARKED.match(run.text):
        return True
    before = at - 1
    while before >= 0 and (runs[before].link or not runs[before].text.strip(" ,;")):
        before -= 1
    after = at + 1
    while after < len(runs) and (runs[after].link or not runs[after].text.strip(" ,;")):
        after += 1
    opened = before >= 0 and runs[before].text.rstrip().endswith(("(", "["))
    closed = after < len(runs) and runs[after].text.lstrip().startswith((")", "]"))
    return opened and closed


def _without_brackets(runs: Sequence[DraftRun]) -> list[DraftRun]:
    """Take off the brackets that stood around links which are citations now."""
    result = list(runs)
    for at, run in enumerate(result):
        if run.cites:
            continue
        text = run.text
        if at + 1 < len(result) and result[at + 1].cites and text.rstrip().endswith(("(", "[")):
            text = text.rstrip()[:-1]
        if at and result[at - 1].cites and text.lstrip().startswith((")", "]")):
            text = text.lstrip()[1:]
        if text != run.text:
            result[at] = replace(run, text=text)
    return result
