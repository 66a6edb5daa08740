"""Take the file that is imported, return what it holds: its words, links, pictures and headings.

This reads the file once more, in the plainest way, so that `balance` can hold the result against
it. It shares nothing with the readers and passes, whose mistakes it is there to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize
from zipfile import ZipFile

__all__ = ["ADDRESS", "Inventory", "take_inventory", "tokens"]

ADDRESS: Final = re.compile(r"(?:https?://|ftp://|www\.)[!#-;=?-~]+", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(slots=True)
class Inventory:
    """What a file holds: `lines` with their numbers (DOCX: paragraphs), and what has no words."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)


def tokens(text: str) -> list[str]:
    """Return the words of `text` in small letters, and its digits one by one.

    Digits are counted singly because a mark may be glued to a number of the text ("20241").
    Addresses are no words.
    """
    return _TOKEN.findall(normalize("NFKC", ADDRESS.sub(" ", text)).casefold())


def take_inventory(path: Path, kind: str) -> Inventory:
    """Return what the file at `path` holds, which is of the `kind` of a reader."""
    match kind:
        case "docx":
            return _of_docx(path)
        case "html":
            return _of_html(path.read_bytes())
        case "markdown":
            return _of_markdown(_decoded(path.read_bytes()))
        case _:
            return _of_text(_decoded(path.read_bytes()))


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return re.sub("[\u00ad\u200b\u2060\ufeff\u200e\u200f]", "", text.replace("\r\n", "\n"))


def _of_text(text: str) -> Inventory:
    lines = list(enumerate(re.split(r"[\n\r\x0b\x0c]", text), 1))
    return Inventory(lines, ADDRESS.findall(text))


# ----------------------------------------------------------------------------------- Markdown

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_UNSEEN: Final = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"<(span|div|p)\b[^>]*display\s*:\s*none[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK: Final = re.compile(r"</?(?:br|li|p|div|td|tr|ul|ol|h\d)\b[^<>]*>", re.IGNORECASE)
_SOURCE: Final = re.compile(r"""<(?:img)\b[^<>]*?\bsrc\s*=\s*["']([^"']+)""", re.IGNORECASE)
_HREF: Final = re.compile(r"""<a\b[^<>]*?\bhref\s*=\s*["']([^"']+)""", re.IGNORECASE)
_TARGET: Final = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\]){0,2000})\]"
    r"\(\s*(?P<url><[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?P<title>\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_DEFINED: Final = re.compile(r"^ {0,3}\[(?P<label>[^\]^\n]+)\]:\s*<?(?P<url>\S+?)>?(?=\s|$)", re.M)
_FENCE: Final = re.compile(r"^ {0,3}(```+|~~~+)")


def _of_markdown(text: str) -> Inventory:
    found = Inventory()

    def unseen(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    for pattern in (_COMMENT, _UNSEEN, _HIDDEN):
        text = pattern.sub(unseen, text)
    fence = ""
    front = re.match(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)", text)
    keys = front[0].count("\n") if front else 0
    for number, line in enumerate(text.split("\n"), 1):
        if number <= keys:
            found.lines.append((number, re.sub(r"^[\s-]*[\w -]+:(?=\s|$)", "", line)))
            continue
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        if not fence:
            if heading := re.match(r" {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", line):
                found.headings.append((number, _shown(heading[1], Inventory())))
            line = re.sub(r"^[\s>]*\d{1,9}[.)](?=\s)", " ", line)  # a marker, which Markdown counts
            line = _shown(line, found)
        found.lines.append((number, line))
    return found


def _shown(line: str, found: Inventory) -> str:
    """Return the words of a line of Markdown; addresses go to `found`."""

    def target(match: re.Match[str]) -> str:
        url = match["url"].strip("<>")
        if match["image"]:
            found.pictures.append(url)
        elif url and not url.startswith("#"):
            found.links.append(url)
        return f"{match['text']} " if match["image"] else match["text"]

    found.pictures += _SOURCE.findall(line)
    found.links += [url for url in _HREF.findall(line) if not url.startswith("#")]
    if defined := _DEFINED.match(line):
        found.links.append(defined["url"])
        label = defined["label"] if defined["label"].isdigit() else ""
        line = label + " " + line[defined.end() :]
    for embedded in re.findall(r"!\[\[([^\[\]|]+\.(?:png|jpe?g|svg|gif|webp|bmp))", line):
        found.pictures.append(embedded)
        line = line.replace(embedded, " ")
    for _ in range(2):  # an image in a link
        line = _TARGET.sub(target, line)
    line = _TAG.sub("", _BREAK.sub(" ", line))
    found.links += ADDRESS.findall(line)
    line = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", unescape(line))
    return re.sub(r"(?<=\w)(?:\*+|~~|`+)(?=\w)", "", line)


# --------------------------------------------------------------------------------------- HTML

_NO_TEXT: Final = frozenset("script style noscript template head title".split())
_IN_LINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q s samp small "
    "span strike strong sub sup time tt u var wbr del".split()
)


def _of_html(data: bytes) -> Inventory:
    from lxml import etree

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True,
                              encoding=_encoding(data))  # fmt: skip
    root = etree.fromstring(data, parser)
    found = Inventory()
    body = root.find("body") if root is not None else None
    if root is None:
        return found
    ids = {element.get("id") for element in root.iter()} - {None}
    for anchor in root.iter("a"):
        if (anchor.get("href") or "").partition("#")[2] in ids:  # a link within a saved page
            anchor.set("href", "#")
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and (own := link.get("href")):
            for anchor in root.iter("a"):
                if (anchor.get("href") or "").startswith(f"{own}#"):
                    anchor.set("href", "#")
    parts: list[tuple[int, str]] = []
    _walk(body if body is not None else root, found, parts)
    line, text = 1, ""
    for number, part in parts:
        if part == "\n":
            found.lines.append((line, text))
            text = ""
        else:
            line, text = (number if not text else line), text + part
    found.lines.append((line, text))
    return found


def _encoding(data: bytes) -> str | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _walk(element: Any, found: Inventory, parts: list[tuple[int, str]]) -> None:
    """Collect the text below `element`, which may stand deep, so that a stack is used."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, done = stack.pop()
        name = str(node.tag).casefold()
        line = node.sourceline or 1
        if done:
            if name not in _IN_LINE:
                parts.append((line, "\n"))
            if node is not element and node.tail:
                parts.append((line, node.tail))
            continue
        if node is not element and (name in _NO_TEXT or _is_hidden(node)):
            if node.tail:
                parts.append((line, node.tail))
            continue
        if name not in _IN_LINE:
            parts.append((line, "\n"))
        if name == "math":
            parts.append((line, f" {_tex(node)} "))
            if node.tail:
                parts.append((line, node.tail))
            continue
        if re.fullmatch(r"h[1-6]", name):
            found.headings.append((line, " ".join("".join(node.itertext()).split())))
        if name == "a" and (target := node.get("href")) and not target.startswith("#"):
            found.links.append(target)
        if name == "img" and not _shows_math(node):
            source = node.get("src") or node.get("data-src") or ""
            if source:
                found.pictures.append(source)
                parts.append((line, f" {node.get('alt') or ''} "))
        if node.text:
            parts.append((line, node.text))
        stack.append((node, True))
        stack += [(child, False) for child in reversed(node)]


def _shows_math(node: Any) -> bool:
    parent = node.getparent()
    return parent is not None and next(parent.iter("math"), None) is not None


def _is_hidden(node: Any) -> bool:
    style = (node.get("style") or "").replace(" ", "").casefold()
    return node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _tex(node: Any) -> str:
    stated = [e.text for e in node.iter("annotation") if "tex" in (e.get("encoding") or "")]
    text = (stated[0] if stated else node.get("alttext")) or "".join(node.itertext())
    return re.sub(r"\\(?:display|text)style\b", "", text)


# --------------------------------------------------------------------------------------- DOCX


def _of_docx(path: Path) -> Inventory:
    from lxml import etree

    found = Inventory()
    with ZipFile(path) as archive:
        names = set(archive.namelist())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

        def part(name: str) -> Any:
            return etree.fromstring(archive.read(name), parser) if name in names else None

        root = part("word/document.xml")
        if root is None:
            return found
        styles = part("word/styles.xml")
        headed = _heading_styles(styles)
        for name in ("document", "footnotes", "endnotes"):
            tree = root if name == "document" else part(f"word/{name}.xml")
            if tree is None:
                continue
            related = part(f"word/_rels/{name}.xml.rels")
            targets = {} if related is None else {one.get("Id"): one for one in related}
            _of_part(tree, found, targets, headed if name == "document" else set())
    return found


def _heading_styles(styles: Any) -> set[str]:
    if styles is None:
        return set()
    return {
        style.get(f"{_W}styleId", "")
        for style in styles.iter(f"{_W}style")
        for name in style.findall(f"{_W}name")
        if re.fullmatch(r"heading [1-6]", name.get(f"{_W}val", "").casefold())
    }


def _of_part(tree: Any, found: Inventory, targets: dict[str, Any], headed: set[str]) -> None:
    count = 0
    for paragraph in tree.iter(f"{_W}p"):
        if any(_is_unread(above) for above in paragraph.iterancestors()):
            continue
        count += 1
        text = "".join(_pieces(paragraph, found, targets))
        joined = found.lines and found.lines[-1][0] == -count + 1
        if joined:
            text = found.lines.pop()[1] + text
        drop = paragraph.find(f"{_W}pPr/{_W}framePr")
        capital = drop is not None and drop.get(f"{_W}dropCap", "none") != "none"
        capital = capital or paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
        found.lines.append((-count if capital else count, text))
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(f"{_W}val") in headed and text.strip():
            found.headings.append((count, text))


def _is_unread(element: Any) -> bool:
    return element.tag in (f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback")


def _in_symbols(run: Any) -> bool:
    """Tell whether the letters of a run are signs of a symbol font, which are no words."""
    fonts = run.find(f"{_W}rPr/{_W}rFonts")
    name = fonts.get(f"{_W}ascii", "") if fonts is not None else ""
    return name.casefold().startswith(("symbol", "wingdings", "webdings"))


def _pieces(paragraph: Any, found: Inventory, targets: dict[str, Any]) -> Iterator[str]:
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if _is_unread(node) or node.tag in (f"{_W}pPr", f"{_W}txbxContent"):
            continue
        if node.tag == f"{_W}r":
            vanish = node.find(f"{_W}rPr/{_W}vanish")
            if vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false"):
                continue
        if node.tag in (f"{_W}t", f"{_M}t"):
            yield "" if _in_symbols(node.getparent()) else node.text or ""
        elif node.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif node.tag in (f"{_W}br", f"{_W}tab", f"{_W}cr", f"{_W}ptab"):
            yield " "
        elif node.tag == f"{_A}blip":
            found.pictures.append(node.get(f"{_R}embed") or node.get(f"{_R}link") or "")
        elif node.tag == f"{_W}hyperlink":
            target = targets.get(node.get(f"{_R}id", ""))
            if target is not None and "".join(node.itertext()).strip():
                found.links.append(target.get("Target", ""))
        stack += reversed(node)
