"""Take the bytes of a PDF, return all that can be read in it.

Every object is read wherever it stands: those in object streams, those of earlier revisions, those
that nothing refers to. So there is no need for the table of objects, and no way around it.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, cast

from briefgen.inspection.pdftext import Decoder, content_texts, decoder, plain_string
from briefgen.inspection.pdftokens import Token, scan
from briefgen.inspection.pictures import picture_texts
from briefgen.inspection.pieces import FileContent, UnreadableError
from briefgen.record import NamedTuple

__all__ = ["read_pdf"]

_OBJECT: Final = re.compile(rb"(?<![0-9])(\d+)\s+(\d+)\s+obj\b")
_OWN_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]*|.")
"""What names of the format look like: FontDescriptor, F0."""

_LARGEST: Final = 256 * 1024 * 1024


class _Object(NamedTuple):
    number: int
    tokens: Sequence[Token]
    stream: bytes | None

    def after(self, name: bytes) -> Token | None:
        """Return the token after the name `/name`."""
        names = (i for i, t in enumerate(self.tokens) if t.kind == "name" and t.data == name)
        at = next(names, len(self.tokens))
        return self.tokens[at + 1] if at + 1 < len(self.tokens) else None

    def says(self, key: bytes, value: bytes) -> bool:
        token = self.after(key)
        return token is not None and token.kind == "name" and token.data == value

    @property
    def keys(self) -> set[bytes]:
        return {token.data for token in self.tokens if token.kind == "name"}


def read_pdf(data: bytes) -> FileContent:
    """Return text, strings, names and metadata of a PDF. Raises `UnreadableError`."""
    if not data.startswith(b"%PDF-"):
        raise UnreadableError("it is no PDF")
    objects = list(_objects(data))
    fonts, characters = _fonts(objects)
    content = FileContent([], [], characters, [])
    for thing in objects:
        keys = thing.keys
        if b"Encrypt" in keys and b"Root" in keys:
            raise UnreadableError("it is encrypted")
        if thing.stream is None:
            where = (
                "properties" if keys & {b"Creator", b"Producer", b"CreationDate"} else "an object"
            )
            _strings(thing, where, content)
        elif not thing.says(b"Type", b"XRef"):
            _strings(thing, "a stream", content)
            _stream(thing, keys, thing.stream, fonts, content)
    return content


def _strings(thing: _Object, where: str, content: FileContent) -> None:
    texts, labels, parts = (
        cast("list[tuple[str, str]]", each)
        for each in (content.texts, content.labels, content.parts)
    )
    number = f"{where}, {thing.number} 0 R"
    skip = thing.says(b"Type", b"Font") or b"FontName" in thing.keys or b"Registry" in thing.keys
    for token in thing.tokens:
        if token.kind == "string" and not skip:
            text = plain_string(token.data)
            texts.append((number, text))
            labels.append((number, text))
        elif token.kind == "name" and not skip:
            name = token.data.decode("utf-8", "replace")
            (parts if _OWN_NAME.fullmatch(name) else labels).append((number, name))


def _stream(
    thing: _Object,
    keys: set[bytes],
    data: bytes,
    fonts: dict[bytes, list[Decoder]],
    content: FileContent,
) -> None:
    texts = content.texts
    assert isinstance(texts, list)  # noqa: S101  # made above
    where = f"a stream, {thing.number} 0 R"
    if thing.says(b"Subtype", b"Image"):
        texts += [(where, text) for text in picture_texts(data)]
    elif thing.says(b"Type", b"Metadata") or data.lstrip()[:1] == b"<":
        text = data.decode("utf-8", "replace")
        texts += [("properties (XMP)", part) for part in re.split(r"<[^>]*>", text) if part.strip()]
        values = re.findall(r'="([^"]*)"', re.sub(r'xmlns:\w+="[^"]*"', "", text))
        texts += [("properties (XMP)", part) for part in values]
    elif not (keys & {b"Length1", b"Length2", b"FontFile", b"N"} or b"begincmap" in data[:400]):
        texts += [(f"page text, {thing.number} 0 R", t) for t in content_texts(data, fonts)]


def _objects(data: bytes) -> Iterator[_Object]:
    position = 0
    while (head := _OBJECT.search(data, position)) is not None:
        tokens, position, stops = scan(data, head.end(), (b"endobj", b"stream"))
        if stops != b"stream":
            yield _Object(int(head[1]), tokens, None)
            continue
        start = position + (data[position : position + 2] == b"\r\n") + 1
        thing = _Object(int(head[1]), tokens, b"")
        stream, position = _inflated(data, start, thing)
        yield thing._replace(stream=stream)
        if thing.says(b"Type", b"ObjStm"):
            yield from _packed(stream, thing)
    for trailer in re.finditer(rb"trailer\b", data):
        yield _Object(0, scan(data, trailer.end(), (b"startxref",))[0], None)


def _inflated(data: bytes, start: int, thing: _Object) -> tuple[bytes, int]:
    """Return the content of the stream that starts at `start`, and where it ends."""
    names = [t.data for t in thing.tokens if t.kind == "name"]
    at = names.index(b"Filter") + 1 if b"Filter" in names else len(names)
    filters = [name for name in names[at : at + 2] if name.endswith(b"Decode")]
    end = data.find(b"endstream", start)
    if filters[:1] == [b"FlateDecode"]:
        unpacker = zlib.decompressobj()
        try:
            content = unpacker.decompress(data[start:], _LARGEST)
        except zlib.error as error:
            raise UnreadableError(f"object {thing.number}: {error}") from None
        if not unpacker.eof:
            raise UnreadableError(f"object {thing.number} does not end, or is too large")
        return content, len(data) - len(unpacker.unused_data)
    size = thing.after(b"Length")
    if size is not None and size.data.isdigit():
        exact = start + int(size.data)
        if data[exact : exact + 12].lstrip().startswith(b"endstream"):
            end = exact
    if filters and filters[0] not in {b"DCTDecode", b"JPXDecode", b"CCITTFaxDecode"}:
        raise UnreadableError(f"object {thing.number} is packed with {filters[0].decode()}")
    return data[start:end], max(end, start)


def _packed(data: bytes, stream: _Object) -> Iterator[_Object]:
    first = stream.after(b"First")
    if first is None or not first.data.isdigit():
        raise UnreadableError(f"object stream {stream.number} has no index")
    index = [int(part) for part in data[: int(first.data)].split()]
    starts = [int(first.data) + at for at in index[1::2]]
    for number, start, end in zip(index[::2], starts, [*starts[1:], len(data)], strict=True):
        yield _Object(number, scan(data[start:end], 0, ())[0], None)


def _fonts(
    objects: Sequence[_Object],
) -> tuple[dict[bytes, list[Decoder]], list[tuple[str, str]]]:
    """Return what decodes strings in each font, by its name in resources; and their characters."""
    streams = {thing.number: thing.stream for thing in objects if thing.stream is not None}
    decoders: dict[int, Decoder] = {}
    characters: list[tuple[str, str]] = []
    for thing in objects:
        if thing.says(b"Type", b"Font"):
            to_unicode = thing.after(b"ToUnicode")
            reference = int(to_unicode.data) if to_unicode and to_unicode.data.isdigit() else 0
            decoders[thing.number] = made = decoder(streams.get(reference))
            place = f"a font, {thing.number} 0 R"
            found = {c for text in made.texts.values() for c in text.casefold() if c.isalpha()}
            characters += [(place, c) for c in sorted(found)]
    named: defaultdict[bytes, list[Decoder]] = defaultdict(list)
    for thing in objects:
        for name, number, _, mark in zip(*(thing.tokens[i:] for i in range(4)), strict=False):
            if name.kind == "name" and mark.data == b"R" and number.data.isdigit():
                found_decoder = decoders.get(int(number.data))
                if found_decoder is not None and found_decoder not in named[name.data]:
                    named[name.data].append(found_decoder)
    return dict(named), characters
