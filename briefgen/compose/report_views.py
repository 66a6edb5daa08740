"""Take the report, its audience and the document to be, return what a template sees of each."""

from __future__ import annotations

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.compose.described import Described
from briefgen.compose.placing import Deferred, Placements
from briefgen.compose.selection import cited
from briefgen.compose.views import PassageView, Phrase
from briefgen.diagnostics import Span
from briefgen.terms import format_date
from briefgen.walk import words

__all__ = ["AudienceView", "AuthorView", "DocumentView", "ReportView"]

_WORDS_PER_MINUTE = 230


class AuthorView(Described):
    """An author: `name`, `role`, `affiliation`."""

    _noun = "author"

    def __init__(self, author: m.Author, placements: Placements, span: Span) -> None:
        self.name = Phrase(author.name, placements, span)
        self.role = Phrase(author.role, placements, span)
        self.affiliation = Phrase(author.affiliation, placements, span)


class ReportView(PassageView):
    """The report as this audience may see it: what its front matter says, and all its blocks."""

    _noun = "report"

    def __init__(self, report: m.Report, uncited: int, placements: Placements) -> None:
        super().__init__(report.blocks, placements)
        self.uncited = uncited
        meta = report.metadata
        self.title = PassageView(meta.title, placements)
        self.subtitle = PassageView(meta.subtitle, placements)
        self.authors = tuple(AuthorView(each, placements, meta.span) for each in meta.authors)
        shown = format_date(meta.lang, meta.date)
        self.date = Phrase(shown, placements, meta.span, meta.date)
        self.lang = meta.lang
        self.abstract = PassageView(meta.abstract, placements)
        self.issue = Phrase(meta.options.issue, placements, meta.span)
        self.digest = report.digest[:8]
        self.numbering = meta.options.numbering

    @property
    def minutes(self) -> int:
        """The time it takes to read, in minutes."""
        return _minutes(self.words)

    @property
    def preamble(self) -> PassageView:
        """The blocks before the first heading."""
        blocks = self._nodes
        first = next((i for i, b in enumerate(blocks) if isinstance(b, m.Section)), len(blocks))
        return self._passage(blocks[:first])


class DocumentView(Described):
    """The document that is being composed; its numbers are filled in at the end."""

    _noun = "document"

    def __init__(self, placements: Placements) -> None:
        self.words = Deferred(placements, words)
        self.minutes = Deferred(placements, lambda blocks: _minutes(words(blocks)))
        self.works = Deferred(placements, lambda blocks: len(cited(blocks)))


class AudienceView(Described):
    """The audience of the document: its `name` and `title`."""

    _noun = "audience"

    def __init__(self, audience: Audience) -> None:
        self.name = audience.name
        self.title = audience.title


def _minutes(count: int) -> int:
    return max(1, round(count / _WORDS_PER_MINUTE))
