"""Take a folder with a manifest, return what holds of each file in it, by its sources as of now.

A file is built anew in memory and compared; its bytes are looked through for hidden text, and for
the marking that its sources give it. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from briefgen.diagnostics import BriefgenError, Diagnostics, Span
from briefgen.pipeline.building import BuiltPack, build
from briefgen.pipeline.choices import AS_THE_FILES_SAY
from briefgen.pipeline.inspecting import find_pack_secrets, hidden_in, restricts
from briefgen.pipeline.manifest import Manifest, PackFile, file_versions, read_manifest, restored
from briefgen.pipeline.pack import Pack, open_pack
from briefgen.pipeline.writing import unfinished
from briefgen.record import NamedTuple
from briefgen.writers import WRITERS

__all__ = ["Verdict", "verify"]

_AGAIN = "build it again"


class Verdict(NamedTuple):
    """What holds of a file, in words for a table. What is wrong is in the sink, too.

    `bytes` are "unchanged", "CHANGED" or "MISSING" since the build; `sources` give "the same" or
    "another" file, or cannot be built ("–"); `marking` is what it says, or "WRONG"; `hidden` is
    "none", "FOUND", or "–" where the report hides nothing from its readers.
    """

    path: Path
    bytes: str
    sources: str
    marking: str
    hidden: str


def verify(target: Path, sink: Diagnostics) -> list[Verdict]:
    """Return the verdicts on the file `target`, or on all of a pack in a folder, in their order.

    Errors in `sink` say what is wrong; warnings, that sources or versions are others by now.
    """
    folder = target if target.is_dir() else target.parent
    if unfinished(folder):
        message = f"a build into {folder} was killed: files of two builds may stand together"
        sink.error("unfinished-build", message, Span(str(folder), 1), _AGAIN)
    verdicts: list[Verdict] = []
    for path in sorted(folder.glob("*.pack.json")):
        try:
            manifest = read_manifest(path)
        except ValueError as error:
            sink.error("broken-manifest", str(error), Span(str(path), 1), _AGAIN)
            continue
        if manifest is not None:
            wanted = [e for e in manifest.files if target.is_dir() or e.file == target.name]
            verdicts += _verdicts(manifest, path, wanted, sink)
    if not verdicts:
        message = f"no manifest in {folder} tells of " + (
            "files" if target == folder else target.name
        )
        sink.error("no-manifest", message, Span(str(target), 1), "build without --no-manifest")
    return verdicts


def _verdicts(
    manifest: Manifest, path: Path, entries: Collection[PackFile], sink: Diagnostics
) -> Iterator[Verdict]:
    folder = path.parent
    changed = list(_changed(manifest, folder)) if entries else []
    for name in changed:
        message = f"{name} has changed since the last build"
        sink.warning("source-changed", message, Span(str(path), 1), _AGAIN)
    for audience in dict.fromkeys(entry.audience for entry in entries):
        own = [entry for entry in entries if entry.audience == audience]
        built = _built(manifest, folder, audience, own, sink)
        for entry in own:
            yield _verdict(entry, folder / entry.file, built, bool(changed), sink)


def _changed(manifest: Manifest, folder: Path) -> Iterator[str]:
    for item in manifest.inputs:
        path = restored(item.file, folder)
        try:
            now = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        except OSError:
            now = ""
        if now != item.sha256:
            yield str(path)


def _built(
    manifest: Manifest,
    folder: Path,
    audience: str,
    entries: Collection[PackFile],
    sink: Diagnostics,
) -> BuiltPack | None:
    """Return what the sources give `audience` now; None where they give nothing, which is told."""
    source = restored(manifest.source, folder)
    templates = [restored(name, folder) for name in manifest.templates]
    formats = [w.name for w in WRITERS.values() if any(w.suffix in e.file for e in entries)]
    try:
        pack: Pack = open_pack(source, templates, Diagnostics())
        if audience not in pack.audiences:
            sink.error(
                "no-audience", f"there is no audience {audience!r} any more", Span(str(source), 1)
            )
            return None
        choices = manifest.choices.get(audience, AS_THE_FILES_SAY)
        trace = any(entry.file.endswith(".json") for entry in entries)
        return build(pack, [audience], formats, folder, choices, trace=trace)
    except BriefgenError as error:
        for found in error.diagnostics:
            if found.severity == "error":
                sink.report("error", found.code, found.message, found.span, *found.hints)
    except OSError as error:
        sink.error("no-source", f"{source} cannot be read: {error.strerror}", Span(str(source), 1))
    return None


def _verdict(
    entry: PackFile, path: Path, built: BuiltPack | None, changed: bool, sink: Diagnostics
) -> Verdict:
    place = Span(str(path), 1)
    try:
        data = path.read_bytes()
    except OSError:
        sink.error("missing-file", f"{path} is not there any more", place, _AGAIN)
        return Verdict(path, "MISSING", "–", "–", "–")
    same = sha256(data).hexdigest() == entry.sha256
    if not same:
        sink.error("changed-file", f"{path} was changed since it was built", place, _AGAIN)
    if built is None:
        return Verdict(path, "unchanged" if same else "CHANGED", "–", "–", "–")
    now = {file.path.name: file for file in built.files}.get(entry.file)
    given = now is not None and now.data == data
    if same and not given:
        _report_other(entry, path, dict(file_versions(path.suffix)), changed, sink)
    marking = "–"
    if now is not None and now.marking and path.suffix != ".json":
        from briefgen.inspection import UnreadableError, banner_missing

        marking = now.marking
        try:
            wrong = banner_missing(path.name, data, marking)
        except UnreadableError:
            wrong = True
        if wrong:
            message = f"{path} has to be marked {marking} on its pages and in its properties"
            sink.error("wrong-marking", message, place, _AGAIN)
            marking = "WRONG"
    hidden = "–"
    if restricts(built.pack):
        secrets = find_pack_secrets(
            built.pack, entry.audience, built.documents[entry.audience], built.choices
        )
        if secrets:
            bad = hidden_in(path, data, secrets, built.documents[entry.audience], sink)
            hidden = "FOUND" if bad else "none"
    return Verdict(
        path,
        "unchanged" if same else "CHANGED",
        "the same" if given else "another",
        marking,
        hidden,
    )


def _report_other(
    entry: PackFile, path: Path, versions: Mapping[str, str], changed: bool, sink: Diagnostics
) -> None:
    """Report a file that is as it was built, and not as its sources give it now."""
    place = Span(str(path), 1)
    if changed:
        message = f"{path} is as it was built, and its sources give another file now"
        sink.warning("outdated-file", message, place, _AGAIN)
    elif versions and versions != entry.versions:
        made = ", ".join(f"{name} {version}" for name, version in entry.versions.items())
        message = f"{path} was made with {made}: other versions give other bytes"
        sink.warning("other-versions", message, place, _AGAIN)
    else:
        sink.error("outdated-file", f"{path} is not what its sources give", place, _AGAIN)
