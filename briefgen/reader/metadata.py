"""Take front matter, return `Metadata`; every value knows the line it was typed on.

The YAML is composed into nodes, not loaded: nodes have positions, and dates stay the text that
was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, KeyPath, Places, Span, did_you_mean
from briefgen.quotation import smart
from briefgen.reader.attributes import AttributeCheck
from briefgen.reader.builder import read_blocks
from briefgen.reader.citations import KEY
from briefgen.reader.frontmatter import FrontMatter
from briefgen.reader.inlines import read_inlines
from briefgen.reader.leaves import InlineContext
from briefgen.reader.source import BLANK, SourceLines
from briefgen.restrictions import meant_key
from briefgen.settings import Reader

_KEYS = (
    "title subtitle author authors date lang abstract bibliography csl nocite references briefgen"
).split()
_OPTIONS = [name.replace("_", "-") for name in m.ReportOptions.__match_args__ if name != "own"]
_MAX_DEPTH = 40
_NOCITE_ALL = re.compile(r"@\*")


def read_metadata(front: FrontMatter, source: SourceLines, sink: Diagnostics) -> m.Metadata:
    """Read `front`, whose YAML stands on its own line numbers of `source`."""
    if front.unclosed:
        line = next(number for number, text in enumerate(source.lines) if text.strip())
        sink.error(
            "front-matter", "the front matter is never closed", source.span(line, 0, line, 3),
            "end it with a line ---",
        )  # fmt: skip
    if not front.yaml and not front.titled:
        return m.Metadata(span=source.span(0, 0, 0, 0))
    return _FrontMatter(source, sink).read(front)


class _FrontMatter:
    def __init__(self, source: SourceLines, sink: Diagnostics) -> None:
        self.source = source
        self.sink = sink
        self.plain: dict[int, object] = {}
        self.places: dict[KeyPath, Span] = {}

    def read(self, front: FrontMatter) -> m.Metadata:
        end = front.yaml.count("\n")
        whole = self.source.span(0, 0, end, len(self.source.lines[end]))
        root = self._compose(front.yaml)
        if root is None and not front.titled:
            return m.Metadata(span=whole)
        if root is not None and not isinstance(root, yaml.MappingNode):
            self._wrong(root, "front matter is a list of 'key: value' lines")
            return m.Metadata(span=whole)
        found: dict[str, yaml.Node] = dict(front.titled)
        for name, key, value in self._entries(root) if root else ():
            if name in _KEYS:
                found[name] = value
                self.places[name,] = self._span(key)
            elif not self._restricts(key):
                self.sink.warning(
                    "unknown-key", f"nothing reads the key '{name}'", self._span(key),
                    did_you_mean(name, _KEYS),
                    "a key of your own belongs under 'briefgen:'",
                )  # fmt: skip
        options = self._options(found.get("briefgen"), whole)
        self.attributes = AttributeCheck(
            self.sink, options.attributes, marked=options.marking is not None
        )
        self.lang = self._language(found.get("lang")) or "en-GB"
        self.smart = options.smart
        authors = [*self._authors(found.get("author")), *self._authors(found.get("authors"))]
        return m.Metadata(
            title=self._inlines(found.get("title")),
            subtitle=self._inlines(found.get("subtitle")),
            authors=tuple(authors),
            date=self._string(found.get("date")),
            lang=self.lang,
            abstract=self._blocks(found.get("abstract")),
            bibliography=tuple(
                (self._string(node), self._span(node))
                for node in _several(found.get("bibliography"))
            ),
            references=tuple(self._references(found.get("references"))),
            csl=self._string(found.get("csl")),
            nocite=tuple(self._nocite(found.get("nocite"))),
            options=options,
            places=self.places,
            span=whole,
        )

    def _language(self, node: yaml.Node | None) -> str:
        tag = self._string(node)
        return self.attributes.language(tag, self._span(node)) if node and tag else ""

    # -------------------------------------------------------------------------------- YAML

    def _compose(self, front: str) -> yaml.Node | None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(front)
        try:
            node: yaml.Node | None = loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = min(mark.line, len(self.source.lines) - 1) if mark else 0
            column = mark.column if mark else 0
            problem = error.problem or "it cannot be read"
            self.sink.error(
                "front-matter", f"this is no YAML: {problem}",
                self.source.span(line, column, line, column + 1),
                _yaml_hint(self.source.lines[line]),
            )  # fmt: skip
            return None
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            message = str(error).splitlines()[0] if str(error) else type(error).__name__
            self.sink.error(
                "front-matter", f"this is no YAML: {message}", self.source.span(0, 0, 0, 3)
            )
            return None
        finally:
            loader.dispose()
        return node

    def _span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        if end.line == start.line:
            return self.source.span(start.line, start.column, end.line, end.column)
        return self.source.lines_span(start.line, start.column, end.line + (end.column > 0))

    def _wrong(self, node: yaml.Node, message: str, *hints: str) -> None:
        self.sink.error("front-matter", message, self._span(node), *hints)

    def _entries(self, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Yield name, key and value of the entries; a key that stands twice is an error."""
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(key, "a key is a single word")
            elif key.value in seen:
                self._wrong(key, f"the key '{key.value}' stands twice", "remove one of them")
            else:
                seen.add(key.value)
                yield key.value, key, value

    def _restricts(self, key: yaml.Node) -> bool:
        """Tell whether a key that nothing reads was meant to say who may read; report it then."""
        meant = meant_key(str(key.value))
        if meant:
            hint = {
                "audience": "mark sections, blocks, or words: [text]{audience=dossier}",
                "marking": "levels are chosen so: briefgen: {marking: {scheme: tlp}}",
            }
            self._wrong(key, f"the key '{key.value}' restricts nothing here", hint[meant])
        return bool(meant)

    def _value(self, node: yaml.Node, path: KeyPath) -> object:
        """Return the node at `path` as plain Python; dates stay text."""
        if id(node) in self.plain:
            return self.plain[id(node)]
        if len(path) > _MAX_DEPTH:
            self._wrong(node, f"values stand more than {_MAX_DEPTH} deep in each other")
            return None
        value: Any
        self.plain[id(node)] = None  # an anchor that holds itself ends here
        match node:
            case yaml.MappingNode():
                value = {}
                for name, key, child in self._entries(node):
                    if path[0] == "briefgen":
                        self.places[*path, name] = self._span(key)
                    value[name] = self._value(child, (*path, name))
            case yaml.SequenceNode():
                value = []
                for index, child in enumerate(node.value):
                    if path[0] == "briefgen":
                        self.places[*path, index] = self._span(child)
                    value.append(self._value(child, (*path, index)))
            case _:
                value = _scalar(node)
        self.plain[id(node)] = value
        return value

    # ------------------------------------------------------------------------------- values

    def _string(self, node: yaml.Node | None) -> str:
        if node is None or node.tag.endswith(":null"):
            return ""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self._wrong(node, "text is expected here", "put it in quotation marks")
        return ""

    def _words(self, node: yaml.Node) -> str:
        text = self._string(node)
        return smart(text, self.lang) if self.smart else text

    def _inlines(self, node: yaml.Node | None) -> m.Inlines:
        if node is None or not (text := self._string(node)):
            return ()
        context = InlineContext(self.sink, self.attributes, lang=self.lang, smart=self.smart)
        inlines = read_inlines(self._located(node, text).content(text, 0), context)
        context.foreign.report(self.sink)
        return inlines

    def _blocks(self, node: yaml.Node | None) -> m.Blocks:
        if node is None or not (text := self._string(node)):
            return ()
        located = self._located(node, text)
        return read_blocks(
            located, text, self.sink, self.attributes, lang=self.lang, smart=self.smart
        )

    def _located(self, node: yaml.Node, text: str) -> SourceLines:
        """Return a scalar's text as a source whose places are those of the file.

        Exact for text on one line and for literal blocks (`|`); what YAML folds stands at its
        beginning.
        """
        start = node.start_mark
        lines = self.source.lines
        first = lines[start.line].find(text, start.column)
        literal = node.style == "|" if isinstance(node, yaml.ScalarNode) else False

        def locate(line: int, column: int) -> Span:
            if literal:
                at = start.line + line
                whole = lines[at].rstrip(BLANK)
                column += len(whole) - len(texts[line - 1].rstrip(BLANK)) - 1
            elif first >= 0:
                at, column = start.line, first + column - 1
            else:
                at, column = start.line, start.column
            return self.source.span(at, max(column, 0), at, max(column, 0))

        texts = text.split("\n")
        return SourceLines(text, locate=locate)

    def _authors(self, node: yaml.Node | None) -> Iterator[m.Author]:
        for item in _several(node):
            if not isinstance(item, yaml.MappingNode):
                if name := self._words(item):
                    yield m.Author(name)
                continue
            found: dict[str, str] = {}
            for name, key, value in self._entries(item):
                if name in ("name", "role", "affiliation"):
                    found[name] = self._words(value)
                elif not self._restricts(key):
                    self.sink.warning(
                        "unknown-key", f"nothing reads an author's '{name}'", self._span(key),
                        did_you_mean(name, ("name", "role", "affiliation")),
                    )  # fmt: skip
            if not found.get("name"):
                self._wrong(item, "an author has no name", "write - name: Ada Lovelace")
            else:
                yield m.Author(**found)

    def _references(self, node: yaml.Node | None) -> Iterator[tuple[Mapping[str, object], Span]]:
        for item in _several(node):
            value = self._value(item, ("references",))
            if isinstance(value, dict):
                yield value, self._span(item)
            else:
                self._wrong(
                    item, "a reference is a list of 'key: value' lines", "begin with - id: key"
                )

    def _nocite(self, node: yaml.Node | None) -> Iterator[m.Citation]:
        for item in _several(node):
            text = self._string(item)
            content = self._located(item, text).content(text, 0)
            for found in KEY.finditer(text):
                yield m.Citation(found[1] or found[2], content.span(found.start(), found.end()))
            for found in _NOCITE_ALL.finditer(text):
                yield m.Citation("*", content.span(found.start(), found.end()))

    def _options(self, node: yaml.Node | None, whole: Span) -> m.ReportOptions:
        if node is None or node.tag.endswith(":null"):
            return m.ReportOptions()
        if not isinstance(node, yaml.MappingNode):
            self._wrong(node, "'briefgen:' holds 'key: value' lines, indented")
            return m.ReportOptions()
        known: dict[str, object] = {}
        own: dict[str, object] = {}
        for name, key, child in self._entries(node):
            self.places["briefgen", name] = self._span(key)
            value = self._value(child, ("briefgen", name))
            match name, value:
                case _, None:
                    continue
                case "issue", int() | float():
                    value = self._string(child)  # "1.10" is no number
                case "marking", str():
                    value = {"scheme": value}
                case "checks", dict():  # YAML reads a bare `off` as false
                    value = {k: "off" if v is False else v for k, v in value.items()}
            if name in _OPTIONS:
                known[name] = value
                continue
            own[name] = value
            if near := did_you_mean(name, _OPTIONS):
                message = f"briefgen has no option '{name}'"
                self.sink.warning("unknown-key", message, self._span(key), near)
        reader = _OptionsReader(
            Places(self.places, whole), "'briefgen:'", self.sink, code="front-matter"
        )
        values = reader.values(known, ("briefgen",), m.ReportOptions)
        return m.ReportOptions(**values, own=own)


class _OptionsReader(Reader):
    """Reads what is typed as YAML."""

    def table_name(self, path: KeyPath) -> str:
        return f"'{path[-1]}:'"

    def typed(self, key: str, value: str) -> str:
        return f"{key}: {value}"


def _several(node: yaml.Node | None) -> list[yaml.Node]:
    """Return the items of a sequence, or the one value there is."""
    if node is None or node.tag.endswith(":null"):
        return []
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    try:
        match node.tag.rpartition(":")[2]:
            case "null":
                return None
            case "bool":
                return text.lower() in ("yes", "true", "on")
            case "int":
                return int(text, 0)
            case "float":
                return float(text)
    except ValueError:
        pass  # YAML 1.1 has numbers that Python has not: they stay text
    return text


def _yaml_hint(line: str) -> str:
    if "\t" in line:
        return "indent with spaces, not tabs"
    if line.count(": ") > 1 or re.match(r"[\w-]+: *[@`%&*!|>\[{]", line):
        return "put the text behind the first ': ' in quotation marks"
    return ""
