"""Take bytes of PDF syntax, return its tokens: names, strings, words (ISO 32000, 7.2)."""

from __future__ import annotations

import re
from typing import Final, Literal

from briefgen.record import NamedTuple

__all__ = ["Token", "scan"]

_TOKEN: Final = re.compile(
    rb"%[^\r\n]*"
    rb"|(?P<plain>\((?:[^()\\]+|\\[\s\S])*\))"
    rb"|(?P<open>\()"
    rb"|(?P<bracket><<|>>|[\[\]{}])"
    rb"|(?P<hex><[0-9A-Fa-f\s]*>)"
    rb"|/(?P<name>[^\s()<>\[\]{}/%\x00]*)"
    rb"|(?P<word>[^\s()<>\[\]{}/%\x00]+)"
)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PARENTHESIS: Final = re.compile(rb"\\[\s\S]|[()]")


class Token(NamedTuple):
    """A token; `data` is what it stands for: escapes in strings and names are resolved."""

    kind: Literal["name", "string", "word", "bracket"]
    data: bytes


def scan(data: bytes, start: int, stops: tuple[bytes, ...]) -> tuple[list[Token], int, bytes]:
    """Return the tokens from `start` to one of the words `stops`, where it ends, and that word."""
    tokens: list[Token] = []
    position = start
    while (found := _TOKEN.search(data, position)) is not None:
        position = found.end()
        kind = found.lastgroup
        text = found[0]
        if kind == "word":
            if text in stops:
                return tokens, position, text
            tokens.append(Token("word", text))
        elif kind == "name":
            name = found["name"]
            if b"#" in name:
                name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes((int(m[1], 16),)), name)
            tokens.append(Token("name", name))
        elif kind == "plain":
            tokens.append(Token("string", _unescaped(text[1:-1])))
        elif kind == "hex":
            digits = re.sub(rb"\s", b"", text[1:-1])
            digits += b"0" * (len(digits) % 2)
            tokens.append(Token("string", bytes.fromhex(digits.decode("ascii"))))
        elif kind == "open":
            end = _balanced(data, found.start())
            tokens.append(Token("string", _unescaped(data[found.end() : end - 1])))
            position = end
        elif kind == "bracket":
            tokens.append(Token("bracket", text))
    return tokens, len(data), b""


def _balanced(data: bytes, start: int) -> int:
    depth = 0
    for found in _PARENTHESIS.finditer(data, start):
        depth += (found[0] == b"(") - (found[0] == b")")
        if not depth and found[0] == b")":
            return found.end()
    return len(data)


def _unescaped(text: bytes) -> bytes:
    if b"\\" not in text:
        return text

    def resolve(found: re.Match[bytes]) -> bytes:
        what = found[1]
        if what[:1].isdigit() and what[:1] < b"8":
            return bytes((int(what, 8) & 255,))
        return b"" if what in {b"\n", b"\r\n", b"\r"} else _ESCAPED.get(what, what)

    return _ESCAPE.sub(resolve, text)
