"""Take the structure of a layout and what was drawn of it, return the structure tree.

`Tags.mark` and `Tags.link` record what drawing fills; `Tags.write` then writes the elements in
the order of their kids, with the parent tree that leads back from content to element.
"""

from __future__ import annotations

from briefgen.layout.boxes import Element, Glyphs, ImageBox, Slot
from briefgen.writers.pdf.objects import File, text

__all__ = ["Tags"]

# The standard types of ISO 32000-1, 14.8.4; others need a role map.
_STANDARD = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"}
    | {"NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl"}
    | {"LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note"}
    | {"Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"}
)
_MAPPED = {"Title": "P", "Subtitle": "P", "Aside": "Div", "Strong": "Span", "Em": "Span"}
_STAY_EMPTY = frozenset({"TD", "TH"})  # an empty cell is still a cell


class Tags:
    """Which content and which links belong to which element of the structure."""

    def __init__(self, structure: Element) -> None:
        self.structure = structure
        self.pages: list[list[Element]] = []  # by page and marked-content id
        self.links: list[Element] = []  # by annotation
        self._owner: dict[Slot, Element] = {}
        self._place: dict[Slot, int] = {}
        self._content: dict[Slot, list[tuple[int, int]]] = {}
        self._annotations: dict[Element, list[tuple[int, str]]] = {}
        stack: list[tuple[Element | Slot, Element]] = [(structure, structure)]
        while stack:  # in reading order
            node, parent = stack.pop()
            if isinstance(node, Slot):
                self._owner[node] = parent
                self._place[node] = len(self._place)
            else:
                stack.extend((kid, node) for kid in reversed(node.kids))

    def start_page(self) -> None:
        """Count marked content from 0 again."""
        self.pages.append([])

    def place(self, box: Glyphs | ImageBox) -> int:
        """Return how many slots come before the box's in reading order."""
        return self._place[box.slot] if box.slot is not None else -1

    def mark(self, slot: Slot) -> str:
        """Return the operator that begins a piece of content of `slot` on the current page."""
        element = self._owner[slot]
        page = self.pages[-1]
        self._content.setdefault(slot, []).append((len(self.pages) - 1, len(page)))
        page.append(element)
        return f"/{element.role}<</MCID {len(page) - 1}>>BDC"

    def link(self, element: Element, page: int, annotation: str) -> int:
        """Note that an annotation belongs to `element`; return its StructParent."""
        self._annotations.setdefault(element, []).append((page, annotation))
        self.links.append(element)
        return len(self.pages) + len(self.links) - 1

    def write(self, file: File, page_refs: list[str]) -> str:
        """Write elements and parent tree; return the reference to the structure tree root."""
        return _Writer(self, file, page_refs).root()

    def lives(self, element: Element) -> bool:
        """Tell whether `element` is in the tree: something of it was drawn, or it is a cell."""
        return (
            element.role in _STAY_EMPTY
            or element in self._annotations
            or any(
                kid in self._content if isinstance(kid, Slot) else self.lives(kid)
                for kid in element.kids
            )
        )


class _Writer:
    def __init__(self, tags: Tags, file: File, page_refs: list[str]) -> None:
        self.tags = tags
        self.file = file
        self.page_refs = page_refs
        self.refs: dict[Element, str] = {}
        self.ids: dict[str, str] = {}
        self.mapped: set[str] = set()

    def root(self) -> str:
        tags, file = self.tags, self.file
        number = file.reserve()
        document = self.element(tags.structure, f"{number} 0 R")
        parents = [
            f"{key} {file.add('[' + ' '.join(self.refs[e] for e in page) + ']')}"
            for key, page in enumerate(tags.pages)
        ]
        parents += [f"{len(tags.pages) + i} {self.refs[e]}" for i, e in enumerate(tags.links)]
        tree = file.add(f"<</Nums[{' '.join(parents)}]>>")
        entries = f"/K {document}/ParentTree {tree}/ParentTreeNextKey {len(parents)}"
        if self.mapped:
            roles = "".join(f"/{r}/{_MAPPED.get(r, 'NonStruct')}" for r in sorted(self.mapped))
            entries += f"/RoleMap<<{roles}>>"
        if self.ids:
            names = sorted((name.encode("utf-8"), ref) for name, ref in self.ids.items())
            pairs = "".join(f"<{name.hex()}>{ref}" for name, ref in names)
            entries += (
                f"/IDTree<</Limits[<{names[0][0].hex()}><{names[-1][0].hex()}>]/Names[{pairs}]>>"
            )
        file.put(number, f"<</Type/StructTreeRoot{entries}>>")
        return f"{number} 0 R"

    def element(self, element: Element, parent: str) -> str:
        """Write `element` and all below it; return the reference to it."""
        number = self.file.reserve()
        reference = self.refs[element] = f"{number} 0 R"
        kids: list[str] = []
        page: int | None = None  # the page that bare marked-content ids are on
        for kid in element.kids:
            if isinstance(kid, Element):
                if self.tags.lives(kid):
                    kids.append(self.element(kid, reference))
                continue
            for where, mcid in self.tags._content.get(kid, ()):
                page = where if page is None else page
                kids.append(
                    str(mcid)
                    if where == page
                    else f"<</Type/MCR/Pg {self.page_refs[where]}/MCID {mcid}>>"
                )
        annotations = self.tags._annotations.get(element, ())
        kids += [
            f"<</Type/OBJR/Pg {self.page_refs[where]}/Obj {annotation}>>"
            for where, annotation in annotations
        ]
        role = element.role
        if role == "Link" and not annotations:
            role = "Span"  # it leads nowhere, so it must not say that it does
        if role not in _STANDARD:
            self.mapped.add(role)
        entries = f"/S/{role}/P {parent}{self.attributes(element, reference)}"
        if page is not None:
            entries += f"/Pg {self.page_refs[page]}"
        if kids:
            entries += f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
        self.file.put(number, f"<<{entries}>>")
        return reference

    def attributes(self, element: Element, reference: str) -> str:
        """Return the entries for an element's attributes."""
        given = element.attributes
        identity = given.get("id", "")
        if element.role == "Note" and not identity:
            identity = f"note-{len(self.ids) + 1}"
        entries = ""
        if identity:
            self.ids[identity] = reference
            entries += f"/ID<{identity.encode('utf-8').hex()}>"
        for key, entry in (("alt", "Alt"), ("actual_text", "ActualText"), ("lang", "Lang")):
            if key in given:
                entries += f"/{entry}{text(given[key])}"
        table = "".join(
            f"/{entry}{prefix}{given[key]}"
            for key, entry, prefix in (
                ("scope", "Scope", "/"),
                ("col_span", "ColSpan", " "),
                ("row_span", "RowSpan", " "),
            )
            if key in given
        )
        if headers := given.get("headers", "").split():
            table += f"/Headers[{''.join(f'<{h.encode().hex()}>' for h in headers)}]"
        layout = f"/Placement/{given['placement']}" if "placement" in given else ""
        if "bbox" in given:
            layout += f"/BBox[{given['bbox']}]"
        listing = f"/ListNumbering/{given['list_numbering']}" if "list_numbering" in given else ""
        owners = [
            f"<</O/{owner}{content}>>"
            for owner, content in (("Table", table), ("Layout", layout), ("List", listing))
            if content
        ]
        if owners:
            entries += f"/A{owners[0]}" if len(owners) == 1 else f"/A[{''.join(owners)}]"
        return entries
