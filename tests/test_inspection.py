"""Finished files are read again: hidden text in them is found wherever it is, and nothing else is.

What is broken here on purpose are finished files, and which audience they are said to be for.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from briefgen.diagnostics import BriefgenError
from briefgen.inspection import Finding, Secrets, UnreadableError, inspect_file
from briefgen.inspection.docx import read_docx
from briefgen.inspection.pdf import read_pdf
from briefgen.pipeline import BuiltPack, build, check_release, open_pack, write_pack
from briefgen.pipeline.inspecting import find_pack_secrets
from briefgen.record import replace
from tests import secrets as secrets_in_places

REPORT = """\
---
title: The *harbour* accord
author: Ada Example
lang: en-GB
---

# What was agreed {#agreed .lead}

Both councils signed on 4 May, and the ferries run again.
The vote was [not]{audience="inner"} close, as [KESTREL]{audience="inner"} had promised.

## Terms of the side letter {#side-letter audience="inner"}

Nobody outside of this room has to know of it.
See [the site](https://www.example.org/a/hidden/page/of/terms) and the name Żółw.

| Berth | Fee |
|-------|-----|
| North | 4 310 220 |

: What it costs. {#fees}

# What follows {#follows}

The ferries run hourly[^n].

[^n]: Twice on Sundays.
"""
TEMPLATE = """\
# {{ report.title }}

{% for section in find("section") %}{{ section.name }}

{% endfor %}{% for section in sections %}{{ section }}

{% endfor %}
"""
PLACES = {"KESTREL": 10, "of this room has to know": 14, "vote was not close as": 10, "Żółw": 15}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inspection")
    for name in ("inner", "outer"):
        own = folder / "templates" / name
        own.mkdir(parents=True)
        (own / "audience.toml").write_text(f'title = "The {name} circle"\n')
        (own / "template.md.j2").write_text(TEMPLATE)
    (folder / "accord.md").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> BuiltPack:
    pack = open_pack(folder / "accord.md", [folder / "templates"])
    return build(pack, ["inner", "outer"], output=folder / "out")


@pytest.fixture(scope="module")
def secrets(built: BuiltPack) -> Secrets:
    return find_pack_secrets(built.pack, "outer", built.documents["outer"])


def data_of(built: BuiltPack, name: str) -> bytes:
    return next(file.data for file in built.files if file.path.name == name)


def test_what_only_hidden_text_has_is_known_by_its_place(secrets: Secrets) -> None:
    assert {word: place.line for word, place in secrets.words.items()}["kestrel"] == 10
    assert secrets.words["zołw".replace("ł", "ł")].line == 15
    assert "ferries" not in secrets.words
    assert "the" not in secrets.words
    assert ("vote", "was", "not", "close", "as") in secrets.sequences
    assert ("side", "letter") in secrets.labels
    assert "ł" in secrets.characters


def test_clean_files_pass_and_those_of_others_do_not(built: BuiltPack, secrets: Secrets) -> None:
    check_release(built)
    for kind in ("pdf", "docx"):
        assert inspect_file(f"a.{kind}", data_of(built, f"accord-outer.{kind}"), secrets) == []
        found = inspect_file(f"a.{kind}", data_of(built, f"accord-inner.{kind}"), secrets)
        assert {finding.span.line for finding in found} >= {10, 12, 14, 15, 19}


def test_a_pack_that_holds_hidden_text_is_withheld(built: BuiltPack) -> None:
    inner = {file.path.suffix: file.data for file in built.files if file.audience == "inner"}
    files = [
        replace(file, data=inner[file.path.suffix]) if file.audience == "outer" else file
        for file in built.files
    ]
    pack = open_pack(built.pack.source, built.pack.folders[:1])
    with pytest.raises(BriefgenError) as caught:
        write_pack(replace(built, files=files, pack=pack))
    told = [str(found) for found in caught.value.diagnostics]
    assert any("accord.md:10:" in text and "accord-outer.pdf holds" in text for text in told), told
    assert any("accord-outer.docx holds" in text for text in told)
    assert {found.code for found in caught.value.diagnostics} == {"hidden-found"}
    assert not (built.files[0].path.parent).exists()


def appended(text: str) -> Callable[[bytes], bytes]:
    """A later revision of a PDF that holds `text` as an object."""
    return lambda data: data + f"\n999 0 obj\n{text}\nendobj\n".encode("latin-1")


def packed(content: bytes, entries: str = "") -> Callable[[bytes], bytes]:
    body = zlib.compress(content)
    head = f"\n998 0 obj\n<</Filter/FlateDecode/Length {len(body)}{entries}>>\nstream\n"
    return lambda data: data + head.encode() + body + b"\nendstream\nendobj\n"


def hexed(text: str) -> str:
    return "<FEFF" + text.encode("utf-16-be").hex() + ">"


PDF_BREAKS = {
    "a string": appended("<</Title(About Kestrel)>>"),
    "a string in UTF-16": appended(f"<</Alt {hexed('KESTREL')}>>"),
    "octal escapes": appended(r"<</T(\113estre\154)>>"),
    "nested parentheses": appended("(a (kestrel (b)) c)"),
    "a name": appended("<</Dest/side-letter>>"),
    "a name in hexadecimal": appended("<</Dest/s#69de-letter>>"),
    "an address": appended("<</URI(https://www.example.org/a/hidden/page/of/terms)>>"),
    "words in a row": appended("(nobody outside of this room has)"),
    "metadata": packed(b"<x:a><b>Kestrel</b></x:a>", "/Type/Metadata/Subtype/XML"),
    "page text": packed(b"BT /Q 9 Tf [(Kes)-20(trel)]TJ ET"),
    "text that replaces": packed(b"/Span<</ActualText(kestrel)>>BDC BT (x) Tj ET EMC"),
    "a broken word": packed(b"BT (Kest\xad) Tj 0 -9 Td (rel) Tj ET"),
    "an object stream": packed(b"5 0 (Kestrel)", "/Type/ObjStm/N 1/First 4"),
    "a comment in a photograph": packed(
        b"\xff\xd8\xff\xfe\x00\x10by Kestrel 123\xff\xda", "/Subtype/Image"
    ),
}


@pytest.mark.parametrize("kind", PDF_BREAKS)
def test_hidden_text_is_found_anywhere_in_a_pdf(
    kind: str, built: BuiltPack, secrets: Secrets
) -> None:
    clean = data_of(built, "accord-outer.pdf")
    assert inspect_file("a.pdf", PDF_BREAKS[kind](clean), secrets) != []


def zipped(name: str, content: str | bytes) -> Callable[[bytes], bytes]:
    """A Word file with one more part."""

    def change(data: bytes) -> bytes:
        place = BytesIO(data)
        with zipfile.ZipFile(place, "a") as package:
            package.writestr(name, content)
        return place.getvalue()

    return change


def workbook() -> bytes:
    place = BytesIO()
    with zipfile.ZipFile(place, "w") as package:
        package.writestr("xl/sharedStrings.xml", "<sst><si><t>Kestrel</t></si></sst>")
    return place.getvalue()


def png() -> bytes:
    text = b"Comment\0taken by Kestrel"
    return b"\x89PNG\r\n\x1a\n" + len(text).to_bytes(4, "big") + b"tEXt" + text + b"\0\0\0\0"


W = 'xmlns:w="http://w"'
DOCX_BREAKS = {
    "runs of a word": zipped(
        "word/x.xml", f"<w:p {W}><w:r><w:t>Kes</w:t></w:r><w:r><w:t>trel</w:t></w:r></w:p>"
    ),
    "words over runs": zipped(
        "word/x.xml",
        f"<w:p {W}><w:r><w:t>outside of </w:t></w:r><w:r><w:t>this room has</w:t></w:r></w:p>",
    ),
    "a bookmark": zipped("word/x.xml", f'<w:bookmarkStart {W} w:name="side-letter"/>'),
    "a text for screen readers": zipped("word/x.xml", '<a descr="the kestrel"/>'),
    "a comment of XML": zipped("customXml/x.xml", "<a><!-- kestrel --></a>"),
    "an address": zipped(
        "word/_rels/x.rels",
        '<a Target="https://www.example.org/a/hidden/page/of/terms" TargetMode="External"/>',
    ),
    "the name of a part": zipped("word/media/side-letter.bin", b""),
    "a workbook": zipped("word/embeddings/x.xlsx", workbook()),
    "an image": zipped("word/media/x.png", png()),
    "a drawing": zipped("word/media/x.svg", "<svg><desc>Kestrel</desc></svg>"),
    "a property": zipped("docProps/x.xml", "<p><v>Kestrel</v></p>"),
}


@pytest.mark.parametrize("kind", DOCX_BREAKS)
def test_hidden_text_is_found_anywhere_in_a_word_file(
    kind: str, built: BuiltPack, secrets: Secrets
) -> None:
    clean = data_of(built, "accord-outer.docx")
    assert inspect_file("a.docx", DOCX_BREAKS[kind](clean), secrets) != []


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_what_cannot_be_read_is_not_passed(name: str, built: BuiltPack, secrets: Secrets) -> None:
    with pytest.raises(UnreadableError):
        inspect_file(name, b"neither of them", secrets)
    data = data_of(built, "accord-outer" + name[1:])
    with pytest.raises(UnreadableError, match=r"only \d+ % of the words"):
        inspect_file(name, data, secrets, ["quite different words stand here, one by one"])


def test_words_that_files_have_by_themselves_are_no_finding(folder: Path) -> None:
    """All words of clean files are put into hidden text: none may be found."""
    pack = open_pack(folder / "accord.md", [folder / "templates"])
    words: list[str] = []
    for file in build(pack, ["outer"]).files:
        content = (read_pdf if file.path.suffix == ".pdf" else read_docx)(file.data)
        words += [text for _, text in content.texts]
    plain = sorted({word for text in words for word in re.findall(r"[^\W\d_]{3,}", text)})
    section = f"\n# Held back {{audience=inner}}\n\n{' '.join(plain)}\n"
    (folder / "all.md").write_text(REPORT + section, encoding="utf-8")
    pack = open_pack(folder / "all.md", [folder / "templates"])
    built = build(pack, ["outer"])
    secrets = find_pack_secrets(pack, "outer", built.documents["outer"])
    assert len(secrets.words) > 10
    found: list[Finding] = []
    for file in built.files:
        found += inspect_file(file.path.name, file.data, secrets)
    assert found == []


def test_ids_that_are_words_of_a_format_are_no_finding(folder: Path) -> None:
    names = "encoding widths single auto paragraph chart2 image1 header1 rid1 reference left type"
    sections = [
        f"## {name.title()} {{#{name} audience=inner}}\n\nHeld back.\n" for name in names.split()
    ]
    (folder / "ids.md").write_text("\n".join([REPORT, *sections]), encoding="utf-8")
    pack = open_pack(folder / "ids.md", [folder / "templates"])
    built = build(pack, ["outer"])
    secrets = find_pack_secrets(pack, "outer", built.documents["outer"])
    assert ("encoding",) in secrets.labels
    check_release(built)


def test_words_of_a_title_may_stand_in_hidden_text_too(folder: Path) -> None:
    title = "Rules for the safe mooring of large ferries"
    front = f"---\ntitle: {title}\nsubtitle: Version 2\n---\n\n# One\n\nOpen.\n"
    held = f"\n::: {{audience=inner}}\nThese {title} are held back.\n:::\n"
    (folder / "title.md").write_text(front + held, encoding="utf-8")
    built = build(open_pack(folder / "title.md", [folder / "templates"]), ["outer"])
    check_release(built)


def test_parts_of_the_shipped_report_can_be_held_back_without_an_alarm(
    root: Path, tmp_path: Path
) -> None:
    text = (root / "source" / "report.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#{2,4} .*$", text, re.MULTILINE)
    for heading in headings[3::4]:
        marked = heading[:-1] + ' audience="dossier"}' if heading.endswith("}") else heading
        text = text.replace(heading, marked)
    paragraphs = re.findall(r"(?<=\n\n)[A-Z][^\n]{80,}(?:\n[^\n]+)*(?=\n\n)", text)
    for paragraph in paragraphs[::5]:
        text = text.replace(paragraph, f"::: {{audience=dossier}}\n{paragraph}\n:::")
    (tmp_path / "report.md").write_text(text, encoding="utf-8")
    for name in ("references.json",):
        (tmp_path / name).write_bytes((root / "source" / name).read_bytes())
    pack = open_pack(tmp_path / "report.md", [])
    built = build(pack)
    secrets = find_pack_secrets(pack, "exec", built.documents["exec"])
    assert len(secrets.words) > 30
    check_release(built)
    dossier = next(file for file in built.files if file.path.name == "report-dossier.pdf")
    assert len(inspect_file("a.pdf", dossier.data, secrets)) > 10


SWEPT = [(name, text) for name, text, builds in secrets_in_places.sweep() if builds]
"""Reports with a secret in each place and spelling: see `tests/secrets.py`."""

ALL_OF_THEM = bool(os.environ.get("BRIEFGEN_LONG"))


@pytest.mark.parametrize(
    ("name", "text"), SWEPT if ALL_OF_THEM else SWEPT[::9], ids=lambda value: value.split("\n")[0]
)
def test_a_removal_that_removes_nothing_would_be_found(
    name: str, text: str, tmp_path: Path
) -> None:
    """The same report with nothing held back is built as what a broken removal would make of it."""
    reader = secrets_in_places.READER
    own = tmp_path / "templates" / reader
    own.mkdir(parents=True)
    (own / "audience.toml").write_text('title = "Greedy"\nhighest = "green"\n')
    (own / "template.md.j2").write_text(secrets_in_places.TEMPLATE)
    picture = Path(__file__).parent / "stress" / "picture.png"
    (tmp_path / "seen.png").write_bytes(picture.read_bytes())
    built: list[BuiltPack] = []
    open_text = re.sub(r"""(audience=["']?)[!\w]+""", rf"\1{reader}", text)
    open_text = re.sub("marking=(red|amber)", "marking=green", open_text)
    for number, version in enumerate((text, open_text)):
        path = tmp_path / f"{number}.md"
        path.write_text(version, encoding="utf-8")
        built.append(build(open_pack(path, [tmp_path / "templates"]), [reader]))
    clean, broken = built
    check_release(clean)
    secrets = find_pack_secrets(clean.pack, reader, clean.documents[reader])
    printed = any(
        secrets_in_places.WORD.casefold() in text.casefold()
        for file in broken.files
        for text in secrets_in_places._texts(file.data)
    )
    for file in broken.files if printed else ():
        assert inspect_file(file.path.name, file.data, secrets), file.path.name
    assert printed or name in UNPRINTED


UNPRINTED = {"place, condensed", "marked, condensed", "block, unused note in a section"}
"""Words that the template of that reader would not print."""
