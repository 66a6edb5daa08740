"""The words of a document as its reader meets them: from the model, from a PDF, from a DOCX.

Left out everywhere, because formats treat them differently and not as text: numbers of headings
and list items (Word makes them), footnotes with their references, contents, images.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf

from briefgen import model as m
from briefgen.walk import children

BLOCK_ROLES = set(
    "Document Part Art Sect Div P Lbl H H1 H2 H3 H4 H5 H6 Title L LI LBody Table THead TBody TR "
    "TH TD Caption BlockQuote BibEntry Aside NonStruct".split()
)
SKIPPED_ROLES = {"TOC", "Note", "Reference"}


def split(text: str) -> list[str]:
    """Split text into comparable words: hyphenation, case and kinds of space do not count."""
    text = unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b\u200e\u200f]", "", text))
    return text.casefold().split()


# ---------------------------------------------------------------------------------------- model


def model_words(document: m.Document) -> list[str]:
    """Return the words of a complete document in reading order."""
    return split("".join(_model(document.blocks)))


def _model(nodes: Iterable[m.Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case m.Text() | m.Code() | m.CrossReference() | m.CodeBlock():
                yield node.text
            case m.LineBreak():
                yield " "
            case m.Note() | m.Contents() | m.Image():
                pass
            case m.Table() | m.Figure():
                caption = (node.label + node.stop, *_model(node.caption))
                body = (
                    (node.header, *node.subheads, *node.rows) if isinstance(node, m.Table) else ()
                )
                yield from (*caption, " ", *_model(body), " ")
            case m.WorksCited():
                for work in node.works:
                    yield from (*_model((*work.entry, *work.trail)), " ")
            case m.Section():
                yield from (" ", *_model(node.title), " ", *_model(node.children), " ")
            case m.DefinitionItem():
                yield from (*_model(node.term), " ")
                for definition in node.definitions:
                    yield from _model(definition)
            case m.Event():
                yield from (*_model(node.label), " ", *_model(node.children), " ")
            case m.Paragraph() | m.ListItem() | m.Cell() | m.Div() | m.BlockQuote():
                yield from (" ", *_model(node.children), " ")
            case _:
                yield from _model(children(node))


# ------------------------------------------------------------------------------------------ PDF


def pdf_words(data: bytes) -> list[str]:
    """Return the words of a tagged PDF in the order of its structure tree."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        marked = {page.obj.objgen: marked_text(page) for page in pdf.pages}
        roles = {
            str(k)[1:]: str(v)[1:]
            for k, v in dict(pdf.Root.StructTreeRoot.get("/RoleMap", {})).items()
        }
        return split("".join(_structure(pdf.Root.StructTreeRoot.K, marked, roles)))


def _structure(
    kid: Any,
    marked: dict[Any, dict[int, str]],
    roles: dict[str, str],
    page: Any = None,
    *,
    counted: bool = False,
) -> Iterator[str]:
    """Yield the text under `kid`; `counted`: labels of this list are numbers or bullets."""
    if isinstance(kid, pikepdf.Array):
        for each in kid:
            yield from _structure(each, marked, roles, page, counted=counted)
        return
    if isinstance(kid, int):
        yield marked[page][int(kid)]
        return
    if kid.get("/Type") == "/OBJR":
        return
    page = kid.Pg.objgen if "/Pg" in kid else page
    if "/MCID" in kid:
        yield marked[page][int(kid.MCID)]
        return
    role = str(kid.S)[1:]
    if role in SKIPPED_ROLES or roles.get(role, role) in SKIPPED_ROLES:
        return
    if role == "L":
        counted = "/ListNumbering" in kid.A and kid.A.ListNumbering != "/None"
    kids = kid.get("/K", pikepdf.Array())
    if role == "Figure":  # what is drawn is no text; its caption is
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        kids = [each for each in kids if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        kids = pikepdf.Array(kids)
    space = " " if role in BLOCK_ROLES or roles.get(role) in BLOCK_ROLES else ""
    inside = "".join(_structure(kids, marked, roles, page, counted=counted))
    if re.fullmatch(r"H\d", role):
        inside = re.sub(r"^\s*\d{1,2}(\.\d+)*\s", "", inside)
    if role == "Lbl" and (counted or re.fullmatch(r"\s*\[\d+\]\s*", inside)):
        inside = ""
    yield f"{space}{inside}{space}"


def marked_text(page: pikepdf.Page) -> dict[int, str]:
    """Return the text of each marked-content id of a page."""
    maps = {
        str(name): _to_unicode(font.ToUnicode.read_bytes())
        for name, font in dict(page.resources.get("/Font", {})).items()
        if "/ToUnicode" in font
    }
    found: dict[int, str] = {}
    stack: list[int | None] = []
    replaced: list[bool] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else {}
                current = stack[-1] if stack else None
                if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
                    current = int(properties.MCID)
                elif str(operands[0]) == "/Artifact":
                    current = None
                actual = isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties
                if actual and current is not None:
                    found[current] = found.get(current, "") + str(properties.ActualText)
                stack.append(current)
                replaced.append(actual or bool(replaced and replaced[-1]))
            case "EMC":
                stack.pop()
                replaced.pop()
            case "Tf":
                font = maps[str(operands[0])]
            case "Tj" | "TJ" if stack and stack[-1] is not None and not replaced[-1]:
                pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                for piece in pieces:
                    if isinstance(piece, pikepdf.String):
                        raw = bytes(piece)
                        text = "".join(
                            font[int.from_bytes(raw[i : i + 2], "big")]
                            for i in range(0, len(raw), 2)
                        )
                        found[stack[-1]] = found.get(stack[-1], "") + text
            case _:
                pass
    return found | {mcid: "" for mcid in _all_ids(page) if mcid not in found}


def _all_ids(page: pikepdf.Page) -> set[int]:
    return {
        int(operands[1].MCID)
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC"
        and isinstance(operands[1], pikepdf.Dictionary)
        and "/MCID" in operands[1]
    }


def _to_unicode(cmap: bytes) -> dict[int, str]:
    table: dict[int, str] = {}
    text = cmap.decode("ascii")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(value), "big")
            for offset in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + offset] = chr(start + offset)
    return table


# ----------------------------------------------------------------------------------------- DOCX

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_words(data: bytes) -> list[str]:
    """Return the words of a Word document's body, fields by their cached results."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314  # our own
    return split("".join(_body(body)))


def _body(element: ElementTree.Element) -> Iterator[str]:
    if element.tag == W + "sdt" and element.find(f".//{W}docPartGallery") is not None:
        return
    if element.tag == W + "p":
        style = element.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.match(r"(?i)toc\s?\d|tableoffigures", style.get(W + "val", "")):
            return
    if element.tag == W + "tbl":
        style = element.find(f"{W}tblPr/{W}tblStyle")
        if style is not None and style.get(W + "val") == "ScaleTable":
            return  # it stands for a drawing
    match element.tag.removeprefix(W):
        case "t":
            yield element.text or ""
        case "tab" | "br" | "cr":
            yield " "
        case "noBreakHyphen":
            yield "\u2011"
        case "p":
            text = "".join(part for child in element for part in _body(child))
            style = element.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(W + "val", "").startswith("Bibliography"):
                text = re.sub(r"^[\s\u200e]*\[\d+\]", "", text)
            yield f" {text} "
        case "r" if _is_chip(element):
            yield "".join(part for child in element for part in _body(child)).strip("\u00a0")
        case "drawing" | "pict" | "instrText" | "pPr" | "rPr":
            pass
        case _:
            for child in element:
                yield from _body(child)


def _is_chip(run: ElementTree.Element) -> bool:
    """Tell a run whose background needs a space on either side, which is no text."""
    style = run.find(f"{W}rPr/{W}rStyle")
    return style is not None and style.get(W + "val", "").startswith("Chip")
