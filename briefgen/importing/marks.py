"""Take a draft with the citation marks of chat exports, return it with them as citations.

It reads `【4†source】`, `[cite: 1, 2]`, `:contentReference[oaicite:3]{index=3}` and the marks
between private-use characters (`turn0search3`), even if those characters are lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftParagraph,
    DraftRun,
    Grid,
    Location,
    Runs,
    SourceEntry,
    clean,
    cut,
    runs_in,
    text_of,
    with_runs,
)
from briefgen.record import replace

__all__ = ["read_marks"]

_TURN: Final = r"turn\d+[a-z]+\d+"
_MARK: Final = re.compile(
    rf"\s?\ue200cite(?P<private>(?:\ue202{_TURN})+)\ue201"
    r"|\s?\ue200(?P<kind>[a-z_]+)(?P<body>[^\ue200\ue201]*)\ue201"
    rf"|\s?\bcite(?P<bare>(?:[\ue202]?{_TURN})+)"
    rf"|\s?\b(?P<file>filecite(?:[\ue202]?{_TURN})+(?:\ue202?L\d+(?:-L?\d+)?)?)"
    r"|(?P<entity>\bentity\[\"[^\]\n]*\"\])"
    r"|(?P<widget>\b(?:image_group|navlist|products?|video)\{\".*\})"
    r"|\s?【(?P<dagger>\d+)(?::\d+)?†[^】]*】"
    r"|\s?\[cite:\s*(?P<cite>\d+(?:\s*,\s*\d+)*)\]"
    r"|\s?:contentReference\[oaicite:(?P<index>\d+)\](?:\{[^}]*\})?"
)
_START: Final = re.compile(r"\[cite_start\]|[\ue200-\ue206]")
_SESSION: Final = "a mark that points into a chat, whose sources the file does not have"


def read_marks(draft: Draft, works: Sequence[SourceEntry], decisions: Decisions) -> Draft:
    """Return `draft` with `DraftRun.cites` set where a mark stands."""
    text = "\n".join(run.text for run in runs_in(draft.blocks))
    if not (_MARK.search(text) or _START.search(text)):
        return draft
    tokens = list(dict.fromkeys(re.findall(_TURN, text)))
    labels = {work.label: work.label for work in works}
    chance = 0.97
    if tokens and not any(token in labels for token in tokens):
        chance = 0.65 if len(tokens) == len(works) else 0.4
        labels |= {token: work.label for token, work in zip(tokens, works, strict=False)}
    zero = min((int(n) for n in re.findall(r"oaicite:(\d+)", text)), default=0) == 0

    session: list[tuple[Location, str]] = []

    def change(runs: Runs, place: Location) -> Runs:
        whole = text_of(runs)
        result: list[DraftRun] = []
        at = 0
        for match in re.finditer(f"{_MARK.pattern}|{_START.pattern}", whole):
            result += cut(runs, at, match.start())
            at = match.end()
            mark = match[0]
            group = next((name for name, value in match.groupdict().items() if value), "")
            if group in ("kind", "file", "entity", "widget"):
                result += _widget(match, cut(runs, match.start(), at), place, decisions, session)
                continue
            if not group:
                decisions.leave_out(place, mark, "an empty mark of a chat export")
                continue
            cited = re.findall(
                rf"{_TURN}|\d+" if group in ("private", "bare") else r"\d+", match[group]
            )
            if group == "index" and zero:
                cited = [str(int(number) + 1) for number in cited]
            known = tuple(labels[name] for name in cited if name in labels)
            if len(known) == len(cited):
                sure = chance if group in ("private", "bare") else 0.97
                options = [Option(f"cites {', '.join(known)}", sure)]
                if sure < 0.9:
                    options.append(Option("a mark without a known source", 1 - sure))
                decision = decisions.take("citation", place, whole[max(at - 60, 0) : at], *options)
                if decision.chosen.startswith("cites"):
                    decisions.leave_out(place, mark, "a mark of a chat tool, now a citation")
                    result.append(DraftRun(mark, cites=known, doubts=decision.doubts))
                    continue
                doubts = decision.doubts
            elif group in ("private", "bare"):
                session.append((place, mark))
                decisions.leave_out(place, mark, _SESSION)
                continue
            else:
                decision = decisions.take(
                    "citation", place, mark, Option("a mark without a known source", 0.5)
                )
                doubts = decision.doubts
            decisions.leave_out(place, mark, "a mark of a chat tool, now in brackets")
            shown = " [" + ", ".join(cited) + "]"
            result.append(DraftRun(shown, doubts=doubts))
        result += cut(runs, at)
        return tuple(result)

    blocks = tuple(
        with_runs(block, lambda runs, place=block.place: change(runs, place))  # type: ignore[misc]
        if isinstance(block, DraftParagraph | Grid)
        else block
        for block in draft.blocks
    )
    kept = tuple(
        block
        for block, before in zip(blocks, draft.blocks, strict=True)
        if not (isinstance(block, DraftParagraph) and isinstance(before, DraftParagraph)
                and before.runs and not clean(block.runs))
    )  # fmt: skip
    if session:
        place, mark = session[0]
        decisions.take(
            "citation", place, mark,
            Option(f"{len(session)} marks point into a chat and name no source; the chat's "
                   "download as Word or PDF keeps the sources", 0.5),
        )  # fmt: skip
    return replace(draft, blocks=kept)


def _widget(
    match: re.Match[str],
    runs: Runs,
    place: Location,
    decisions: Decisions,
    session: list[tuple[Location, str]],
) -> Runs:
    """Return the name that the mark of an entity says, and nothing for other marks."""
    mark = match[0]
    entity = match["entity"] or (mark if match["kind"] == "entity" else "")
    if entity and len(names := re.findall(r'"([^"]*)"', entity)) > 1:
        decisions.leave_out(place, mark, "an entity of a chat tool, now its name")
        space = mark[: len(mark) - len(mark.lstrip())]
        return (replace(runs[0], text=space + names[1]),)
    if match["file"] or "cite" in (match["kind"] or ""):
        session.append((place, mark))
        decisions.leave_out(place, mark, _SESSION)
    else:
        decisions.leave_out(place, mark, "a picture group or menu of a chat tool")
    return ()
