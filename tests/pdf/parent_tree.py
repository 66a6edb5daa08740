"""Walk the pages and the structure tree of a PDF file, return where the two disagree.

Validators check what the tree says; none of them notices content that no element owns, or an
entry of the parent tree that leads to the wrong one. A reader that starts from the page (a click,
a selection, a search hit read aloud) does.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

_PAINTS = frozenset(
    {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "BI", "EI"}
    | {"INLINE IMAGE"}
)

Key = tuple[int, int]  # page index and marked-content id


def faults(data: bytes) -> list[str]:
    """Return what is wrong between pages, parent tree and structure tree, in words."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return list(_faults(pdf))


def _faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    parents = dict(_number_tree(root.ParentTree))
    owners: dict[Key, pikepdf.Object] = {}
    annotated: dict[tuple[int, int], pikepdf.Object] = {}

    stack = [(root.K, root, None)]
    while stack:
        kid, parent, inherited = stack.pop()
        if isinstance(kid, pikepdf.Array):
            stack.extend((k, parent, inherited) for k in reversed(list(kid)))
        elif isinstance(kid, int):
            yield from _own(owners, (pages[inherited.objgen], kid), parent)
        elif kid.get("/Type") == "/MCR":
            page = kid.get("/Pg", inherited)
            yield from _own(owners, (pages[page.objgen], int(kid.MCID)), parent)
        elif kid.get("/Type") == "/OBJR":
            if kid.Obj.objgen in annotated:
                yield f"annotation {kid.Obj.objgen} stands in two elements"
            annotated[kid.Obj.objgen] = parent
        else:
            if kid.P.objgen != parent.objgen:
                yield f"{kid.S} {kid.objgen} has another parent than the element it stands in"
            if "/K" in kid:
                stack.append((kid.K, kid, kid.get("/Pg", inherited)))

    for (page, mcid), (following, later) in pairwise(owners):
        if page == following and later < mcid:
            yield f"page {page + 1} draws MCID {later} before {mcid}, the tree reads it after"

    drawn: set[Key] = set()
    for index, page in enumerate(pdf.pages):
        row = parents.get(page.obj.get("/StructParents"))
        if row is None:
            yield f"page {index + 1} is not in the parent tree"
            continue
        for mcid, tag in _content(page, index):
            if isinstance(mcid, str):
                yield mcid
                continue
            if (index, mcid) in drawn:
                yield f"page {index + 1} uses MCID {mcid} twice"
            drawn.add((index, mcid))
            owner = owners.get((index, mcid))
            if owner is None:
                yield f"MCID {mcid} of page {index + 1} stands in no element"
            elif mcid >= len(row) or row[mcid].objgen != owner.objgen:
                yield f"the parent tree leads from MCID {mcid} of page {index + 1} elsewhere"
            elif tag != owner.S and not (owner.S == "/Span" and tag == "/Link"):
                yield f"MCID {mcid} of page {index + 1} is {tag}, its element is {owner.S}"
        for annotation in page.obj.get("/Annots", ()):
            parent = parents.get(annotation.get("/StructParent"))
            owner = annotated.get(annotation.objgen)
            if parent is None or owner is None or parent.objgen != owner.objgen:
                yield f"an annotation of page {index + 1} is not where the parent tree says"
    yield from (
        f"the tree has MCID {m} of page {p + 1}, which has none" for p, m in owners.keys() - drawn
    )


def _own(owners: dict[Key, pikepdf.Object], key: Key, element: pikepdf.Object) -> Iterator[str]:
    if key in owners:
        yield f"MCID {key[1]} of page {key[0] + 1} stands in two elements"
    owners[key] = element


def _content(page: pikepdf.Page, index: int) -> Iterator[tuple[Any, Any]]:
    """Yield (MCID, tag) for each piece of content, (fault, None) for what is in none."""
    open_: list[str] = []  # "artifact", "content" or "" for each open sequence
    in_text = False
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BMC", "BDC"}:
            properties = operands[1] if name == "BDC" else {}
            if operands[0] == "/Artifact":
                if any(open_):
                    yield f"page {index + 1} has an artifact inside other content", None
                open_.append("artifact")
            elif "/MCID" in properties:
                if any(open_):
                    yield f"page {index + 1} has content inside other content", None
                open_.append("content")
                yield int(properties.MCID), operands[0]
            else:
                open_.append("")
        elif name == "EMC":
            open_.pop()
        elif name in {"BT", "ET"}:
            if in_text == (name == "BT"):
                yield f"page {index + 1} nests text objects", None
            in_text = name == "BT"
        elif name in _PAINTS and not any(open_):
            yield f"page {index + 1} paints ({name}) outside marked content", None
    if open_ or in_text:
        yield f"page {index + 1} ends inside marked content or text", None


def _number_tree(node: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    for kid in node.get("/Kids", ()):
        yield from _number_tree(kid)
    pairs = list(node.get("/Nums", ()))
    yield from ((int(k), v) for k, v in zip(pairs[::2], pairs[1::2], strict=True))
