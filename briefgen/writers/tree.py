"""Take a report or a document, return its whole model as indented text, one node per line.

It is what `briefgen dump` prints and what golden tests compare: stable, complete, and readable
in a diff. `write_outline` is the short form, one line per section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from briefgen import model as m
from briefgen.diagnostics import GENERATED, Span
from briefgen.walk import plain_text, walk, words

__all__ = ["write_outline", "write_tree"]


def write_tree(root: m.Report | m.Document, *, spans: bool = False) -> str:
    """Return the model of `root` as text; with `spans`, each node says its line and column."""
    return "\n".join(_Tree(spans).whole(root)) + "\n"


def write_blocks(blocks: Iterable[m.Node], *, spans: bool = False) -> str:
    """Return `blocks` as text, as `write_tree` does."""
    tree = _Tree(spans)
    return "\n".join(line for block in blocks for line in tree.node(block, 0)) + "\n"


def write_outline(
    report: m.Report | m.Document, level: Callable[[m.Node], str] = lambda _: ""
) -> str:
    """Return the sections as aligned columns: number, title, id, classes, words, citations.

    Words and citations count what stands in a section and in those below it; `level` is the
    highest level of marking there.
    """
    rows = [("No.", "Title", "Id", "Classes", "Marking", "Words", "Citations")]
    depth = {0: 0}
    for section in walk(report.blocks):
        if not isinstance(section, m.Section):
            continue
        depth = {level: value for level, value in depth.items() if level < section.level}
        indent = max(depth.values())
        depth[section.level] = indent + 1
        cited = sum(isinstance(node, m.Citation) for node in walk(section.children))
        rows.append(
            (
                section.number,
                "  " * indent + plain_text(section.title).strip(),
                f"#{section.attr.id}",
                " ".join(f".{name}" for name in section.attr.classes),
                level(section),
                str(words(section.children)),
                str(cited),
            )
        )
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    widths = [max(map(len, column)) for column in columns]
    lines = [
        "  ".join(
            cell.rjust(width) if column[0] in ("Words", "Citations") else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in zip(*columns, strict=True)
    ]
    return "\n".join(lines) + "\n" if columns else ""


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _attr(attr: m.Attr) -> str:
    parts = [f"#{attr.id}"] if attr.id else []
    parts += [f".{name}" for name in attr.classes]
    parts += [f"{key}={_quote(value)}" for key, value in attr.pairs]
    return " ".join(parts)


def _fields(**values: object) -> str:
    """Return what is set: a true flag by its name, text quoted, the rest as it is."""
    parts: list[str] = []
    for name, value in values.items():
        name = name.replace("_", "-")
        if value is True:
            parts.append(name)
        elif isinstance(value, str) and value:
            parts.append(f"{name}={_quote(value)}")
        elif value not in ("", 0, None, False, ()):
            parts.append(f"{name}={value}")
    return " ".join(parts)


class _Tree:
    def __init__(self, spans: bool) -> None:
        self.spans = spans

    def whole(self, root: m.Report | m.Document) -> Iterator[str]:
        match root:
            case m.Report():
                yield "Report"
            case m.Document():
                yield _join(
                    "Document",
                    _fields(
                        audience=root.audience,
                        title=root.audience_title,
                        issue=root.issue,
                        marking=root.banner.text if root.banner else "",
                    ),
                )
                for name, running in (("header", root.header), ("footer", root.footer)):
                    shown = _fields(left=running.left, center=running.center, right=running.right)
                    if shown:
                        yield f"  {name} {shown}"
            case _:
                assert_never(root)
        yield from self.metadata(root.metadata)
        for block in root.blocks:
            yield from self.node(block, 1)

    def metadata(self, data: m.Metadata) -> Iterator[str]:
        yield _join("  Metadata", _fields(lang=data.lang, date=data.date, csl=data.csl))
        for name, inlines in (("title", data.title), ("subtitle", data.subtitle)):
            yield from self.part(name, inlines, 2)
        for author in data.authors:
            yield _join(
                "    author",
                _quote(author.name),
                _fields(role=author.role, affiliation=author.affiliation),
            )
        yield from self.part("abstract", data.abstract, 2)
        for file, span in data.bibliography:
            yield _join("    bibliography", _quote(file), self.place(span))
        for entry, span in data.references:
            yield _join("    reference", _quote(str(entry.get("id", ""))), self.place(span))
        yield from self.part("nocite", data.nocite, 2)
        for key, value in data.options.items():
            yield f"    option {key}={value!r}"

    def place(self, span: Span) -> str:
        if not self.spans or span == GENERATED:
            return ""
        return f"@{span.line}:{span.column}-{span.end_line}:{span.end_column}"

    def part(self, name: str, nodes: Iterable[m.Node], level: int) -> Iterator[str]:
        """Yield a named group of children; nothing where there are none."""
        first = True
        for node in nodes:
            if first:
                yield "  " * level + name
                first = False
            yield from self.node(node, level + 1)

    def node(self, node: m.Node, level: int) -> Iterator[str]:
        name = type(node).__name__
        yield "  " * level + _join(name, self.head(node), self.place(node.span))
        yield from self.body(node, level + 1)

    def head(self, node: m.Node) -> str:
        """Return what a node says of itself, beside its children."""
        match node:
            case m.Text():
                return _quote(node.text)
            case m.Code():
                return _join(_quote(node.text), _attr(node.attr))
            case m.CodeBlock():
                return _join(_fields(language=node.language), _attr(node.attr), _quote(node.text))
            case m.Link():
                return _join(_quote(node.target), _attr(node.attr), _fields(title=node.title))
            case m.Image():
                return _join(_quote(node.source), _attr(node.attr), _fields(title=node.title))
            case m.InlineSpan() | m.Div():
                return _attr(node.attr)
            case m.Note():
                return _fields(number=node.number)
            case m.Citation():
                return _join(
                    f"@{node.key}",
                    _fields(
                        number=node.number,
                        label=node.label,
                        locator=node.locator,
                        suppress_author=node.suppress_author,
                    ),
                )
            case m.CitationGroup():
                return _fields(in_text=node.in_text, anchor=node.anchor, raised=node.raised)
            case m.CrossReference():
                return _join(f"#{node.target}", _fields(text=node.text, unlinked=not node.linked))
            case m.Placed():
                return str(node.index)
            case m.Section():
                return _join(str(node.level), _attr(node.attr), _fields(number=node.number))
            case m.ListItem():
                return "" if node.checked is None else "checked" if node.checked else "unchecked"
            case m.BulletList():
                return "tight" if node.tight else "loose"
            case m.OrderedList():
                return f"{'tight' if node.tight else 'loose'} {node.style} start={node.start}"
            case m.Table():
                label = _fields(label=node.label, stop=node.stop, continued=node.continued)
                return _join(" ".join(node.alignments), _attr(node.attr), label)
            case m.Figure():
                return _join(_attr(node.attr), _fields(label=node.label, stop=node.stop))
            case m.Event():
                return node.date
            case m.Contents():
                return _fields(kind=node.kind, depth=node.depth)
            case m.WorksCited():
                return _fields(form=node.form, uncited=node.uncited, backlinks=node.backlinks)
            case m.Work():
                return _join(
                    str(node.number),
                    f"@{node.key}",
                    _fields(label=node.label),
                    _fields(back=f"{node.back.label} #{node.back.target}" if node.back else ""),
                )
            case (
                m.LineBreak()
                | m.Emphasis()
                | m.Strong()
                | m.Strikeout()
                | m.Superscript()
                | m.Subscript()
                | m.Paragraph()
                | m.DefinitionList()
                | m.DefinitionItem()
                | m.BlockQuote()
                | m.Row()
                | m.Cell()
                | m.ThematicBreak()
                | m.PageBreak()
                | m.Timeline()
            ):
                return ""
            case _:
                assert_never(node)

    def body(self, node: m.Node, level: int) -> Iterator[str]:
        """Yield the lines of what stands in a node, named where there is more than one part."""
        match node:
            case (
                m.Emphasis()
                | m.Strong()
                | m.Strikeout()
                | m.Superscript()
                | m.Subscript()
                | m.Link()
                | m.Image()
                | m.InlineSpan()
                | m.Note()
                | m.Paragraph()
                | m.ListItem()
                | m.BlockQuote()
                | m.Cell()
                | m.Div()
            ):
                yield from self.nodes(node.children, level)
            case m.Section():
                yield from self.part("title", node.title, level)
                yield from self.nodes(node.children, level)
            case m.BulletList() | m.OrderedList() | m.DefinitionList():
                yield from self.nodes(node.items, level)
            case m.DefinitionItem():
                yield from self.part("term", node.term, level)
                for blocks in node.definitions:
                    yield "  " * level + "definition"
                    yield from self.nodes(blocks, level + 1)
            case m.Citation():
                yield from self.part("prefix", node.prefix, level)
                yield from self.part("suffix", node.suffix, level)
            case m.CitationGroup():
                yield from self.nodes(node.citations, level)
                yield from self.part("lead", node.lead, level)
                yield from self.part("rendered", node.rendered, level)
            case m.Table():
                yield from self.part("caption", node.caption, level)
                yield from self.part("header", (node.header,) if node.header.cells else (), level)
                yield from self.nodes(node.rows, level)
            case m.Row():
                yield from self.nodes(node.cells, level)
            case m.Figure():
                yield from self.node(node.image, level)
                yield from self.part("caption", node.caption, level)
            case m.Timeline():
                yield from self.nodes(node.events, level)
            case m.Event():
                yield from self.part("label", node.label, level)
                yield from self.nodes(node.children, level)
            case m.Contents():
                for entry in node.entries:
                    yield "  " * level + _join(
                        f"entry {entry.level} #{entry.target}",
                        _fields(number=entry.number, stop=entry.stop),
                    )
                    yield from self.nodes(entry.title, level + 1)
            case m.WorksCited():
                yield from self.nodes(node.works, level)
            case m.Work():
                yield from self.nodes(node.entry, level)
                yield from self.part("trail", node.trail, level)
            case (
                m.Text()
                | m.LineBreak()
                | m.Code()
                | m.CrossReference()
                | m.Placed()
                | m.CodeBlock()
                | m.ThematicBreak()
                | m.PageBreak()
            ):
                pass
            case _:
                assert_never(node)

    def nodes(self, nodes: Iterable[m.Node], level: int) -> Iterator[str]:
        for node in nodes:
            yield from self.node(node, level)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
