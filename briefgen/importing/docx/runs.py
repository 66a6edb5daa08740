"""Take the children of a DOCX paragraph, return its runs: words, links, notes and images."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from briefgen.diagnostics import Diagnostics, Span
from briefgen.importing.docx.equations import equation
from briefgen.importing.docx.styles import RunFormat, WordStyles, tag, value
from briefgen.importing.docx.symbols import is_symbol_font, symbol
from briefgen.importing.draft import DraftRun
from briefgen.record import replace

__all__ = ["Holder", "RunReader"]

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_IMAGES: Final = (".png", ".jpg", ".jpeg", ".svg")
_LINK_FIELD: Final = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"(?P<anchor>[^"]+)"|"(?P<url>[^"]+)")')
_LISTING: Final = re.compile(r"\s*(?:TOC|INDEX|TOA)\b")
_TRANSPARENT: Final = frozenset(
    map(tag, ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo"))
)


@dataclass(slots=True)
class Holder:
    """The relations of a part: `targets` by id, each a URL or a part."""

    targets: Mapping[str, Any]


@dataclass(slots=True)
class _Field:
    code: str = ""
    shown: bool = False  # after its separator, the runs are its result

    @property
    def link(self) -> str:
        match = _LINK_FIELD.match(self.code)
        if match is None:
            return ""
        return match["url"] or f"#{match['anchor']}"


@dataclass(slots=True)
class RunReader:
    """Reads runs, and collects images, text boxes, footnotes and endnotes.

    `notes` maps the kind and id of a note in the file to its key, in the order of use.
    """

    styles: WordStyles
    file: str
    sink: Diagnostics
    media: dict[str, bytes] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    boxes: list[Any] = field(default_factory=list)
    ended_listing: bool = False
    _fields: list[_Field] = field(default_factory=list)

    def read(
        self, parent: Any, look: RunFormat, holder: Holder, link: str = ""
    ) -> Iterator[DraftRun]:
        """Yield the runs in `parent`."""
        for child in parent:
            name = child.tag
            if name == tag("r"):
                yield from self._run(child, look, holder, link)
            elif name == tag("hyperlink"):
                yield from self.read(child, look, holder, self._target(child, holder) or link)
            elif name == tag("fldSimple"):
                own = _Field(child.get(tag("instr"), "")).link
                yield from self.read(child, look, holder, own or link)
            elif name in _TRANSPARENT:
                yield from self.read(child, look, holder, link)
            elif name == tag("sdt"):
                for content in child.findall(tag("sdtContent")):
                    yield from self.read(content, look, holder, link)
            elif name == f"{_MC}AlternateContent":
                yield from self.read(_choice(child), look, holder, link)
            elif name in (f"{_M}oMath", f"{_M}oMathPara"):
                yield from (replace(run, link=link) for run in equation(child))
            elif name in (tag("del"), tag("moveFrom")):
                self.report_deletion()

    def report_deletion(self) -> None:
        """Report that the file has text that is marked as deleted."""
        self.sink.warning(
            "tracked-changes",
            "the file has changes that nobody accepted: its insertions are taken, its deletions "
            "left out",
            Span(self.file, 1),
            "accept or reject the changes, and import again",
        )

    def _target(self, element: Any, holder: Holder) -> str:
        anchor = element.get(tag("anchor"), "")
        target = holder.targets.get(element.get(f"{_R}id", ""))
        if isinstance(target, str):
            return f"{target}#{anchor}" if anchor and "#" not in target else target
        return f"#{anchor}" if anchor else ""

    def _run(self, run: Any, look: RunFormat, holder: Holder, link: str) -> Iterator[DraftRun]:
        properties = run.find(tag("rPr"))
        look = self.styles.with_character(value(properties, "rStyle"), look)
        look = look.with_properties(properties)
        for child in run:
            if child.tag == tag("fldChar"):
                self._field(child.get(tag("fldCharType"), ""))
            elif child.tag == tag("instrText") and self._fields:
                self._fields[-1].code += child.text or ""
        if look.hidden:
            if any(text.text for text in run.iter(tag("t"))):
                self._leave_out("hidden text", "show it in Word, if it is to be imported")
            return
        if any(not one.shown for one in self._fields):
            return
        link = next((one.link for one in reversed(self._fields) if one.link), link)
        fonts = properties.find(tag("rFonts")) if properties is not None else None
        font = fonts.get(tag("ascii"), "") if fonts is not None else ""
        for child in run:
            yield from self._piece(child, look, holder, link, font)

    @property
    def listing(self) -> bool:
        """Tell whether a field is open that lists headings, figures or words."""
        return any(_LISTING.match(one.code) for one in self._fields)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].shown = True
        elif self._fields and kind == "end":
            self.ended_listing |= _LISTING.match(self._fields.pop().code) is not None

    def _piece(
        self, child: Any, look: RunFormat, holder: Holder, link: str, font: str = ""
    ) -> Iterator[DraftRun]:
        text = ""
        match str(child.tag).rpartition("}")[2]:
            case "t" if child.tag == tag("t"):
                text = (child.text or "").replace("\n", " ")
                if is_symbol_font(font):
                    text = "".join(symbol(f"{ord(c):X}", font) for c in text)
            case "tab" | "ptab":
                text = " "
            case "br" if child.get(tag("type")) in ("page", "column"):
                return
            case "br" | "cr":
                text = "\n"
            case "noBreakHyphen":
                text = "\u2011"
            case "sym":
                text = symbol(child.get(tag("char"), ""), child.get(tag("font"), ""))
            case "footnoteReference" | "endnoteReference" as kind:
                where = (kind.removesuffix("Reference"), child.get(tag("id"), ""))
                mark = "e" if kind == "endnoteReference" else ""
                count = sum(kind.startswith(other) for other, _ in self.notes) + 1
                yield DraftRun("", note=self.notes.setdefault(where, f"{mark}{count}"))
                return
            case "drawing" | "pict" | "object":
                yield from self._drawing(child, holder, link)
                return
            case "AlternateContent":
                for inner in _choice(child):
                    yield from self._piece(inner, look, holder, link, font)
                return
        if text:
            yield DraftRun(
                text,
                bold=look.bold,
                italic=look.italic,
                underline=look.underline and not link,
                strike=look.strike,
                superscript=look.superscript,
                subscript=look.subscript,
                code=look.code,
                link=link,
            )

    # ------------------------------------------------------------------------------- drawings

    def _drawing(self, element: Any, holder: Holder, link: str) -> Iterator[DraftRun]:
        boxes = list(element.iter(tag("txbxContent")))
        self.boxes += boxes
        description = next(
            (
                text
                for shape in [*element.iter(f"{_WP}docPr"), *element.iter(f"{_V}shape")]
                for key in ("descr", "alt", "title")
                if (text := " ".join(shape.get(key, "").split()))
            ),
            "",
        )
        ids = [
            blip.get(f"{_R}embed") or blip.get(f"{_R}link") for blip in element.iter(f"{_A}blip")
        ]
        ids += [image.get(f"{_R}id") for image in element.iter(f"{_V}imagedata")]
        targets = [holder.targets[key] for key in ids if key in holder.targets]
        for target in targets:
            if isinstance(target, str):
                yield DraftRun(description or target, link=link or target)
            else:
                yield self._image(target, description, link)
        if not targets and not boxes:
            if description:
                yield DraftRun(description)
            if element.tag == tag("drawing") or description:
                self._leave_out("a drawing or chart", "paste it as a picture")

    def _image(self, part: Any, description: str, link: str) -> DraftRun:
        """Keep the image of a part; an image of an unknown format becomes a link to its file."""
        name = PurePosixPath(str(part.partname))
        path = f"images/{name.name.casefold()}"
        self.media[path] = bytes(part.blob)
        if name.suffix.casefold() in _IMAGES:
            return DraftRun(description, image=path, link=link)
        self._leave_out(f"the image {name.name}", "save it as PNG beside the report, and name that")
        return DraftRun(description or name.name, link=path)

    def _leave_out(self, what: str, hint: str) -> None:
        self.sink.warning("not-imported", f"{what} cannot be imported", Span(self.file, 1), hint)


def _choice(element: Any) -> Any:
    """Return the form to read of content that the file has in several forms."""
    choice = element.find(f"{_MC}Choice")
    return choice if choice is not None else next(iter(element), element)
