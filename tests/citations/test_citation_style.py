"""A citation style is a seam: two that are not ours make whole documents, in PDF and in Word."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import pikepdf
import pytest

from briefgen import build, open_pack, trace_audience
from briefgen import model as m
from briefgen.citations.catalogue import CITATION_STYLES
from briefgen.citations.citation_style import CitationStyle, CitedWorks, locator_text
from briefgen.citations.entries import short_names
from briefgen.diagnostics import Diagnostics
from briefgen.walk import plain_text, walk
from tests.reading import docx_words, marked_text, model_words, pdf_words, split

REPORT = """\
---
title: The ferry
briefgen:
  citation-style: {style}
references:
- id: tide
  type: book
  author: [{{family: Zell, given: Ada}}]
  title: Tide tables
  issued: 2019
- id: harbour
  type: book
  author: [{{family: Brand, given: Lia}}]
  title: The harbour
  issued: 2021
---

# Crossing

It is slow [@tide, p. 3; @harbour]. So says @harbour [ch. 2] too.^[In a note [@tide].]

# Landing

It is wet [@harbour].
"""
TEMPLATE = "{{ sections.crossing }}\n\n{{ sections.landing }}\n\n# Sources\n\n{{ works_cited() }}\n"


class AuthorDate(CitationStyle):
    """(Zell 2019, p. 3); works are listed by name."""

    stands: Literal["text", "note"] = "text"

    def __init__(self, works: CitedWorks) -> None:
        self.works = works

    def names(self, citation: m.Citation) -> m.Inlines:
        reference = self.works.bibliography[citation.key]
        return short_names(reference, self.works.lang, citation.span)

    def year(self, key: str) -> str:
        found = re.search(r"\d{4}", str(self.works.bibliography[key].csl["issued"]))
        assert found is not None
        return found[0]

    def lead(self, group: m.CitationGroup) -> m.Inlines:
        named = self.names(group.citations[0]) if group.in_text else ()
        return (*named, m.Text("\u00a0", group.span)) if named else ()

    def rendered(self, group: m.CitationGroup) -> m.Inlines:
        items: list[m.Inline] = []
        for citation in group.citations:
            items.append(m.Text("; " if items else "(", citation.span))
            name = "" if group.in_text else f"{plain_text(self.names(citation))} "
            items.append(self.works.link(citation, f"{name}{self.year(citation.key)}"))
            if citation.locator:
                locator = locator_text(citation, self.works.lang)
                items.append(m.Text(f", {locator}", citation.span))
        return (*items, m.Text(")", group.span))

    def raised(self, group: m.CitationGroup) -> bool:
        return False

    def label(self, key: str) -> str:
        return ""

    def order(self, keys: Collection[str]) -> list[str]:
        def name(key: str) -> str:
            return plain_text(self.names(m.Citation(key, self.works.bibliography[key].span)))

        return sorted(keys, key=name)


class Notes(AuthorDate):
    """The same words, in footnotes."""

    stands: Literal["text", "note"] = "note"

    def lead(self, group: m.CitationGroup) -> m.Inlines:
        return self.names(group.citations[0]) if group.in_text else ()

    def rendered(self, group: m.CitationGroup) -> m.Inlines:
        _, *items, _ = super().rendered(group)
        return (*items, m.Text(".", group.span))


class Made:
    """A document of each style, and the bytes of its files."""

    def __init__(self, folder: Path, style: str, template: str = TEMPLATE) -> None:
        templates = folder / "templates" / "paper"
        templates.mkdir(parents=True)
        (templates / "audience.toml").write_text('title = "Paper"\n', encoding="utf-8")
        (templates / "template.md.j2").write_text(template, encoding="utf-8")
        source = folder / "report.md"
        source.write_text(REPORT.format(style=style), encoding="utf-8")
        self.sink = Diagnostics()
        pack = open_pack(source, [folder / "templates"], self.sink)
        built = build(pack, ["paper"], ("pdf", "docx"))
        self.document = built.documents["paper"]
        self.pdf, self.docx = (file.data for file in built.files)
        self.trace = trace_audience(pack, "paper")

    def notes(self) -> list[str]:
        """Return the text of each footnote in Word."""
        with zipfile.ZipFile(BytesIO(self.docx)) as package:
            root = ElementTree.fromstring(package.read("word/footnotes.xml"))  # noqa: S314  # ours
        texts = ["".join(note.itertext()).strip() for note in root]
        return [text for text in texts if text]


@pytest.fixture
def styles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CITATION_STYLES, "author-date", AuthorDate)
    monkeypatch.setitem(CITATION_STYLES, "notes", Notes)


@pytest.mark.usefixtures("styles")
def test_author_and_date_stand_in_the_text_and_order_the_list(tmp_path: Path) -> None:
    made = Made(tmp_path, "author-date")
    assert [str(item) for item in made.sink] == []
    words = " ".join(model_words(made.document))
    assert "it is slow (zell 2019, p. 3; brand 2021). so says brand (2021, ch. 2) too." in words
    assert words.index("the harbour") < words.index("tide tables")
    assert words.endswith("tide tables. 2019. · cited in §1")
    assert "[" not in words
    assert pdf_words(made.pdf) == model_words(made.document) == docx_words(made.docx)
    (sentence,) = [s for block in made.trace.blocks for s in block.sentences if "slow" in s.text]
    assert sentence.text == "It is slow (Zell 2019, p.\u00a03; Brand 2021)."
    assert [use.key for use in sentence.works] == ["tide", "harbour"]


@pytest.mark.usefixtures("styles")
def test_its_links_lead_to_entries_and_back_in_both_files(tmp_path: Path) -> None:
    made = Made(tmp_path, "author-date")
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        names = pdf.Root.Names.Dests.Names
        known = {bytes(names[i]) for i in range(0, len(names), 2)}
        links = [a for page in pdf.pages for a in page.get("/Annots", [])]
        targets = [bytes(a.A.D if "/A" in a else a.Dest) for a in links]
    assert {b"ref-tide", b"ref-harbour", b"cite-1"} <= set(targets) <= known
    with zipfile.ZipFile(BytesIO(made.docx)) as package:
        xml = package.read("word/document.xml").decode()
    assert {"ref_tide", "ref_harbour"} <= set(re.findall(r'w:anchor="(\w+)"', xml))
    assert set(re.findall(r'w:anchor="(\w+)"', xml)) <= set(re.findall(r'w:name="(\w+)"', xml))


@pytest.mark.usefixtures("styles")
def test_citations_in_notes_are_numbered_with_the_notes_that_stand_there(tmp_path: Path) -> None:
    made = Made(tmp_path, "notes")
    assert [str(item) for item in made.sink] == []
    notes = [node for node in walk(made.document.blocks) if isinstance(node, m.Note)]
    texts = [
        "Zell 2019, p.\u00a03; Brand 2021.",
        "2021, ch.\u00a02.",
        "In a note Zell 2019..",
        "Brand 2021.",
    ]
    assert [note.number for note in notes] == [1, 2, 3, 4]
    assert [plain_text(walk_text(note)) for note in notes] == texts
    words = " ".join(model_words(made.document))
    assert "it is slow. so says brand too. landing it is wet. sources" in words
    assert pdf_words(made.pdf) == model_words(made.document) == docx_words(made.docx)
    assert made.notes() == texts
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        pages = ["".join(marked_text(page).values()) for page in pdf.pages]
    printed = "".join(split("".join(pages)))
    assert all("".join(split(text)) in printed for text in texts)


@pytest.mark.usefixtures("styles")
def test_notes_say_all_so_that_no_list_is_asked_for(tmp_path: Path) -> None:
    made = Made(tmp_path, "notes", "{{ sections.landing }}\n")
    assert [str(item) for item in made.sink] == []
    assert made.notes() == ["Brand 2021."]


def walk_text(note: m.Note) -> m.Inlines:
    (paragraph,) = note.children
    assert isinstance(paragraph, m.Paragraph)
    return paragraph.children
