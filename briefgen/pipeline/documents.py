"""Take a pack and an audience's name, return the document it gets: composed, resolved, cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.audience import for_audience
from briefgen.citations import cite, listed_keys
from briefgen.compose import compose
from briefgen.diagnostics import Diagnostics
from briefgen.model import Citation
from briefgen.pipeline.choices import AS_THE_FILES_SAY, Choices
from briefgen.pipeline.pack import Pack
from briefgen.record import replace
from briefgen.transforms import close_gaps, number_notes, resolve
from briefgen.walk import walk

if TYPE_CHECKING:
    from briefgen.model import Document, Report

__all__ = ["make_document", "visible_report"]


def visible_report(pack: Pack, name: str, sink: Diagnostics) -> Report:
    """Return what audience `name` may see of the report of `pack`."""
    audience = pack.audiences[name]
    above = pack.marking.above(audience) if pack.marking else None
    if audience.numbering.gaps == "keep":
        return for_audience(pack.report, name, pack.audiences, sink, above)
    found = Diagnostics()
    visible = for_audience(pack.report, name, pack.audiences, found, above)
    for item in found:
        if item.code == "hidden-target":  # its number is that of something else now
            hint = "mark the reference as what it refers to, or keep the gaps"
            sink.error("closed-reference", item.message, item.span, hint)
        else:
            sink.report(item.severity, item.code, item.message, item.span, *item.hints)
    return visible if visible is pack.report else close_gaps(visible, sink)


def _uncited(visible: Report, pack: Pack) -> int:
    """Return how many works `nocite` lists that the report, as a reader may see it, never cites."""
    printed = (*visible.metadata.title, *visible.metadata.abstract, *visible.blocks)
    cited = {node.key for node in walk(printed) if isinstance(node, Citation)}
    return len({*listed_keys(visible.metadata.nocite, pack.bibliography, pack.cited)} - cited)


def make_document(pack: Pack, name: str, choices: Choices = AS_THE_FILES_SAY) -> Document:
    """Return what audience `name` gets, with all its words; what is wrong goes to `pack.sink`."""
    audience = pack.audiences[name]
    visible = visible_report(pack, name, pack.sink)
    if visible is not pack.report or _has_remarks(visible):
        visible = replace(visible, digest=_digest(visible))
    document, quoted = compose(
        visible,
        audience,
        pack.sink,
        values=choices.options,
        companions=[other.title for other in pack.audiences.values() if other.name != name],
        uncited=_uncited(visible, pack),
    )
    if pack.marking:
        document = pack.marking.marked(document, quoted, audience)
    document = resolve(document, visible, pack.sink)
    style = pack.styles.style(choices.csl)
    numbers = pack.numbers if audience.numbering.gaps == "keep" else None
    document = cite(document, pack.bibliography, numbers, pack.sink, style, elsewhere=pack.cited)
    return number_notes(document)


def _has_remarks(report: Report) -> bool:
    """Tell whether the source has comments that are no instructions to briefgen."""
    return any(not text.strip().startswith("briefgen:") for text, _ in report.comments)


def _digest(visible: Report) -> str:
    """Return a digest of what an audience may see, in place of that of the source.

    By that of the source its readers could try out guesses of what was taken out.
    """
    from hashlib import sha256

    from briefgen.writers.tree import write_tree

    return sha256(write_tree(replace(visible, comments=())).encode("utf-8")).hexdigest()
