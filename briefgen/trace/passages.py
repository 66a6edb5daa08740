"""What a trace is made of: blocks of text, their sentences, and who wrote which part of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from briefgen.diagnostics import Span
from briefgen.record import NamedTuple

__all__ = ["ORIGINS", "Kind", "Origin", "Part", "Sentence", "Source", "Trace", "TracedBlock", "Use"]

Origin: TypeAlias = Literal["report", "template", "bibliography", "computed"]
"""Who wrote the words: the report's author, the template (or its `audience.toml`), the entry of a
bibliography, or nobody: they were worked out ("3 sources", a date in its long form) from what
stands at the place."""
Kind: TypeAlias = Literal["report", "template", "bibliography"]
"""What a file is to a document."""
ORIGINS: tuple[Origin, ...] = get_args(Origin)


class Use(NamedTuple):
    """A work that a sentence cites; `locator` as it was written ("page 3"), "" for none."""

    number: int
    key: str
    locator: str = ""


class Part(NamedTuple):
    """Words of a sentence that come from one place."""

    text: str
    origin: Origin
    span: Span


class Sentence(NamedTuple):
    """A sentence as it is printed, in parts, with the works cited in it."""

    text: str
    parts: tuple[Part, ...]
    works: tuple[Use, ...] = ()


class TracedBlock(NamedTuple):
    """A paragraph, list item, cell, heading, ...: `kind` says which.

    `section` is the number and title of the section that it stands in, `page` where it begins
    in a PDF (from 1), None where the reader's program makes the pages.
    """

    kind: str
    section: str
    page: int | None
    sentences: tuple[Sentence, ...]

    @property
    def works(self) -> tuple[Use, ...]:
        """The works behind the block: those of its sentences, each once."""
        return tuple(dict.fromkeys(use for sentence in self.sentences for use in sentence.works))


class Source(NamedTuple):
    """A file that words came from; `digest` is the SHA-256 of its bytes, "" if unreadable."""

    file: str
    kind: Kind
    digest: str


@dataclass(frozen=True, slots=True)
class Trace:
    """All of a document. `file` and `digest` are those of the built file, "" for none.

    `works` maps the number of each work that is cited to its key and title.
    """

    audience: str
    title: str
    issue: str
    sources: tuple[Source, ...]
    works: tuple[tuple[Use, str], ...]
    blocks: tuple[TracedBlock, ...]
    file: str = ""
    digest: str = ""
