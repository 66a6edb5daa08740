"""Take a Word file, return what is wrong with it that no schema sees: links, fields, names, alt."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

__all__ = ["Opened", "lint"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STORIES = re.compile(r"word/(document|footnotes|(house-)?(header|footer)\d+)\.xml")


class Opened:
    """A Word file with its parts parsed."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
            self.entries = package.infolist()
            self.files = {name: package.read(name) for name in package.namelist()}

    def xml(self, name: str) -> ET.Element:
        """Return the root of a part."""
        return ET.fromstring(self.files[name])  # noqa: S314  # our own

    @property
    def body(self) -> ET.Element:
        """The document's body."""
        found = self.xml("word/document.xml").find(f"{W}body")
        assert found is not None
        return found

    def stories(self) -> dict[str, ET.Element]:
        """Return every part that holds paragraphs."""
        return {name: self.xml(name) for name in self.files if STORIES.fullmatch(name)}

    def style(self, name: str) -> ET.Element:
        """Return the style called `name` (as Word shows it)."""
        for style in self.xml("word/styles.xml").iter(f"{W}style"):
            named = style.find(f"{W}name")
            if named is not None and named.get(f"{W}val") == name:
                return style
        raise KeyError(name)


def lint(data: bytes) -> list[str]:
    """Return the faults of a Word file."""
    opened = Opened(data)
    stories = opened.stories()
    names = [
        mark.get(f"{W}name", "")
        for root in stories.values()
        for mark in root.iter(f"{W}bookmarkStart")
    ]
    return [
        *_bookmarks(stories, names),
        *_links(stories, set(names)),
        *_fields(stories, set(names)),
        *_updates(opened),
        *_relationships(opened),
        *_styles(opened, stories),
        *_numbers(opened, stories),
        *_inherited(opened),
        *_images(stories),
        *_headings(opened),
        *_tables(stories),
    ]


def _bookmarks(stories: dict[str, ET.Element], names: list[str]) -> Iterator[str]:
    for name, count in Counter(name.lower() for name in names).items():
        if count > 1:
            yield f"bookmark {name!r} stands {count} times"
    for name in names:
        if not re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII):
            yield f"bookmark {name!r} is no name that Word takes"
    for part, root in stories.items():
        begun = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart")]
        ended = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkEnd")]
        if sorted(begun, key=str) != sorted(ended, key=str) or len(set(begun)) != len(begun):
            yield f"{part}: bookmark ids {begun} and {ended}"


def _links(stories: dict[str, ET.Element], names: set[str]) -> Iterator[str]:
    for part, root in stories.items():
        for link in root.iter(f"{W}hyperlink"):
            anchor = link.get(f"{W}anchor")
            if anchor is not None and anchor not in names:
                yield f"{part}: a link to {anchor!r}, which is not there"
            said = [image.get("descr", "") for image in link.iter(f"{WP}docPr")]
            if not "".join([*link.itertext(), *said]).strip():
                yield f"{part}: a link without words ({anchor})"
            if link.find(f".//{W}hyperlink") is not None:
                yield f"{part}: a link in a link ({anchor})"


def _fields(stories: dict[str, ET.Element], names: set[str]) -> Iterator[str]:
    for part, root in stories.items():
        depth: list[str] = []
        for node in root.iter():
            if node.tag == f"{W}fldChar":
                kind = node.get(f"{W}fldCharType", "")
                if kind == "begin":
                    depth.append("begin")
                elif not depth or (kind == "separate" and depth[-1] != "begin"):
                    yield f"{part}: a field's {kind} stands alone"
                elif kind == "separate":
                    depth[-1] = "separate"
                else:
                    depth.pop()
            elif node.tag == f"{W}instrText":
                found = re.match(r"\s*(?:PAGE)?REF\s+(\S+)", node.text or "")
                if found and found[1] not in names:
                    yield f"{part}: a field that refers to {found[1]!r}, which is not there"
        if depth:
            yield f"{part}: {len(depth)} fields have no end"


def _updates(opened: Opened) -> Iterator[str]:
    """Say which fields would show something else if Word were asked to update them."""
    shown = list(_shown(opened.body))
    counts: Counter[str] = Counter()
    marked = _marked(opened.body)
    for instruction, result in shown:
        name, *rest = instruction.split()
        if name == "SEQ":
            number = int(rest[rest.index("\\r") + 1]) if "\\r" in rest else counts[rest[0]] + 1
            counts[rest[0]] = number
            if result != str(number):
                yield f"{instruction} shows {result}, and counts {number}"
        elif name == "REF" and "\\r" not in rest and _plain(result) != _plain(marked[rest[0]]):
            yield f"{instruction} shows {result!r}, and is {marked[rest[0]]!r}"
        elif name == "TOC":
            lines = [line for line in result.split("\n") if line]
            made = [line for line in _listed(opened, rest) if line]
            found = [_plain(re.sub(r"\t\d*$", "", line)) for line in lines]
            if found != made:
                yield f"{instruction} shows {found}, and would {made}"


def _shown(body: ET.Element) -> Iterator[tuple[str, str]]:
    """Give each field with what it shows; paragraphs end with a line end."""
    open_fields: list[list[str]] = []
    for node in body.iter():
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(["", "", ""])
        elif kind == "separate":
            open_fields[-1][2] = "shown"
        elif kind == "end":
            instruction, result, _ = open_fields.pop()
            yield instruction.strip(), result
            for outer in open_fields:
                outer[1] += result
        elif node.tag == f"{W}instrText" and open_fields:
            open_fields[-1][0] += node.text or ""
        elif open_fields and open_fields[-1][2]:
            open_fields[-1][1] += {f"{W}t": node.text or "", f"{W}p": "\n"}.get(node.tag, "")
            if node.tag == f"{W}tab":
                open_fields[-1][1] += "\t"


def _marked(body: ET.Element) -> dict[str, str]:
    """Return the text of each bookmark."""
    found: dict[str, str] = {}
    begun: dict[str, str] = {}
    for node in body.iter():
        if node.tag == f"{W}bookmarkStart":
            begun[node.get(f"{W}id", "")] = node.get(f"{W}name", "")
            found[node.get(f"{W}name", "")] = ""
        elif node.tag == f"{W}bookmarkEnd":
            begun.pop(node.get(f"{W}id", ""), None)
        elif node.tag == f"{W}t":
            for name in begun.values():
                found[name] += node.text or ""
    return found


def _listed(opened: Opened, switches: list[str]) -> Iterator[str]:
    """Give the paragraphs that a table of contents takes up, without citations and notes."""
    levels = {}
    for style in opened.xml("word/styles.xml").iter(f"{W}style"):
        named = style.find(f"{W}name")
        level = re.fullmatch(r"heading (\d)", "" if named is None else named.get(f"{W}val", ""))
        if level:
            levels[style.get(f"{W}styleId")] = int(level[1])
    for paragraph in opened.body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        if "\\c" in switches:
            kind = switches[switches.index("\\c") + 1].strip('"')
            codes = [node.text or "" for node in paragraph.iter(f"{W}instrText")]
            taken = any(code.split()[:2] == ["SEQ", kind] for code in codes)
        else:
            deepest = int(switches[switches.index("\\o") + 1].strip('"')[-1])
            taken = levels.get(name, 10) <= deepest
        if taken:
            words = [
                node.text or ""
                for run in paragraph.iter(f"{W}r")
                if (look := run.find(f"{W}rPr/{W}rStyle")) is None
                or not look.get(f"{W}val", "").startswith("Citation")
                for node in run.iter(f"{W}t")
            ]
            yield _plain("".join(words))


def _plain(text: str) -> str:
    """Return `text` without the number that Word gives to a heading, its spaces all alike."""
    return " ".join(re.sub(r"^\n?[\d.]+\t", "", text).split())


def _relationships(opened: Opened) -> Iterator[str]:
    for name, data in opened.files.items():
        if not name.endswith(".xml") or name.startswith("["):
            continue
        folder, _, file = name.rpartition("/")
        rels = opened.files.get(f"{folder}/_rels/{file}.rels")
        known: dict[str, ET.Element] = {}
        if rels is not None:
            known = {
                rel.get("Id", ""): rel
                for rel in ET.fromstring(rels).iter(f"{PACKAGE}Relationship")  # noqa: S314
            }
        used = {
            value
            for node in ET.fromstring(data).iter()  # noqa: S314  # our own
            for key, value in node.attrib.items()
            if key.startswith(R)
        }
        for missing in sorted(used - known.keys()):
            yield f"{name}: no relationship {missing}"
        for key, rel in known.items():
            target = rel.get("Target", "")
            if rel.get("TargetMode") == "External":
                if key not in used:
                    yield f"{name}: {target} is never used"
            elif posixpath.normpath(f"{folder}/{target}").lstrip("/") not in opened.files:
                yield f"{name}: no part {target}"


def _styles(opened: Opened, stories: dict[str, ET.Element]) -> Iterator[str]:
    styles = opened.xml("word/styles.xml")
    ids = [style.get(f"{W}styleId", "") for style in styles.iter(f"{W}style")]
    for style_id, count in Counter(ids).items():
        if count > 1:
            yield f"style id {style_id!r} stands {count} times"
    for part, root in {**stories, "word/styles.xml": styles}.items():
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            for node in root.iter(f"{W}{tag}"):
                if node.get(f"{W}val") not in ids:
                    yield f"{part}: no style {node.get(f'{W}val')!r}"


def _numbers(opened: Opened, stories: dict[str, ET.Element]) -> Iterator[str]:
    known = {"0"}
    if "word/numbering.xml" in opened.files:
        root = opened.xml("word/numbering.xml")
        known |= {num.get(f"{W}numId", "") for num in root.iter(f"{W}num")}
        abstract = {num.get(f"{W}abstractNumId") for num in root.iter(f"{W}abstractNum")}
        for node in root.iter(f"{W}num"):
            used = node.find(f"{W}abstractNumId")
            if used is None or used.get(f"{W}val") not in abstract:
                yield f"number {node.get(f'{W}numId')} has no definition"
    for part, root in {**stories, "styles": opened.xml("word/styles.xml")}.items():
        for node in root.iter(f"{W}numId"):
            if node.get(f"{W}val") not in known:
                yield f"{part}: no number {node.get(f'{W}val')}"


def _inherited(opened: Opened) -> Iterator[str]:
    """Say which paragraphs are counted only because their style is based on one that counts."""
    styles = opened.xml("word/styles.xml").findall(f"{W}style")
    known = {style.get(f"{W}styleId", ""): style for style in styles}
    for paragraph in opened.body.iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if named is None or paragraph.find(f"{W}pPr/{W}numPr") is not None:
            continue
        style = own = known.get(named.get(f"{W}val", ""))
        while style is not None and style.find(f"{W}pPr/{W}numPr") is None:
            base = style.find(f"{W}basedOn")
            style = None if base is None else known.get(base.get(f"{W}val", ""))
        if style is not None and style is not own:
            yield f"{''.join(paragraph.itertext())!r} is counted as {style.get(f'{W}styleId')}"


def _images(stories: dict[str, ET.Element]) -> Iterator[str]:
    ids: list[str | None] = []
    for part, root in stories.items():
        for node in root.iter(f"{WP}docPr"):
            ids.append(node.get("id"))
            for_the_eye = any(child.tag.endswith("}decorative") for child in node.iter())
            if not for_the_eye and not node.get("descr", "").strip():
                yield f"{part}: an image without a description"
    if len(set(ids)) != len(ids):
        yield f"image ids {ids} are not unique"


def _headings(opened: Opened) -> Iterator[str]:
    last = 0
    for paragraph in opened.body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = re.fullmatch(r"Heading(\d)", style.get(f"{W}val", "") if style is not None else "")
        if not found:
            continue
        level, text = int(found[1]), "".join(paragraph.itertext())
        if level > last + 1:
            yield f"heading {text!r} is of level {level} after level {last}"
        if not text.strip():
            yield "a heading without words"
        last = level


def _tables(stories: dict[str, ET.Element]) -> Iterator[str]:
    for part, root in stories.items():
        for table in root.iter(f"{W}tbl"):
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            for row in table.findall(f"{W}tr"):
                spans = [
                    span.get(f"{W}val", "1") for span in row.findall(f"{W}tc/{W}tcPr/{W}gridSpan")
                ]
                if len(row.findall(f"{W}tc")) + sum(map(int, spans)) - len(spans) != columns:
                    yield f"{part}: a row has not {columns} cells"
        for cell in root.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                yield f"{part}: a cell does not end with a paragraph"
