"""Reports with a secret in them: wherever words can stand, restricted in every spelling there is.

`leaks` says what of a report reaches a reader whom it is not for. It is the judge of
`test_secrets`, and, run as a program on a briefgen that was broken on purpose, of itself.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner

from briefgen.checks.seen import findings_for
from briefgen.cli import main
from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.pipeline import build, make_document, open_pack
from briefgen.writers.tree import write_tree

__all__ = ["BLOCKS", "OBEYED", "PLACES", "READER", "STRAY", "WORD", "report", "sweep", "wrong"]

WORD = "Heron"
READER = "greedy"
"""Gets all that it may see, and is not "dossier"."""

TEMPLATE = """\
# {{ report.title }} {{ report.uncited }}
{{ contents() }}
{{ list_of("tables") }}

{{ report.abstract }}

{{ report.preamble }}

{% for section in sections %}{{ section }}

{% endfor %}
{{ works_cited() }}

{{ works_cited(cited=false, uncited=true) }}
"""

FRONT = """\
---
title: {title}
abstract: |
  {abstract}
references:
- {{id: open, type: book, title: Open work}}
{more}---

"""

Words = Callable[[str], str]

A = "{audience=dossier}"

OBEYED: Mapping[str, Words] = {
    "span": lambda w: f"[{w}]{A}",
    "span with quotation marks": lambda w: f'[{w}]{{audience="dossier"}}',
    "span with a class": lambda w: f"[{w}]{{.note audience='dossier' data-x=1}}",
    "span for all but one": lambda w: f"[{w}]{{audience='!{READER}'}}",
    "span within a span": lambda w: f"[a [{w}]{A} b]{{lang=en}}",
    "span around strong text": lambda w: f"[**{w}** and *more*]{A}",
    "span that cites": lambda w: f"[{w} [@heron]]{A}",
    "span with a link": lambda w: f"[<https://{w}.example>]{A}",
    "code": lambda w: f"`{w}`{A}",
    "link": lambda w: f"[{w}](https://{w}.example '{w}'){A}",
    "address": lambda w: f"<https://{w}.example>{A}",
    "marking": lambda w: f"[{w}]{{marking=red}}",
}
"""Spellings of restricted words that are obeyed: in a line."""

BLOCKS: Mapping[str, Words] = {
    "div": lambda w: f"::: {A}\n{w}\n:::",
    "div with more": lambda w: f"::: {{.note audience='dossier'}}\n- {w}\n\n> {w}\n:::",
    "div for all but one": lambda w: f"::: {{audience='!{READER}'}}\n{w}\n:::",
    "section": lambda w: f"## {w} {A}\n\n{w} [@heron]\n\n### {w}\n\n{w}^[{w}]\n",
    "marked section": lambda w: f"## {w} {{marking=amber}}\n\n{w}\n",
    "table": lambda w: f"| {w} |\n|---|\n| {w} |\n\n: {w} {A}",
    "code block": lambda w: f"```{{.python audience=dossier}}\n{w}\n```",
    "image": lambda w: f"![{w}](seen.png){A}",
    "chart": lambda w: f"::: {{.chart audience=dossier}}\n| {w} | n |\n|---|---|\n| {w} | 4 |\n:::",
    "note in its section": lambda w: f"## S {A}\n\nx[^{w}]\n\n[^{w}]: {w}\n",
    "note in a marked section": lambda w: (
        f"x[^{w}]\n\n## S {{marking=red}}\n\n[^{w}]: {w}\n\n    - {w}\n"
    ),
    "note in a section for a lower level": lambda w: (
        f"::: {{marking=red}}\n{w}[^n]\n:::\n\n## S {{marking=green}}\n\n[^n]: Open.\n"
    ),
    "link in its section": lambda w: f"## S {A}\n\n[{w}]\n\n[{w}]: https://{w}.example\n",
    "unused note in a section": lambda w: f"## S {A}\n\nx\n\n[^{w}]: {w}\n",
    "comment in a section": lambda w: f"## S {A}\n\n<!-- {w} -->\n\nx <b>{w}</b>\n",
    "link definition": lambda w: f"[{w}][k]\n\n[k]: https://{w}.example {A}",
    "syntax of others in a section": lambda w: (
        f"## S {A}\n\n\\{w} [[{w}]] ![[{w}]] :{w.lower()}: <x{w}> <b>{w} {{{{< {w} >}}}}\n"
    ),
    "reference to a section": lambda w: f"See [](#x{w}).\n\n## {w} {{#x{w} audience=dossier}}\n\nx",
}
"""Spellings of restricted blocks that are obeyed."""

PLACES: Mapping[str, Words] = {
    "paragraph": lambda x: f"Open {x} words.",
    "emphasis": lambda x: f"Open *text {x} and* words.",
    "strong": lambda x: f"**Open {x}** words.",
    "struck": lambda x: f"~~Open {x}~~ words.",
    "heading": lambda x: f"## The {x} offer\n\nOpen.",
    "heading with a possessive": lambda x: f"## The {x}'s offer\n\nOpen.",
    "item": lambda x: f"- open\n- {x}\n- last",
    "numbered item": lambda x: f"1. open {x}\n\n   more\n2. last",
    "task": lambda x: f"- [x] open {x}",
    "quotation": lambda x: f"> open {x}\n>\n> more",
    "term": lambda x: f"Open {x}\n:   point",
    "definition": lambda x: f"Open\n:   point {x}\n:   other",
    "cell": lambda x: f"| A | B |\n|---|---|\n| open | {x} |\n\n: Table",
    "cell of a grid": lambda x: f"+{'-' * 90}+\n| {x:<89}|\n+{'-' * 90}+",
    "line of lines": lambda x: f"| Open\n| {x} last",
    "tag": lambda x: f"Open <b>tag {x} end</b> words.",
    "callout": lambda x: f"> [!NOTE] Title {x}\n> Open.",
    "header": lambda x: f"| A {x} | B |\n|---|---|\n| open | b |",
    "caption": lambda x: f"| A |\n|---|\n| open |\n\n: Table {x} one",
    "alternative text": lambda x: f"![open {x}](seen.png)",
    "note": lambda x: f"Open^[note {x} end].",
    "note elsewhere": lambda x: f"Open[^n].\n\n[^n]: note {x} end",
    "link text": lambda x: f"Open [text {x}](https://a.example).",
    "prefix of a citation": lambda x: f"Open [see {x} in @open, p. 4].",
    "suffix of a citation": lambda x: f"Open [@open, p. 4, and {x}].",
    "div": lambda x: f"::: note\nOpen {x}\n:::",
    "date of an event": lambda x: "::: timeline\n[May]{date=2025-05} " + x + "\n:   Open\n:::",
    "event": lambda x: "::: timeline\n[May]{date=2025-05}\n:   Open " + x + "\n:::",
    "key figure": lambda x: f"::: key-figures\n12 {x}\n:   open {x}\n:::",
    "sign-off": lambda x: f"::: sign-off\nA. Writer {x}\n:   Open {x}\n:::",
    "chart": lambda x: f"::: chart\n| A | Open |\n|---|---|\n| 21 | 4 |\n\n: Open {x}\n:::",
    "condensed": lambda x: f"::: {{#bottom-line .condensed}}\nOpen {x}.\n:::",
}
"""Where words can stand in a line."""

STRAY: Mapping[str, Words] = {
    "over cells": lambda w: f"| A | B |\n|---|---|\n| [{w} | b]{A} |",
    "over paragraphs": lambda w: f"[{w}\n\nb]{A}",
    "over items": lambda w: f"- [{w}\n- b]{A}",
    "bracket inside": lambda w: f"[{w} ] b]{A}",
    "unclosed": lambda w: f"[{w}]{{audience=dossier",
    "unclosed quotation": lambda w: f'[{w}]{{audience="dossier}}',
    "space": lambda w: f"[{w}] {A}",
    "line end": lambda w: f"[{w}]\n{A}",
    "second group": lambda w: f"[{w}]{{#b}}{A}",
    "second group of a heading": lambda w: f"## {w} {A} {{#b}}\n\n{w}",
    "second group of an image": lambda w: f"![{w}](seen.png){{#b}}{A}",
    "mid-heading": lambda w: f"## {w} {A} b\n\n{w}",
    "mid-caption": lambda w: f"| A |\n|---|\n| {w} |\n\n: B {A} b",
    "heading without braces": lambda w: f'## {w} audience="dossier"\n\n{w}',
    "below a heading": lambda w: f"## {w}\n{A}\n\n{w}",
    "strong": lambda w: f"**{w}**{A}",
    "emphasis": lambda w: f"_{w}_{A}",
    "struck": lambda w: f"~~{w}~~{A}",
    "raised": lambda w: f"b^{w}^{A}",
    "note": lambda w: f"b^[{w}]{A}",
    "link title": lambda w: f"[{w}](https://b.example '{{audience=dossier}}')",
    "paragraph": lambda w: f"{w}. {A}",
    "item": lambda w: f"- {w} {A}\n- b",
    "term": lambda w: f"{w} {A}\n:   b",
    "definition": lambda w: f"b\n:   {w} {A}",
    "cell": lambda w: f"| A |\n|---|\n| {w} {A} |",
    "round brackets": lambda w: f"[{w}](audience=dossier)",
    "broken grid": lambda w: f"+-----+\n| [{w}]{A} |\n+-----+",
    "kramdown": lambda w: f"{w}\n{{: audience=dossier}}",
    "below a table": lambda w: f"| A |\n|---|\n| {w} |\n{A}",
    "below a quotation": lambda w: f"> {w}\n\n{A}",
    "above": lambda w: f"{A}\n{w}",
    "fence without braces": lambda w: f"::: audience=dossier\n{w}\n:::",
    "fence behind braces": lambda w: f"::: {{.b}} audience=dossier\n{w}\n:::",
    "two colons": lambda w: f":: {A}\n{w}\n::",
    "closing fence": lambda w: f"::: note\n{w}\n::: {A}",
    "code without braces": lambda w: f'```python audience="dossier"\n{w}\n```',
    "code after a space": lambda w: f"`{w}` {A}",
    "HTML": lambda w: f"<div audience=dossier>\n{w}\n</div>",
    "HTML span": lambda w: f"b <span audience='dossier'>{w}</span>",
    "zero width": lambda w: f"[{w}]{{audi\u200bence=dossier}}",
    "soft hyphen": lambda w: f"::: {{audi\u00adence=dossier}}\n{w}\n:::",
    "wide": lambda w: f"[{w}]\uff5baudience=dossier\uff5d",
    "alphabet": lambda w: f"[{w}]{{\u0430udience=dossier}}",
    "colon": lambda w: f"[{w}]{{audience: dossier}}",
    "class": lambda w: f"[{w}]{{.audience=dossier}}",
    "spaces": lambda w: f"[{w}]{{audience = dossier}}",
    "entity": lambda w: f"[{w}]{{audience&#61;dossier}}",
    "no value": lambda w: f"[{w}]{{audience=}}",
    "name alone": lambda w: f"[{w}]{{audience}}",
    "audiance": lambda w: f"[{w}]{{audiance=dossier}}",
    "Audience": lambda w: f"## {w} {{Audience=dossier}}\n\n{w}",
    "audiences": lambda w: f"::: {{audiences=dossier}}\n{w}\n:::",
    "twice": lambda w: f"[{w}]{{audience=dossier audience={READER}}}",
    "unknown": lambda w: f"[{w}]{{audience=!dosier}}",
    "markng": lambda w: f"[{w}]{{markng=red}}",
    "unknown level": lambda w: f"[{w}]{{marking=crimson}}",
    "marking on strong text": lambda w: f"**{w}**{{marking=red}}",
    "reference": lambda w: f"[@heron]{{.b}} **{w}**{A}",
    "hidden note": lambda w: f"b[^k]\n\n## H {A}\n\n[^k]: {w}",
    "hidden note in a div": lambda w: f"b[^k]\n\n::: {A}\n[^k]: {w}\n:::",
    "marked link": lambda w: f"[b][k]\n\n## H {{marking=red}}\n\n[k]: https://{w}.example",
    "hidden link": lambda w: f"[b][k]\n\n## H {A}\n\n[k]: https://{w}.example",
    "field of a work": lambda w: f"b\0- {{id: k, type: book, title: '[{w}]{A}'}}\n",
    "key of a work": lambda w: f"b\0- {{id: k, type: book, title: {w}, audience: dossier}}\n",
    "author": lambda w: f"b\0author: '[{w}]{A}'\n",
    "key of an author": lambda w: f"b\0author: {{name: {w}, audience: dossier}}\n",
    "date": lambda w: f"b\0date: '[{w}]{A}'\n",
    "key of front matter": lambda w: f"b\0subtitle: {w}\naudience: dossier\n",
    "subtitle": lambda w: f"b\0subtitle: '**{w}**{A}'\n",
}  # fmt: skip
"""Spellings that are not obeyed, so that each of them has to stop the build. What follows the sign
NUL stands in front matter."""


def report(body: str, title: str = "Ferry", abstract: str = "Open.") -> str:
    """Return a report: `body` in a section, with what it has for front matter."""
    body, _, more = body.partition("\0")
    more += "briefgen: {marking: {scheme: tlp, default: green}}\n"
    if "@heron" in body + abstract:
        more = "- {id: heron, type: book, title: Heron work}\n" + more
    front = FRONT.format(title=f"'{title}'", abstract=abstract, more=more)
    return f"{front}# Ports {{#ports}}\n\nOpen [@open].\n\n{body}\n"


def leaks(text: str, *, deep: bool = False) -> list[str] | None:
    """Return where the secret of a report can be read by whom it is not for; None if it stops.

    `deep`: in PDF, Word and whatever the commands print; else in the model alone.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "report.md"
        path.write_text(text, encoding="utf-8")
        audience = folder / "templates" / READER
        audience.mkdir(parents=True)
        (audience / "audience.toml").write_text('title = "Greedy"\nhighest = "green"\n')
        (audience / "template.md.j2").write_text(TEMPLATE)
        picture = Path(__file__).parent / "stress" / "picture.png"
        shutil.copy(picture, folder / "seen.png")
        sink = Diagnostics()
        try:
            pack = open_pack(path, [folder / "templates"], sink)
            document = make_document(pack, READER)
            if sink.count("error"):
                return None
            printed = dict(_commands(path, folder / "templates")) if deep else {}
            printed["model"] = write_tree(document)
            printed["findings"] = "\n".join(map(str, findings_for(pack, [READER], sink)))
            if deep:
                for file in build(pack, [READER], ["pdf", "docx"], folder).files:
                    printed[file.path.name] = "\n".join(_texts(file.data))
        except BriefgenError:
            return None
    return [where for where, found in printed.items() if WORD.casefold() in found.casefold()]


def _commands(path: Path, templates: Path) -> Iterator[tuple[str, str]]:
    for command in ("dump -a", "check -a", "sources -a", "trace"):
        words = [*command.split(), READER, str(path), "--templates", str(templates)]
        yield command, CliRunner().invoke(main, words).output


def _texts(data: bytes) -> Iterator[str]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                yield name
                yield package.read(name).decode("utf-8", "ignore")
        return
    import pikepdf
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        yield page.get_textpage().get_text_range()
    document.close()
    with pikepdf.open(BytesIO(data)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream) and each.get("/Type") == "/Metadata":
                yield each.read_bytes().decode()
            yield repr(each)


def sweep() -> Iterator[tuple[str, str, bool]]:
    """Yield a name, a report, and whether it has to build: each spelling and each place once."""
    for name, spell in OBEYED.items():
        yield f"obeyed, {name}", report(PLACES["paragraph"](spell(WORD))), True
        yield f"abstract, {name}", report("Open.", abstract=f"Open {spell(WORD)}."), True
    for name, spell in BLOCKS.items():
        yield f"block, {name}", report(spell(WORD)), True
    for name, place in PLACES.items():
        yield f"place, {name}", report(place(OBEYED["span"](WORD))), True
        yield f"marked, {name}", report(place(OBEYED["marking"](WORD))), True
    yield "title", report("Open.", title=f"Open {OBEYED['span'](WORD)}"), True
    for name, spell in STRAY.items():
        yield f"stray, {name}", report(spell(WORD)), False


def wrong(text: str, builds: bool, *, deep: bool = False) -> str:
    """Return what is wrong with what becomes of a report, "" if nothing is."""
    found = leaks(text, deep=deep)
    if found is None:
        return "it does not build" if builds else ""
    return f"the secret is in {', '.join(found)}" if found else "" if builds else "it builds"


def go_through() -> int:
    """Go through those of the sweep whose name begins with what is asked for; stop at a leak."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, text, builds in sweep():
        if name.startswith(wanted) and (problem := wrong(text, builds)):
            print(f"{name}: {problem}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(go_through())
