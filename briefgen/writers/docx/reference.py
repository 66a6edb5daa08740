"""Take an organisation's own Word document, return what it decides: styles, heads, page, lists.

All of it is taken as it stands: styles are merged by name, header, footer and logo are copied with
the parts that they refer to, and our own styles and lists get ids that the document has not used.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from briefgen.diagnostics import Diagnostics, Span
from briefgen.record import replace
from briefgen.theme import PageStyle, Theme
from briefgen.writers.docx.markup import word_part
from briefgen.writers.docx.nodes import WordParagraph, XmlElement
from briefgen.writers.docx.package import PlainPart, WordPackage
from briefgen.writers.docx.reference_styles import ReferenceStyles, W, extended, parsed

__all__ = ["ReferenceDocument", "read_reference"]

_DOCUMENTS: Final = {
    CONTENT_TYPE.WML_DOCUMENT_MAIN,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}
_RELATIONS: Final = RELATIONSHIP_TYPE.STYLES.rpartition("/")[0]
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SHOWN: Final = [
    f"{W}{name}" for name in ("t", "drawing", "pict", "object", "instrText", "fldSimple")
]
_SETTINGS: Final = ("mirrorMargins", "autoHyphenation", "evenAndOddHeaders")
_LEAST: Final = 72.0
"""A page with less room for text (points) is not taken over."""


def read_reference(path: Path, sink: Diagnostics) -> ReferenceDocument | None:
    """Return the reference document at `path`; report a file that is no Word document."""
    hint = "open it in Word or LibreOffice and save it as a Word document (.docx)"
    try:
        path.stat()  # python-docx does not tell a file that is missing from one that is broken
        package = OpcPackage.open(str(path))
        main = package.main_document_part
        if main.content_type not in _DOCUMENTS:
            raise ValueError("it is another kind of document")
        return ReferenceDocument(main)
    except FileNotFoundError:
        why = "there is no such file"
        hint = "a name is looked for beside audience.toml, then in the template folders"
    except (
        OSError,
        zipfile.BadZipFile,
        OpcError,
        etree.XMLSyntaxError,
        ValueError,
        KeyError,
        AttributeError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        why = str(error) if type(error) is ValueError else "it is damaged, or no Word document"
    sink.error(
        "bad-reference", f"cannot read the reference document: {why}", Span(str(path), 1), hint
    )
    return None


class ReferenceDocument:
    """A reference document: its `styles`, and what else it decides.

    `page` is None where the document does not say; `edges` is how far header and footer stand
    from the edges of the paper; `title_page` tells whether the first page has heads of its own;
    `settings` are the names of the switches that it has on.
    """

    def __init__(self, main: Part) -> None:
        self._main = main
        self._copies: dict[str, PlainPart] = {}
        root = _root(main)
        if root.tag != f"{W}document":
            raise ValueError("it is of the strict kind: save it as a plain .docx")
        styles = self._related(RELATIONSHIP_TYPE.STYLES)
        if styles is None:
            raise ValueError("it has no styles")
        self.styles = ReferenceStyles(_root(styles))
        self._numbering = self._related(RELATIONSHIP_TYPE.NUMBERING)
        self._numbers = None if self._numbering is None else _root(self._numbering)
        sections = list(root.iter(f"{W}sectPr"))
        last = sections[-1] if sections else None
        table = self._related(RELATIONSHIP_TYPE.FONT_TABLE)
        self._fonts = None if table is None else _root(table)
        self._heads = _heads(main, sections)
        self.title_page = last is not None and last.find(f"{W}titlePg") is not None
        self.page, self.edges = _page(last)
        settings = self._related(RELATIONSHIP_TYPE.SETTINGS)
        switches = [] if settings is None else [_root(settings).find(f"{W}{n}") for n in _SETTINGS]
        self.settings = tuple(
            name
            for name, found in zip(_SETTINGS, switches, strict=False)
            if found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}
        )
        kept = [_root(part) for part in self._heads.values()]
        self.drawings = _highest(kept, f"{_WP}docPr", "id")
        self.last_bookmark = _highest(kept, f"{W}bookmarkStart", f"{W}id")
        marks = [mark for each in kept for mark in each.iter(f"{W}bookmarkStart")]
        self.bookmarks = [str(mark.get(f"{W}name", "")) for mark in marks]

    def _related(self, kind: str) -> Part | None:
        return next((r.target_part for r in self._main.rels.values() if r.reltype == kind), None)

    def apply_to(self, theme: Theme, *, page: bool) -> Theme:
        """Return `theme` with the looks of the reference document; with `page`, on its paper.

        A landscape theme gets that paper turned.
        """
        theme = self.styles.apply_to(theme)
        paper = self.page
        if not page or paper is None:
            return theme
        if (theme.page.width > theme.page.height) != (paper.width > paper.height):
            paper = replace(
                paper,
                width=paper.height,
                height=paper.width,
                top=paper.left,
                bottom=paper.right,
                left=paper.top,
                right=paper.bottom,
            )
        keep = {
            name: getattr(theme.page, name)
            for name in ("header_distance", "footer_distance", "header_rule", "footer_rule")
        }
        return replace(theme, page=replace(paper, **keep))

    def add_heads(
        self, package: WordPackage, banners: Mapping[str, WordParagraph]
    ) -> dict[tuple[str, str], str]:
        """Add header and footer parts, return relationships by kind ("header") and type.

        Each gets the paragraph that `banners` has for its kind.
        """
        if banners:
            from briefgen.writers.docx.banner import with_paragraph

            parts = {(kind, part.partname): part for (kind, _), part in self._heads.items()}
            for (kind, _), part in parts.items():
                if kind in banners:
                    copy = self._copied(part)
                    copy.content = with_paragraph(copy.blob, banners[kind], kind)
        return {
            (kind, which): str(package.main.relate_to(self._copied(part), f"{_RELATIONS}/{kind}"))
            for (kind, which), part in self._heads.items()
        }

    def copy_part(self, package: WordPackage, kind: str) -> PlainPart | None:
        """Take over a part ("theme", "fontTable") with what it refers to, not yet added."""
        found = self._related(f"{_RELATIONS}/{kind}")
        if found is None:
            return None
        made = package.part("theme/theme1" if kind == "theme" else kind, kind)
        made.content = found.blob
        self._carry(found, made)
        return made

    def _copied(self, part: Part) -> PlainPart:
        """Return a part of ours with what `part` holds, under a name that no other part has."""
        known = self._copies.get(part.partname)
        if known is None:
            folder, _, name = str(part.partname).rpartition("/")
            known = PlainPart(PackURI(f"{folder}/house-{name}"), part.content_type)
            known.content = part.blob
            self._copies[part.partname] = known
            self._carry(part, known)
        return known

    def _carry(self, source: Part, target: PlainPart) -> None:
        for key, relation in sorted(source.rels.items()):
            if relation.is_external:
                target.load_rel(relation.reltype, relation.target_ref, key, is_external=True)
            else:
                target.load_rel(relation.reltype, self._copied(relation.target_part), key)

    # ------------------------------------------------------------------------------------ lists

    @property
    def first_definition(self) -> int:
        """The first `abstractNumId` that is free."""
        return _highest([self._numbers], f"{W}abstractNum", f"{W}abstractNumId") + 1

    @property
    def first_number(self) -> int:
        """The first `numId` that is free."""
        return _highest([self._numbers], f"{W}num", f"{W}numId") + 1

    def headings(self, depth: int) -> tuple[int, int] | None:
        """Return the number and the definition by which it counts headings, if it does.

        None where it does not for `depth` levels, or counts other than 1, 1.1, 1.1.1.
        """
        numbers = set()
        for level in range(depth):
            style_id = self.styles.find("paragraph", f"heading {level + 1}")
            found = self.styles.numbering(style_id) if style_id else None
            if found is None:
                return None
            numbers.add(found[0])
        if len(numbers) != 1 or self._numbers is None:
            return None
        (number,) = numbers
        used = self._numbers.find(f"{W}num[@{W}numId='{number}']/{W}abstractNumId")
        definition = "" if used is None else used.get(f"{W}val", "")
        if not definition.isdecimal():
            return None
        found = self._numbers.find(f"{W}abstractNum[@{W}abstractNumId='{definition}']")
        levels = [] if found is None else found.findall(f"{W}lvl")[:depth]
        for index, level in enumerate(levels):
            pattern = ".".join(f"%{n + 1}" for n in range(index + 1))
            text, form = level.find(f"{W}lvlText"), level.find(f"{W}numFmt")
            style = level.find(f"{W}pStyle")
            wanted = self.styles.find("paragraph", f"heading {index + 1}")
            if (
                text is None
                or text.get(f"{W}val") not in (pattern, f"{pattern}.")
                or form is None
                or form.get(f"{W}val") != "decimal"
                or style is None
                or style.get(f"{W}val") != wanted
            ):
                return None
        return (int(number), int(definition)) if len(levels) == depth else None

    def lists(self, package: WordPackage, ours: bytes | None) -> tuple[PlainPart, bytes] | None:
        """Return the numbering part: its own and `ours`, definitions before numbers."""
        part = package.part("numbering", "numbering")
        if self._numbers is None or self._numbering is None:
            return None if ours is None else (part, ours)
        self._carry(self._numbering, part)
        children = [*self._numbers, *(etree.fromstring(ours) if ours else ())]
        order = ("numPicBullet", "abstractNum", "num", "numIdMacAtCleanup")
        known = [child for child in children if child.tag in {f"{W}{name}" for name in order}]
        known.sort(key=lambda child: order.index(child.tag.removeprefix(W)))
        return part, extended(self._numbers, known)

    def fonts(self, ours: Sequence[XmlElement]) -> bytes:
        """Return its font table with those of `ours` that it lacks."""
        if self._fonts is None:
            return word_part("fonts", *ours)
        known = {str(font.get(f"{W}name")).lower() for font in self._fonts}
        more = [f for f in parsed(ours) if str(f.get(f"{W}name")).lower() not in known]
        return extended(self._fonts, [*self._fonts, *more])


def _root(part: Part) -> Any:
    # Without entities: nothing in a document that someone sent is fetched or unfolded.
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _highest(roots: Sequence[Any], tag: str, name: str) -> int:
    values = (node.get(name, "") for root in roots if root is not None for node in root.iter(tag))
    return max((int(value) for value in values if value.isdecimal()), default=0)


def _heads(main: Part, sections: Sequence[Any]) -> dict[tuple[str, str], Part]:
    """Return the header and footer parts of the last section, by kind and type; no empty ones."""
    found: dict[tuple[str, str], Part] = {}
    for section in sections:  # a section without references has those of the one before
        for kind in ("header", "footer"):
            for reference in section.iterfind(f"{W}{kind}Reference"):
                relation = main.rels[reference.get(f"{{{_RELATIONS}}}id")]
                found[kind, reference.get(f"{W}type", "default")] = relation.target_part
    return {
        key: part
        for key, part in found.items()
        if next(_root(part).iter(*_SHOWN), None) is not None
    }


def _page(section: Any) -> tuple[PageStyle | None, tuple[float, float] | None]:
    size = None if section is None else section.find(f"{W}pgSz")
    margins = None if section is None else section.find(f"{W}pgMar")
    if size is None or margins is None:
        return None, None

    def points(node: Any, name: str) -> float:
        return abs(float(node.get(f"{W}{name}") or 0)) / 20

    page = PageStyle(
        width=points(size, "w"),
        height=points(size, "h"),
        top=points(margins, "top"),
        bottom=points(margins, "bottom"),
        left=points(margins, "left") + points(margins, "gutter"),
        right=points(margins, "right"),
    )
    if page.width - page.left - page.right < _LEAST or page.height < _LEAST:
        return None, None
    return page, (points(margins, "header"), points(margins, "footer"))
