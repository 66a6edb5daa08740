"""What is for one audience alone reaches no other, by any road: `leak/leak.md` takes them all.

What is marked too high for an audience takes the same roads.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.lookup import builtin_templates
from briefgen.pipeline import BuiltFile, build, make_document, open_pack

SECRET = re.compile(r"SECRET\w*")
GREEDY = """\
# {{ report.title }} {{ report.uncited }}
{{ contents() }}
{{ list_of("tables") }}

{{ list_of("figures") }}

{{ report.abstract }}

{{ report.preamble }}

{% for section in sections %}{{ section }}

{% endfor %}
{% for block in blocks %}{{ blocks[block] }}

{% endfor %}
{% for section in find("section") %}{{ section.id }} {{ section.name }} {{ section.reference }}

{% endfor %}
{{ timeline(report.events) }}

{{ works_cited() }}

{{ works_cited(cited=false, uncited=true) }}
"""


@pytest.fixture(scope="module", params=["audience", "marking"])
def files(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[BuiltFile]]:
    """The pack of the leak report and of an audience that places whatever it can, traced.

    What is for the dossier is said to be so, or it is TLP:RED and the others get TLP:GREEN.
    """
    here = Path(__file__).parent
    folder = tmp_path_factory.mktemp("leak")
    text = (here / "leak" / "leak.md").read_text()
    if request.param == "marking":
        text = re.sub('audience="?dossier"?', "marking=red", text)
        scheme = "briefgen: {marking: {scheme: tlp, default: green}}"
        text = text.replace("bibliography:", f"{scheme}\nbibliography:")
        for name in ("exec", "matrix"):
            shutil.copytree(builtin_templates() / name, folder / "templates" / name)
            limited = folder / "templates" / name / "audience.toml"
            limited.write_text('highest = "green"\n' + limited.read_text())
    (folder / "leak.md").write_text(text)
    for name in ("SECRET31.png", "seen.png"):
        shutil.copy(here / "stress" / "picture.png", folder / name)
    keys = ("open", "SECRET06key", "SECRET24key", "SECRET99key", "never")
    works = [{"id": key, "type": "webpage", "title": f"On {key}"} for key in keys]
    (folder / "refs.json").write_text(json.dumps(works))
    greedy = folder / "templates" / "greedy"
    greedy.mkdir(parents=True)
    (greedy / "audience.toml").write_text('highest = "green"\ntitle = "Everything"\n')
    (greedy / "template.md.j2").write_text(GREEDY)
    pack = open_pack(folder / "leak.md", [folder / "templates"], Diagnostics())
    files = {
        name: build(pack, [name], ["pdf", "docx"], folder, trace=True).files
        for name in pack.audiences
    }
    banners = {name: make_document(pack, name).banner for name in files}
    marks = {name: banner.text if banner else "" for name, banner in banners.items()}
    high, low = ("TLP:RED", "TLP:GREEN") if request.param == "marking" else ("", "")
    assert marks == {"dossier": high, "exec": low, "greedy": low, "matrix": low}
    return files


def texts(file: BuiltFile, folder: Path) -> Iterator[str]:
    """Everything that can be read in a file, whatever it is packed in."""
    if file.path.suffix == ".docx":
        place = folder / file.path.name
        place.write_bytes(file.data)
        with zipfile.ZipFile(place) as package:
            for name in package.namelist():
                yield name
                yield package.read(name).decode("utf-8", "ignore")
    elif file.path.suffix == ".pdf":
        place = folder / file.path.name
        place.write_bytes(file.data)
        document = pypdfium2.PdfDocument(place)
        for page in document:
            yield page.get_textpage().get_text_range()
        document.close()
        with pikepdf.open(place) as pdf:
            for each in pdf.objects:
                yield from strings(each)
    else:
        yield file.data.decode()


def strings(value: object) -> Iterator[str]:
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for item in value:
            if not getattr(item, "is_indirect", False):
                yield from strings(item)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, item in value.items():
            yield key
            if not getattr(item, "is_indirect", False):
                yield from strings(item)
        if isinstance(value, pikepdf.Stream) and value.get("/Type") == "/Metadata":
            yield value.read_bytes().decode()


@pytest.mark.parametrize("name", ["exec", "greedy", "matrix"])
def test_nothing_for_the_dossier_reaches_another_reader(
    name: str, files: dict[str, list[BuiltFile]], tmp_path: Path
) -> None:
    assert len(files[name]) == 4
    for file in files[name]:
        read = "\n".join(texts(file, tmp_path))
        assert "open" in read  # it can be read at all
        assert SECRET.findall(read) == []


def test_the_dossier_has_what_is_for_it(files: dict[str, list[BuiltFile]], tmp_path: Path) -> None:
    pdf, docx = (file for file in files["dossier"] if file.path.suffix != ".json")
    for file in (pdf, docx):
        read = "\n".join(texts(file, tmp_path))
        shown = {int(number) for number in re.findall(r"SECRET(\d\d)", read)}
        assert {1, 2, 3, 4, 12, 17, 18, 20, 21, 23, 25, 26, 27, 29, 30, 33, 38, 39, 44} <= shown
        assert {51, 52, 53} <= shown


def test_a_work_cited_only_in_what_is_hidden_is_not_listed_as_never_cited(
    files: dict[str, list[BuiltFile]], tmp_path: Path
) -> None:
    (pdf,) = (file for file in files["greedy"] if file.path.suffix == ".pdf")
    read = "\n".join(texts(pdf, tmp_path))
    assert "On never" in read
    assert "On SECRET" not in read
