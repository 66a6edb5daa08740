"""Take the operators of a page, return the text that they show, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from briefgen.inspection.pdftokens import Token, scan
from briefgen.record import NamedTuple

__all__ = ["Decoder", "content_texts", "decoder", "plain_string"]

_CHARS: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_SPACE: Final = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_SOFT: Final = "\u00ad"


class Decoder(NamedTuple):
    """What the codes of a font stand for; a code has `size` bytes. Without texts it is Latin-1."""

    size: int
    texts: Mapping[int, str]

    def text(self, data: bytes) -> str:
        """Return what a string shown in this font says."""
        if not self.texts:
            return data.decode("latin-1")
        size = self.size
        codes = (int.from_bytes(data[at : at + size], "big") for at in range(0, len(data), size))
        return "".join([self.texts.get(code, "") for code in codes])


def decoder(to_unicode: bytes | None) -> Decoder:
    """Return what decodes strings in a font with this ToUnicode map."""
    if to_unicode is None:
        return Decoder(1, {})
    space = _SPACE.search(to_unicode)
    texts: dict[int, str] = {}
    for block in _CHARS.findall(to_unicode):
        parts = [token.data for token in scan(block, 0, ())[0] if token.kind == "string"]
        texts |= {
            int.from_bytes(code, "big"): text.decode("utf-16-be", "replace")
            for code, text in zip(parts[::2], parts[1::2], strict=False)
        }
    for block in _RANGES.findall(to_unicode):
        texts |= _ranges(scan(block, 0, ())[0])
    return Decoder(len(space[1]) // 2 if space else 2, texts)


def _ranges(tokens: Sequence[Token]) -> dict[int, str]:
    texts: dict[int, str] = {}
    at = 0
    while at + 2 < len(tokens):
        low, high = (int.from_bytes(token.data, "big") for token in tokens[at : at + 2])
        codes = range(low, min(high, low + 0xFFFF) + 1)
        at += 2
        if tokens[at].data == b"[":
            end = next((i for i in range(at, len(tokens)) if tokens[i].data == b"]"), len(tokens))
            for code, token in zip(codes, tokens[at + 1 : end], strict=False):
                texts[code] = token.data.decode("utf-16-be", "replace")
            at = end + 1
        else:
            first = int.from_bytes(tokens[at].data, "big")
            size = len(tokens[at].data)
            for offset, code in enumerate(codes):
                texts[code] = (first + offset).to_bytes(size, "big").decode("utf-16-be", "replace")
            at += 1
    return texts


def plain_string(data: bytes) -> str:
    """Return a text string outside of pages (ISO 32000, 7.9.2.2)."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def content_texts(data: bytes, fonts: Mapping[bytes, Sequence[Decoder]]) -> Iterator[str]:
    """Yield what the operators in `data` show: each marked piece by itself, and what replaces it.

    Where different fonts have one name in different resources, a string is read in each of them.
    """
    tokens = scan(data, 0, ())[0]
    most = max(map(len, fonts.values()), default=1)
    for turn in range(most):
        yield from _texts(tokens, {name: each[turn % len(each)] for name, each in fonts.items()})


class _Shown:
    """Text as it is shown, and as it is to be read where ActualText replaces it."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.read: list[str] = []
        self.replacing = 0  # how deep the marked content is that has ActualText, 0 for none
        self.depth = 0
        self.replaced = False

    def add(self, text: str) -> None:
        self.shown.append(text)
        if not self.replacing:
            self.read.append(text)

    def move(self) -> None:
        """Go on elsewhere: a new word, unless the last one was broken by a hyphen."""
        for parts in (self.shown, self.read):
            if parts and not parts[-1].endswith(_SOFT):
                parts.append(" ")

    def begin(self, actual: str | None) -> None:
        self.depth += 1
        if actual is not None and not self.replacing:
            self.read.append(actual)
            self.replacing, self.replaced = self.depth, True

    def end(self) -> None:
        if self.replacing == self.depth:
            self.replacing = 0
        self.depth = max(0, self.depth - 1)

    def flush(self) -> Iterator[str]:
        for parts in (self.shown, self.read) if self.replaced else (self.shown,):
            if text := "".join(parts).strip():
                yield text
        self.shown.clear()
        self.read.clear()
        self.replaced = bool(self.replacing)


def _texts(tokens: Sequence[Token], fonts: Mapping[bytes, Decoder]) -> Iterator[str]:
    state = _Shown()
    operands: list[Token] = []
    font = Decoder(1, {})
    for token in tokens:
        if token.kind != "word" or _is_number(token.data):
            operands.append(token)
            continue
        match token.data:
            case b"Tj" | b"TJ" | b"'" | b'"':
                if token.data in {b"'", b'"'}:
                    state.move()
                for operand in operands:
                    if operand.kind == "string":
                        state.add(font.text(operand.data))
            case b"Td" | b"TD" | b"Tm" | b"T*":
                state.move()
            case b"Tf":
                names = [operand.data for operand in operands if operand.kind == "name"]
                font = fonts.get(names[-1], Decoder(1, {})) if names else font
            case b"BDC" | b"BMC":
                if _entry(operands, b"MCID") is not None or operands[:1] == [_ARTIFACT]:
                    yield from state.flush()
                actual = _entry(operands, b"ActualText")
                state.begin(None if actual is None else plain_string(actual.data))
                yield from (
                    plain_string(each.data)
                    for each in operands
                    if each.kind == "string" and each is not actual
                )
            case b"EMC":
                state.end()
                if not state.depth:
                    yield from state.flush()
            case b"BI":
                operands = []
        operands = []
    yield from state.flush()


_ARTIFACT: Final = Token("name", b"Artifact")


def _entry(operands: Sequence[Token], key: bytes) -> Token | None:
    for name, value in pairwise(operands):
        if name.kind == "name" and name.data == key:
            return value
    return None


def _is_number(data: bytes) -> bool:
    return data[:1] in b"0123456789+-." and data.lstrip(b"+-").replace(b".", b"", 1).isdigit()
