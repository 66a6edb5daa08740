"""Take a finished pack, report what its files hold that their readers may not see.

What hidden text alone says is found anew here, not asked of what took it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefgen.diagnostics import Span
from briefgen.lookup import builtin_templates
from briefgen.pipeline.choices import AS_THE_FILES_SAY, Choices

if TYPE_CHECKING:
    from briefgen.diagnostics import Diagnostics
    from briefgen.inspection import Secrets
    from briefgen.model import Document
    from briefgen.pipeline.building import BuiltPack
    from briefgen.pipeline.pack import Pack

__all__ = ["check_hidden", "find_pack_secrets", "hidden_in", "restricts"]

_MARKS: Final = re.compile(r"audience|marking|\\[ux]", re.IGNORECASE)
_INCLUDES: Final = re.compile(r"\{%-?\s*(include|import|from|extends)\b")
_MOST: Final = 3
"""So many passages of a file are told: one is enough to withhold it."""


def check_hidden(built: BuiltPack, sink: Diagnostics) -> None:
    """Report each passage, key and address in a file that only hidden text of its report has."""
    if not restricts(built.pack):
        return
    secrets = {
        name: find_pack_secrets(built.pack, name, document, built.choices)
        for name, document in built.documents.items()
    }
    for file in built.files:
        if hidden := secrets[file.audience]:
            hidden_in(file.path, file.data, hidden, built.documents[file.audience], sink)


def hidden_in(
    path: Path, data: bytes, secrets: Secrets, document: Document, sink: Diagnostics
) -> bool:
    """Tell whether the file at `path`, which is `document`, holds any of `secrets`; report it."""
    from briefgen.inspection import UnreadableError, inspect_file
    from briefgen.walk import blocks_text

    visible = [] if path.suffix == ".json" else [blocks_text(document.blocks)]
    try:
        found = inspect_file(path.name, data, secrets, visible)
    except UnreadableError as error:
        message = f"{path.name} cannot be looked through for hidden text: {error}"
        sink.error("cannot-inspect", message, Span(str(path), 1), _REPORT)
        return True
    for text, span, where in found[:_MOST]:
        sink.error(
            "hidden-found",
            f"{path.name} holds {text!r} ({where}), and {document.audience!r} may not see it",
            span,
            _REPORT,
        )
    return bool(found)


_REPORT: Final = "a fault of briefgen: please report it"


def restricts(pack: Pack) -> bool:
    """Tell whether the report of `pack` may hide anything from anyone."""
    try:
        text = pack.source.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return _MARKS.search(text) is not None


def find_pack_secrets(
    pack: Pack, name: str, document: Document, choices: Choices = AS_THE_FILES_SAY
) -> Secrets:
    """Return what only hidden text has for the audience `name`, which gets `document`."""
    from briefgen.inspection import find_secrets
    from briefgen.model import Work
    from briefgen.terms import own_words
    from briefgen.walk import plain_text, walk

    audience = pack.audiences[name]
    scheme = pack.marking.levels.scheme if pack.marking else None
    highest = scheme.rank(audience.highest) if scheme and audience.highest else None

    def is_above(word: str) -> bool:
        rank = scheme.rank(word) if scheme else None
        return highest is not None and (rank is None or rank > highest)

    others = [text for each in pack.audiences.values() for text in (each.name, each.title)]
    entries = {
        node.key: plain_text((*node.entry, *node.trail))
        for node in walk(document.blocks)
        if isinstance(node, Work)
    }
    levels = [level.name for level in scheme.levels] if scheme else []
    return find_secrets(
        pack.as_read,
        name,
        pack.bibliography,
        is_above,
        [
            *others,
            *levels,
            *choices.options.values(),
            *own_words(pack.report.metadata.lang),
            *_template_texts(pack, name, choices),
        ],
        entries,
        lambda source: _picture_texts(pack.source.parent / source),
    )


def _template_texts(pack: Pack, name: str, choices: Choices) -> Iterator[str]:
    """Yield what stands in the files that the documents of an audience can be made of."""
    folder = pack.audiences[name].folder
    elsewhere = {each.folder for each in pack.audiences.values()} - {folder}
    own = dict(_texts_below(folder))
    if any(map(_INCLUDES.search, own.values())):
        elsewhere = set()
    yield from own.values()
    for templates in (*pack.folders, builtin_templates()):
        for path, text in _texts_below(templates):
            if elsewhere.isdisjoint(path.parents) or path.parent == templates:
                yield text
    own_reference = pack.audiences[name].reference
    if reference := Path(choices.reference) if choices.reference else own_reference:
        from briefgen.inspection.docx import read_docx
        from briefgen.inspection.pieces import UnreadableError

        try:
            content = read_docx(reference.read_bytes())
        except (OSError, UnreadableError):
            return
        yield from (text for _, text in (*content.texts, *content.labels, *content.parts))


def _texts_below(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".j2", ".toml", ".md"} and path.is_file():
            yield path, path.read_text(encoding="utf-8", errors="replace")


def _picture_texts(path: Path) -> Iterator[str]:
    if path.suffix.lower() == ".svg" and path.is_file():
        yield path.read_text(encoding="utf-8", errors="replace")
