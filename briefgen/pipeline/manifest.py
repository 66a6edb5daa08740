"""Take a finished pack, return what it was made of as `<stem>.pack.json`; read that back.

It lies beside the files for whoever made them. It is not to be sent: it has digests of sources that
readers of the files may not see, by which they could try out guesses of what was taken out. It has
no time and no folder of this machine. Paths in it are relative to its own folder, those of what
comes with briefgen begin with `briefgen:`.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefgen.lookup import builtin_templates
from briefgen.model import Image
from briefgen.pipeline.choices import Choices
from briefgen.record import record
from briefgen.version import __version__
from briefgen.walk import walk

if TYPE_CHECKING:
    from briefgen.pipeline.building import BuiltPack
    from briefgen.pipeline.pack import Pack

__all__ = [
    "Input",
    "Manifest",
    "PackFile",
    "file_versions",
    "make_manifest",
    "manifest_path",
    "read_manifest",
    "restored",
    "stored",
]

SCHEMA: Final = "briefgen-pack/1"
NOTE: Final = (
    "Not to be sent: this is for whoever made the pack. It has digests of sources that readers of "
    "its files may not see. Check with: briefgen verify"
)
_OWN: Final = "briefgen:"
_KINDS: Final = {
    ".j2": "template",
    ".md": "template",
    ".toml": "settings",
    ".docx": "reference",
    ".dotx": "reference",
    ".ttf": "font",
    ".otf": "font",
    ".ttc": "font",
    ".csl": "style",
    ".svg": "image",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
}
"""What of a template folder can go into a document, by suffix."""
_LIBRARIES: Final = {".pdf": ("reportlab", "uharfbuzz"), ".docx": ("docx", "uharfbuzz")}
"""What writes a format and has been imported by then."""


@record(frozen=True, slots=True)
class Input:
    """A file that the pack was made of; `sha256` is "" where it could not be read."""

    file: str
    kind: str
    sha256: str


@record(frozen=True, slots=True)
class PackFile:
    """A file of the pack. `inputs` is the digest of all that it was made of, choices included."""

    file: str
    audience: str
    marking: str
    size: int
    sha256: str
    inputs: str
    versions: Mapping[str, str]


@record(frozen=True, slots=True)
class Manifest:
    """What a folder has of one report: `inputs` and `choices` (by audience) of the last build.

    `files` have those of earlier builds too, as long as no later one replaced them. `source` and
    `templates` are paths relative to the folder of the manifest.
    """

    source: str
    templates: Sequence[str]
    inputs: Sequence[Input]
    choices: Mapping[str, Choices]
    files: Sequence[PackFile]

    def entry(self, name: str) -> PackFile | None:
        """Return what is said of the file `name`, None for nothing."""
        return next((entry for entry in self.files if entry.file == name), None)

    def text(self) -> bytes:
        """Return the manifest as JSON: the same bytes for the same manifest.

        Its last value is the digest of all others, so that a change of the manifest is noticed.
        """
        content: dict[str, object] = {
            "schema": SCHEMA,
            "note": NOTE,
            "source": self.source,
            "templates": list(self.templates),
            "inputs": [_plain(item) for item in self.inputs],
            "choices": {name: _plain(each) for name, each in sorted(self.choices.items())},
            "files": [_plain(each) for each in sorted(self.files, key=lambda each: each.file)],
        }
        content["seal"] = _digest_of(content)
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def manifest_path(source: Path, output: Path) -> Path:
    """Return where the manifest of the report at `source` is."""
    return output / f"{source.stem}.pack.json"


def make_manifest(built: BuiltPack, folder: Path, earlier: Manifest | None) -> Manifest:
    """Return the manifest of `built` in `folder`, with what `earlier` has of other files there."""
    pack, choices = built.pack, built.choices
    inputs = tuple(_inputs(pack, choices, folder))
    source = stored(pack.source, folder)
    made = _digest_of([source, [_plain(item) for item in inputs], _plain(choices)])
    entries = {entry.file: entry for entry in (earlier.files if earlier else ())}
    for name in [name for name in entries if not (folder / name).is_file()]:
        del entries[name]
    for file in built.files:
        entries[file.path.name] = PackFile(
            file.path.name,
            file.audience,
            file.marking,
            len(file.data),
            sha256(file.data).hexdigest(),
            made,
            dict(file_versions(file.path.suffix)),
        )
    audiences = {entry.audience for entry in entries.values()}
    all_choices = {
        **(earlier.choices if earlier else {}),
        **dict.fromkeys(built.documents, choices),
    }
    return Manifest(
        source,
        tuple(stored(each, folder) for each in pack.folders[:-1]),
        inputs,
        {name: each for name, each in all_choices.items() if name in audiences},
        tuple(entries.values()),
    )


def read_manifest(path: Path) -> Manifest | None:
    """Return the manifest at `path`, None where there is none.

    Raises `ValueError` where it is no manifest, or was changed: any byte of it.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        content = json.loads(data)
        manifest = _parsed(content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ValueError(f"{path} is no manifest that this version reads ({SCHEMA})") from None
    if manifest.text() != data:
        raise ValueError(f"{path} was changed after it was written")
    return manifest


def _parsed(content: Any) -> Manifest:
    if content["schema"] != SCHEMA:
        raise ValueError(content["schema"])
    return Manifest(
        str(content["source"]),
        tuple(map(str, content["templates"])),
        tuple(Input(**item) for item in content["inputs"]),
        {name: Choices(**each) for name, each in content["choices"].items()},
        tuple(PackFile(**item) for item in content["files"]),
    )


def _plain(value: Input | PackFile | Choices) -> dict[str, object]:
    """Return a record as a mapping of its fields, mappings in it in order."""
    fields = ((name, getattr(value, name)) for name in value.__match_args__)
    return {
        name: dict(sorted(each.items())) if isinstance(each, Mapping) else each
        for name, each in fields
    }


def _inputs(pack: Pack, choices: Choices, folder: Path) -> Iterator[Input]:
    """Yield what `pack` is made of: each file once."""
    seen: set[Path] = set()
    for kind, path in _sources(pack, choices):
        resolved = path.resolve()
        if resolved not in seen and folder.resolve() not in resolved.parents:
            seen.add(resolved)
            yield Input(stored(path, folder), kind, _digest(path))


def _sources(pack: Pack, choices: Choices) -> Iterator[tuple[str, Path]]:
    from briefgen.citations import lock_path

    beside, meta = pack.source.parent, pack.report.metadata
    yield "report", pack.source
    for name, _ in meta.bibliography:
        yield "bibliography", beside / name
    if pack.lock is not None:
        yield "lock", lock_path(pack.source)
    for name, start in ((meta.csl, beside), (choices.csl or "", Path())):
        if name and (start / name).is_file():
            yield "style", start / name
    if choices.reference:
        yield "reference", Path(choices.reference)
    for node in walk((*meta.title, *meta.subtitle, *meta.abstract, *pack.report.blocks)):
        if isinstance(node, Image):
            yield "image", beside / node.source
    for templates in pack.folders:
        for path in sorted(templates.rglob("*")):
            if (kind := _KINDS.get(path.suffix.lower())) and path.is_file():
                yield kind, path


def file_versions(suffix: str) -> Iterator[tuple[str, str]]:
    """Yield the names and versions of what writes files with this suffix, once one is written."""
    yield "briefgen", __version__
    yield "python", platform.python_version()
    for name in _LIBRARIES.get(suffix, ()):
        module = sys.modules.get(name)
        version = getattr(module, "__version__", "") or getattr(module, "Version", "")
        if version:
            yield name, str(version)


def stored(path: Path, folder: Path) -> str:
    """Return `path` as a manifest in `folder` names it."""
    resolved, own = path.resolve(), builtin_templates().resolve()
    if resolved.is_relative_to(own):
        return _OWN + resolved.relative_to(own).as_posix()
    try:
        return Path(os.path.relpath(resolved, folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return resolved.as_posix()


def restored(name: str, folder: Path) -> Path:
    """Return the path that a manifest in `folder` names, as one writes it here."""
    if name.startswith(_OWN):
        return builtin_templates() / name.removeprefix(_OWN)
    return Path(os.path.relpath(folder / name))


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def _digest_of(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode("utf-8")).hexdigest()
