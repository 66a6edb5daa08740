"""Take a report's text, return its metadata blocks as one YAML text, and its body.

As in Pandoc: YAML between `---` and `---` or `...` may stand anywhere after an empty line, and the
file may begin with a title block (`% Title`, `% Author; Author`, `% Date`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

import yaml

from briefgen.record import NamedTuple

__all__ = ["FrontMatter", "split_front_matter"]

_OPENING = re.compile(r"---[ \t]*$")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_KEY = re.compile(r"[ \t]*(?:#|['\"]?[\w-]+['\"]?[ \t]*:(?:[ \t]|$))")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TITLE = re.compile(r"%(?:[ \t]|$)")


class FrontMatter(NamedTuple):
    """Metadata of a report as it was typed.

    `yaml` has each block on the lines where it stands in the file, and `body` empty lines there.
    `titled` are the values of a title block. `unclosed` says that a block at the beginning has no
    end.
    """

    yaml: str
    body: str
    titled: Mapping[str, yaml.Node]
    unclosed: bool = False


def split_front_matter(text: str) -> FrontMatter:
    """Return the metadata and the body of `text`.

    An opening fence that is never closed leaves all of it body.
    """
    lines = text.split("\n")
    titled, start = _title_block(lines)
    body = [*[""] * start, *lines[start:]]
    front = [""] * len(lines)
    last = -1
    for begin, end in _blocks(lines, start):
        front[begin + 1 : end] = lines[begin + 1 : end]
        body[begin : end + 1] = [""] * (end + 1 - begin)
        last = end
    first = next((line for line in range(start, len(lines)) if lines[line].strip()), 0)
    unclosed = (
        last < 0
        and bool(_OPENING.match(lines[first]))
        and first + 1 < len(lines)
        and bool(re.match(r"[\w-]+:", lines[first + 1]))
    )
    return FrontMatter("\n".join(front[: last + 1]), "\n".join(body), titled, unclosed)


def _blocks(lines: list[str], start: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of the fences of each YAML block."""
    fence = ""
    line = start
    empty, top = True, True
    closings = [i for i in range(len(lines)) if _CLOSING.match(lines[i])]
    while line < len(lines):
        text = lines[line]
        if (mark := _FENCE.match(text)) and not fence:
            fence = mark[1]
        elif fence:
            if mark and mark[1].startswith(fence) and not text.strip().strip(fence[0]):
                fence = ""
        elif empty and _OPENING.match(text) and line + 1 < len(lines) and lines[line + 1].strip():
            following = bisect_right(closings, line)
            end = closings[following] if following < len(closings) else -1
            if end > 0 and (top or _is_mapping(lines[line + 1 : end])):
                yield line, end
                line, text = end, ""
                top = False
        empty = not text.strip()
        top = top and empty
        line += 1


def _is_mapping(lines: list[str]) -> bool:
    """Tell whether `lines`, which stand between rules within a text, are metadata."""
    if not _KEY.match(lines[0]):
        return False
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)("\n".join(lines))
    try:
        return isinstance(loader.get_single_node(), yaml.MappingNode)
    except (yaml.YAMLError, RecursionError, ValueError):
        return False
    finally:
        loader.dispose()


def _title_block(lines: list[str]) -> tuple[dict[str, yaml.Node], int]:
    """Return the values of a title block at the beginning of `lines`, and the line after it."""
    found: dict[str, yaml.Node] = {}
    line = 0
    for name in ("title", "author", "date"):
        if line == len(lines) or not _TITLE.match(lines[line]):
            break
        begin = line
        line += 1
        while line < len(lines) and lines[line][:1] in (" ", "\t") and lines[line].strip():
            line += 1
        texts = [(number, lines[number]) for number in range(begin, line)]
        texts[0] = begin, " " + texts[0][1][1:]
        if name == "author":
            authors = [
                _scalar(number, match.start(), match[0])
                for number, text in texts
                for match in re.finditer(r"[^\s;](?:[^;]*[^\s;])?", text)
            ]
            if authors:
                found[name] = yaml.SequenceNode(
                    "tag:yaml.org,2002:seq", authors, authors[0].start_mark, authors[-1].end_mark
                )
        elif whole := " ".join(text.strip() for _, text in texts).strip():
            number, text = texts[0]
            found[name] = _scalar(number, len(text) - len(text.lstrip()), whole)
    return found, line


def _scalar(line: int, column: int, text: str) -> yaml.ScalarNode:
    start = yaml.Mark("", 0, line, column, None, 0)
    end = yaml.Mark("", 0, line, column + len(text), None, 0)
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, start, end)
