"""Take Markdown of a note-taking tool (Obsidian), return it as other tools would read it.

Links between notes become their words, embedded pictures images, marked text plain text, callouts
quotes; comments and the ids of blocks are left out.
"""

from __future__ import annotations

import re
from typing import Final

from briefgen.importing.draft import LeftOut, Location
from briefgen.record import NamedTuple

__all__ = ["read_vault"]

_EMBED: Final = re.compile(r"!\[\[([^\[\]|#\n]+)(?:#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
_LINK: Final = re.compile(r"(?<!!)\[\[([^\[\]|\n]*[^\W\d][^\[\]|\n]*)(?:\|([^\[\]\n]*))?\]\](?!\()")
_HIGHLIGHT: Final = re.compile(r"(?<![=\w])==(?=\S)([^=\n]+?)(?<=\S)==(?![=\w])")
_COMMENT: Final = re.compile(r" ?%%(?!%)([^%\n]*)%%")
_BLOCK_ID: Final = re.compile(r"(?<=\S)[ \t]+\^([A-Za-z][\w-]{1,31}|[a-z\d]{6})[ \t]*$")
_CALLOUT: Final = re.compile(r"^(\s*>\s*)\[!(\w+)\][+-]?[ \t]*(.*)$")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|svg|gif|webp|bmp)$", re.IGNORECASE)


class Vault(NamedTuple):
    """The text, line by line as it was, and what is left out of it."""

    text: str
    left_out: tuple[LeftOut, ...]


def read_vault(text: str, first: int) -> Vault:
    """Read `text`, whose first line is line `first` of its file."""
    lines = text.split("\n")
    left_out: list[LeftOut] = []
    fence = ""
    for at, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and re.search(r"\[\[|==|%%|\^|\[!", line):
            lines[at] = _line(line, Location(at + first), left_out)
    return Vault("\n".join(lines), tuple(left_out))


def _line(line: str, place: Location, left_out: list[LeftOut]) -> str:
    def comment(match: re.Match[str]) -> str:
        left_out.append(LeftOut(place, match[1], "a comment of the note"))
        return ""

    def block_id(match: re.Match[str]) -> str:
        left_out.append(LeftOut(place, match[1], "the id of a block"))
        return ""

    def embed(match: re.Match[str]) -> str:
        target, words = match[1].strip(), (match[2] or "").strip()
        if _PICTURE.search(target):
            words = "" if re.fullmatch(r"\d+(?:x\d+)?", words) else words
            return f"![{words}](<{target}>)"
        left_out.append(LeftOut(place, target, "a note that was embedded"))
        return words or target

    def link(match: re.Match[str]) -> str:
        if match[2]:
            left_out.append(LeftOut(place, match[1], "the note that a link leads to"))
        return (match[2] or match[1]).strip()

    if callout := _CALLOUT.match(line):
        kind = callout[2].capitalize()
        if callout[3]:
            left_out.append(LeftOut(place, callout[2], "the kind of a callout"))
        line = f"{callout[1]}**{callout[3] or kind}**  "
    line = _LINK.sub(link, _EMBED.sub(embed, line))
    line = _HIGHLIGHT.sub(r"\1", _COMMENT.sub(comment, line))
    return _BLOCK_ID.sub(block_id, line)
