"""Take `{#id .class key=value}`, return an `Attr`; report what nobody would understand."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.language import is_language_tag, tag_of_name
from briefgen.model import Attr
from briefgen.record import replace
from briefgen.restrictions import RESTRICTIONS, meant_key, report_strings, typed_in

KNOWN_KEYS = frozenset(
    "audience marking name actor status date lang widths count gap alt width height start kind"
    " unit value".split()
)

_ITEM = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s{}"'=\#]+)
      | \.(?P<class>[^\s{}"'=.\#][^\s{}"'=\#]*)
      | (?P<minus>-)(?=[\s}])
      | (?P<key>[^\W\d][\w:.-]*)=(?:
            "(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)'|(?P<bare>[^\s{}"'=]+)
        )
    )(?=[\s}])""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)")
_END = re.compile(r"\s*\}")
_IN_LINE = re.compile(r"(?<!\\)(?:\]|\]\([^()]*\)|`)$")
_LIKELY = re.compile(r"\{\s*(?:[#.]\S|-\s*\}|[\w-]+\s*=)")


def parse_attributes(text: str, position: int) -> tuple[Attr, int] | None:
    """Return the attributes whose `{` is at `position` and where they end, or None."""
    if not text.startswith("{", position):
        return None
    identifier = ""
    classes: list[str] = []
    pairs: list[tuple[str, str]] = []
    position += 1
    while item := _ITEM.match(text, position):
        position = item.end()
        match item.lastgroup:
            case "id":
                identifier = item["id"]
            case "class":
                classes.append(item["class"])
            case "minus":
                classes.append("unnumbered")
            case quoting:
                value = re.sub(r"\s+", " ", item[quoting or "bare"])
                value = _ESCAPED.sub(r"\1", value) if quoting == "double" else value
                pairs.append((item["key"], value))
    end = _END.match(text, position)
    if end is None:
        return None
    return Attr(identifier, tuple(dict.fromkeys(classes)), tuple(pairs)), end.end()


def looks_like_attributes(text: str, position: int) -> bool:
    """Tell whether what stands at `position` was meant as attributes."""
    return _LIKELY.match(text, position) is not None


def in_line(text: str, position: int) -> bool:
    """Tell whether attributes at `position` belong to the span, link or code before them."""
    return _IN_LINE.search(text[:position]) is not None


def trailing_attributes(text: str) -> tuple[Attr, int] | None:
    """Return the attributes at the end of `text` that belong to all of it, and where they begin."""
    if not text.endswith("}"):
        return None
    # A quoted value may hold a brace, so the last `{` from which the rest parses is the one.
    start = len(text)
    for _ in range(8):
        start = text.rfind("{", 0, start)
        if start < 0:
            return None
        parsed = parse_attributes(text, start)
        if parsed and parsed[1] == len(text):
            return None if in_line(text, start) else (parsed[0], start)
    return None


def malformed_at(text: str) -> int:
    """Return where braces at the end of `text` begin that were meant as its attributes, or -1."""
    start = text.rfind("{") if text.endswith("}") else -1
    if start < 0 or not looks_like_attributes(text, start) or in_line(text, start):
        return -1
    return start


class AttributeCheck:
    """Checks the attributes of one file: their keys, ids, languages and markings.

    `marked` is false where the front matter names no marking scheme; a marking then is an error.
    `restricting` has the attributes that say who may read, each with its place.
    """

    def __init__(
        self, sink: Diagnostics, known: Iterable[str] = (), *, marked: bool = True
    ) -> None:
        self._sink = sink
        known = frozenset(known)
        self._known = KNOWN_KEYS | known
        self._marked = marked or "marking" in known
        self.restricting: list[tuple[Attr, Span]] = []
        self._ids: dict[str, Span] = {}
        self._numbers: dict[str, int] = {}  # the last one behind each automatic id

    def __call__(self, attr: Attr, span: Span) -> Attr:
        """Report unknown and repeated keys, ids that were used before, malformed language tags.

        Return `attr` with its language tag corrected.
        """
        self._restrictions(attr, span)
        for key, value in attr.pairs:
            if key == "lang":
                meant = self.language(value, span)
                pairs = [(k, meant if k == "lang" else v) for k, v in attr.pairs]
                attr = replace(attr, pairs=tuple([(k, v) for k, v in pairs if k != "lang" or v]))
            if key == "marking" and not self._marked:
                self._sink.error(
                    "marking-without-scheme",
                    f"this is marked '{value}', but the front matter names no marking scheme",
                    span,
                    "write briefgen: {marking: {scheme: tlp}}",
                )
            if self._unknown(key) and not meant_key(key):
                self._sink.warning(
                    "unknown-attribute",
                    f"nothing reads the attribute '{key}'",
                    span,
                    did_you_mean(key, sorted(self._known)),
                    f"if a template of yours reads it, write briefgen: {{attributes: [{key}]}}",
                )
        if attr.id:
            first = self._ids.setdefault(attr.id, span)
            if first is not span:
                self._sink.error(
                    "duplicate-id",
                    f"the id '{attr.id}' is taken",
                    span,
                    f"it was given at {first}; every id stands once",
                )
        return attr

    def _unknown(self, key: str) -> bool:
        return key not in self._known and not key.startswith("data-")

    def _restrictions(self, attr: Attr, span: Span) -> None:
        """Report what was meant to say who may read, and does not say it."""
        keys = [key for key, _ in attr.pairs]
        for key in dict.fromkeys(keys):
            if keys.count(key) > 1:
                message = f"the attribute '{key}' stands twice"
                hint = 'write several values as one: audience="dossier exec"'
                self._sink.error(
                    "repeated-attribute", message, span, hint if key == "audience" else ""
                )
            if self._unknown(key) and (meant := meant_key(key)):
                self._sink.error(
                    "misspelt-restriction",
                    f"nothing reads the attribute '{key}', so it restricts nothing",
                    span,
                    f"did you mean '{meant}'?",
                    f"if a template of yours reads it, write briefgen: {{attributes: [{key}]}}",
                )
        if any(key in RESTRICTIONS for key in keys):
            self.restricting.append((attr, span))
        # What reads as a name may have been meant as a key: `::: audience=dossier`.
        names = ["{" + name for name in (attr.id, *attr.classes)]
        report_strings((names, [value for _, value in attr.pairs]), span, self._sink)

    def language(self, tag: str, span: Span) -> str:
        """Return `tag`; if it is malformed, report it and return the tag that was meant, or ""."""
        if is_language_tag(tag):
            return tag
        meant = tag_of_name(tag) or tag.strip().replace("_", "-")
        meant = meant if is_language_tag(meant) else ""
        self._sink.warning(
            "bad-language",
            f"'{tag}' is no language tag" + ("" if meant else "; it is left out"),
            span,
            f"write {meant}" if meant else "a language, and a country if it matters: de, de-CH",
        )
        return meant

    def malformed(self, text: str, span: Span) -> None:
        """Report braces that were meant as attributes and do not parse.

        Those that would restrict are an error, which is found in what is printed.
        """
        if typed_in(text) >= 0:
            return
        shown = text if len(text) <= 40 else text[:39] + "…"
        self._sink.warning(
            "malformed-attributes",
            f"'{shown}' does not read as attributes and is printed as text",
            span,
            'write {#id .class key=value key="two words"}; to print a brace, write \\{',
        )

    def take_id(self, slug: str, reserved: Container[str], span: Span) -> str:
        """Return `slug`, with a number behind it if another id is the same."""
        number = self._numbers.get(slug, 0)
        free = f"{slug}-{number}" if number else slug
        while free in self._ids or free in reserved:
            number += 1
            free = f"{slug}-{number}"
        self._numbers[slug] = number
        self._ids[free] = span
        return free
