"""Take a TOML file, return its data and where each key stands, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefgen.diagnostics import Diagnostics, KeyPath, Span
from briefgen.record import record

__all__ = ["TomlFile", "key_spans", "read_toml"]


@record(frozen=True, slots=True)
class TomlFile:
    """The data of a TOML file, and of those that it extends; nobody changes it.

    `texts` are their names and texts, a file before the one that it extends.
    """

    data: Mapping[str, Any]
    texts: tuple[tuple[str, str], ...]

    def place(self, *path: str | int) -> Span:
        """Return where the key or the item at `path` stands, or else the nearest around it.

        A file is asked before those that it extends. The first line stands for what is not there.
        """
        for length in range(len(path), 0, -1):
            for file, text in self.texts:
                if found := key_spans(file, text).get(path[:length]):
                    return found
        return Span(self.texts[0][0], 1)

    def over(self, below: TomlFile) -> TomlFile:
        """Return `below` with this file laid over it: tables merge, all else is replaced."""
        return TomlFile(_merged(below.data, self.data), self.texts + below.texts)


def read_toml(
    path: Path, what: str, sink: Diagnostics, *hints: str, code: str = ""
) -> TomlFile | None:
    """Read the file at `path`, which is `what` ("the theme"); None after reporting an error.

    The error is `code`, or else `unreadable` or `bad-toml`.
    """
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read {what}: {error}"
        sink.error(code or "unreadable", message, Span(file, 1), *hints)
        return None
    try:
        return TomlFile(_loaded(text), ((file, text),))
    except tomllib.TOMLDecodeError as error:
        message, _, where = str(error).rpartition(" (at ")
        found = re.fullmatch(r"line (\d+), column (\d+)\)", where)
        lines = text.rstrip().split("\n")  # what has no place is missing at the end
        place = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
        message = f"{what} is no TOML: {message}"
        sink.error(code or "bad-toml", message, Span(file, *place), *hints)
        return None


@lru_cache(maxsize=16)
def _loaded(text: str) -> Mapping[str, Any]:
    """Read `text`; several themes extend the same, so that a pack would read it again and again."""
    return tomllib.loads(text)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**below}
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            value = _merged(old, value)
        merged[key] = value
    return merged


@lru_cache(maxsize=16)
def key_spans(file: str, text: str) -> Mapping[KeyPath, Span]:
    """Return where the keys and the items of arrays of `text` stand, which is TOML.

    A table stands where its first header does, or its first key.
    """
    return _Scanner(file, text).scan()


_TOKEN = re.compile(
    r"""(?P<blank> [ \t\r]+ | \#[^\n]* )
    | (?P<string> \"{3} (?:[^\\]|\\.)*? \"{3,5} | '{3} .*? '{3,5}
                | \" (?:[^"\\]|\\.)* \" | ' [^']* ' )
    | (?P<mark> [][{},=.\n] )
    | (?P<word> [^][{},=.\s"'#]+ )""",
    re.VERBOSE | re.DOTALL,
)


class _Scanner:
    """Goes over the tokens of valid TOML once, and notes where keys and items of arrays begin."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        tokens = (found for found in _TOKEN.finditer(text) if found.lastgroup != "blank")
        self.tokens = [(found[0], *found.span()) for found in tokens]
        self.at = 0
        self.spans: dict[KeyPath, Span] = {}
        self.counts: dict[KeyPath, int] = {}  # of the tables in each array of tables

    def scan(self) -> Mapping[KeyPath, Span]:
        table: KeyPath = ()
        while self.at < len(self.tokens):
            if self.next_is("["):
                table = self.header()
            elif not self.next_is("\n"):
                self.pair(table)
        return self.spans

    @property
    def token(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "\n"

    def next_is(self, mark: str) -> bool:
        """Step over the next token if it is `mark`."""
        found = self.token == mark
        self.at += found
        return found

    def header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]` behind its first bracket; return the path of the table."""
        first = self.at - 1
        several = self.next_is("[")
        path: KeyPath = ()
        for key in self.key():
            if path in self.counts:  # what stands below an array of tables belongs to its last
                path = (*path, self.counts[path] - 1)
            path = (*path, key)
        self.at += 1 + several
        if several:
            self.counts[path] = self.counts.get(path, 0) + 1
            path = (*path, self.counts[path] - 1)
        self.note(path, first, self.at - 1)
        return path

    def pair(self, table: KeyPath) -> None:
        first = self.at
        path = (*table, *self.key())
        self.note(path, first, self.at - 1)
        self.at += 1  # the equals sign
        self.value(path)

    def key(self) -> list[str]:
        keys: list[str] = []
        while not keys or self.next_is("."):
            keys.append(_plain(self.token))
            self.at += 1
        return keys

    def value(self, path: KeyPath) -> None:
        if self.next_is("["):
            index = 0
            while not self.next_is("]"):
                if not (self.next_is(",") or self.next_is("\n")):
                    self.note((*path, index), self.at, self.at)
                    self.value((*path, index))
                    index += 1
        elif self.next_is("{"):
            while not self.next_is("}"):
                if not (self.next_is(",") or self.next_is("\n")):
                    self.pair(path)
        else:
            while self.token not in {",", "]", "}", "\n"}:
                self.at += 1

    def note(self, path: KeyPath, first: int, last: int) -> None:
        """Note that `path`, and each table around it, stands from token `first` to `last`."""
        start, end = self.tokens[first][1], self.tokens[last][2]
        span = Span(self.file, *self.position(start), *self.position(end))
        for length in range(1, len(path) + 1):
            self.spans.setdefault(path[:length], span)

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def _plain(key: str) -> str:
    """Return a key as tomllib does, without its quotation marks."""
    return next(iter(tomllib.loads(f"{key} = 0"))) if key[0] in "\"'" else key
