"""Take a trace and a built file, return the mapping that travels beside it; read it back.

`report-exec.pdf` has `report-exec.pdf.trace.json`. It holds the digest of the file, so that it
is not taken for that of another one, and the digests of the sources, so that a changed source is
noticed. Paths in it are relative to its folder, those of the templates that come
with briefgen begin with `briefgen:`; both can be moved.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from briefgen.diagnostics import BriefgenError, Diagnostics, Span
from briefgen.lookup import builtin_templates
from briefgen.record import replace
from briefgen.trace.origins import digest
from briefgen.trace.passages import ORIGINS, Part, Sentence, Source, Trace, TracedBlock, Use

__all__ = ["SCHEMA", "mapping", "mapping_path", "plain", "read_mapping"]

SCHEMA = "briefgen-trace/1"
_OWN = "briefgen:"
_REBUILD = "build it with its mapping: briefgen build --trace"


def mapping_path(file: Path) -> Path:
    """Return where the mapping of `file` is."""
    return file.with_name(f"{file.name}.trace.json")


def mapping(trace: Trace, file: Path, data: bytes) -> bytes:
    """Return the mapping for `data`, which is to be written to `file`."""
    trace = replace(trace, file=file.name, digest=sha256(data).hexdigest())
    return plain(_with_paths(trace, lambda path: _stored(path, file.parent))).encode("utf-8")


def read_mapping(file: Path, sink: Diagnostics) -> Trace:
    """Return the trace of the built `file`; report each source that has changed since.

    Raises `BriefgenError` where there is no mapping, or one of another file.
    """
    path = mapping_path(file)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _error(sink, "no-trace", f"{file} has no mapping beside it ({path.name})") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _error(sink, "broken-trace", f"cannot read {path}: {error}") from None
    try:
        trace = _parsed(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        message = f"{path} is not a mapping that this version of briefgen reads ({SCHEMA})"
        raise _error(sink, "broken-trace", message) from None
    if digest(str(file)) != trace.digest:
        message = f"{file} is not the file that {path.name} was made with"
        raise _error(sink, "stale-trace", message)
    trace = _with_paths(trace, lambda name: _restored(name, path.parent))
    for source in trace.sources:
        now = digest(source.file)
        if now != source.digest:
            what = "has changed" if now else "cannot be read any more"
            sink.warning(
                "source-changed",
                f"{source.file} {what} since {file.name} was built: lines are those of then",
                Span(source.file, 1),
                _REBUILD,
            )
    return trace


def plain(trace: Trace) -> str:
    """Return `trace` as JSON text, the same for the same trace."""
    content = {
        "schema": SCHEMA,
        "document": {
            "file": trace.file,
            "sha256": trace.digest,
            "audience": trace.audience,
            "title": trace.title,
            "issue": trace.issue,
        },
        "sources": [{"file": s.file, "kind": s.kind, "sha256": s.digest} for s in trace.sources],
        "works": [
            {"number": use.number, "key": use.key, "title": title} for use, title in trace.works
        ],
        "blocks": [
            {
                "kind": block.kind,
                "section": block.section,
                "page": block.page,
                "works": [use._asdict() for use in block.works],
                "sentences": [_sentence(sentence) for sentence in block.sentences],
            }
            for block in trace.blocks
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _sentence(sentence: Sentence) -> dict[str, object]:
    return {
        "text": sentence.text,
        "works": [use._asdict() for use in sentence.works],
        "parts": [
            {"text": part.text, "origin": part.origin, **part.span._asdict()}
            for part in sentence.parts
        ],
    }


def _parsed(content: Any) -> Trace:
    if content["schema"] != SCHEMA:
        raise ValueError(content["schema"])
    document = content["document"]
    return Trace(
        audience=str(document["audience"]),
        title=str(document["title"]),
        issue=str(document["issue"]),
        sources=tuple(Source(s["file"], s["kind"], s["sha256"]) for s in content["sources"]),
        works=tuple((Use(w["number"], w["key"]), w["title"]) for w in content["works"]),
        blocks=tuple(
            TracedBlock(
                b["kind"], b["section"], b["page"], tuple(map(_parsed_sentence, b["sentences"]))
            )
            for b in content["blocks"]
        ),
        file=str(document["file"]),
        digest=str(document["sha256"]),
    )


def _parsed_sentence(sentence: Any) -> Sentence:
    return Sentence(
        sentence["text"], tuple(map(_parsed_part, sentence["parts"])), _uses(sentence["works"])
    )


def _parsed_part(part: Any) -> Part:
    fields = (part[name] for name in Span._fields)
    return Part(part["text"], ORIGINS[ORIGINS.index(part["origin"])], Span(*fields))


def _uses(works: Any) -> tuple[Use, ...]:
    return tuple(Use(**cast("dict[str, Any]", work)) for work in works)


def _with_paths(trace: Trace, change: Callable[[str], str]) -> Trace:
    """Return `trace` with every path changed."""
    known: dict[str, str] = {}

    def path(name: str) -> str:
        if name not in known:
            known[name] = change(name)
        return known[name]

    def changed(block: TracedBlock) -> TracedBlock:
        return block._replace(
            sentences=tuple(
                sentence._replace(
                    parts=tuple(
                        part._replace(span=part.span._replace(file=path(part.span.file)))
                        for part in sentence.parts
                    )
                )
                for sentence in block.sentences
            )
        )

    return replace(
        trace,
        sources=tuple(source._replace(file=path(source.file)) for source in trace.sources),
        blocks=tuple(map(changed, trace.blocks)),
    )


def _stored(path: str, folder: Path) -> str:
    """Return `path` as a mapping in `folder` names it."""
    file, own = Path(path).resolve(), builtin_templates().resolve()
    if file.is_relative_to(own):
        return _OWN + file.relative_to(own).as_posix()
    return _relative(path, folder)


def _restored(name: str, folder: Path) -> str:
    """Return the path that a mapping in `folder` names, as one writes it here."""
    if name.startswith(_OWN):
        return _relative(builtin_templates() / name.removeprefix(_OWN), Path())
    return _relative(folder / name, Path())


def _relative(path: str | Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return Path(path).resolve().as_posix()


def _error(sink: Diagnostics, code: str, message: str) -> BriefgenError:
    sink.error(code, message, None, _REBUILD)
    return BriefgenError(sink)
