"""Every code that a finding may have: its default severity, and what it means.

Only `briefgen check` finds those of `OWN`. The phases that read, compose and write find those of
`OTHERS`, in a build as well; an error among them stays an error, whatever is configured, because
nothing can be built until it is corrected. `docs/checks.md` has a section for each.
"""

from __future__ import annotations

from typing import Final, Literal

from briefgen.diagnostics import Severity
from briefgen.record import NamedTuple

__all__ = ["CODES", "LEVELS", "OTHERS", "OWN", "FindingCode", "Level"]

Level = Literal["off", "note", "warning", "error"]
LEVELS: Final[tuple[Level, ...]] = ("off", "note", "warning", "error")


class FindingCode(NamedTuple):
    """A code, its default severity, one line that says what it means."""

    name: str
    severity: Severity
    summary: str
    fixable: bool = False


def _table(text: str) -> dict[str, FindingCode]:
    """Read lines of `code  severity  summary`; `--fix` corrects a code with a plus."""
    codes: dict[str, FindingCode] = {}
    for line in text.strip().splitlines():
        name, severity, summary = line.split(None, 2)
        grade: Severity = severity.rstrip("+")  # type: ignore[assignment]  # held by a test
        codes[name] = FindingCode(name, grade, summary, severity.endswith("+"))
    return codes


OWN: Final = _table("""
uncited-reference        note      a work is listed and never cited
duplicate-work           warning   one work stands in the bibliography under two keys
missing-url              warning   a source on the web has no address
missing-access-date      warning   a source on the web does not say when it was read
citation-order           note+     the numbers of a citation stand out of order in the source
repeated-citation        note      one citation names a work twice
citation-spacing         note+     a citation is stuck to its word, or stands several spaces away
hyphen-in-range          note+     a hyphen stands where a range has an en dash
claim-without-source     warning   a figure or a date is stated and nothing is cited
quote-without-source     warning   somebody is quoted and nothing is cited
quote-without-locator    note      a quotation from a work with pages does not say which
heading-skip             warning   a heading is more than one level below the one above it
empty-section            warning   nothing stands under a heading
table-without-header     warning   a table has no header row
table-without-caption    warning   a table has no caption
unknown-class            warning   nothing knows this class: no theme, no template, no layout
missing-image            error     an image file does not exist
figure-disagreement      warning   a condensed form has a figure that its long text does not have
unreadable-date          warning   a date is none, or not one that sorts
mixed-likelihood         warning   words of both rows of ICD 203's likelihood table are used
likelihood-confidence    warning   likelihood and confidence stand in one sentence
undefined-abbreviation   warning   an abbreviation is used before it is written out
long-bottom-line         warning   the bottom line is longer than a reader takes in at once
bad-suppression          warning   a comment to briefgen cannot be understood
unused-suppression       note      a comment silences what is not found
bad-check-setting        warning   a setting of the checks cannot be understood
""")

OTHERS: Final = _table("""
bad-audience-name           warning   a folder of templates has a name that no option can take
bad-bibtex                  error     a BibTeX entry is malformed
bad-colour                  error     a colour of a theme or a marking scheme is none
bad-csl                     error     a CSL style cannot be used
bad-date                    error     the date of a reference is none
bad-columns                 warning   the gap or the number of columns cannot be used
bad-font                    error     a font cannot be used
bad-image                   warning   an image cannot be read or printed
bad-json                    error     a bibliography is no CSL-JSON
bad-length                  error     a length of a theme or an audience is none
bad-language                warning   a language is no tag such as de or de-CH
bad-lock                    error     the lock file of works' numbers cannot be read
bad-name                    error     a name in a reference is none
bad-option                  error     an option cannot be set to this value
bad-reference               error     the Word document whose styles are wanted cannot be read
bad-ris                     error     a RIS entry is malformed
bad-toml                    error     a theme, an audience or a marking scheme is no TOML
bad-value                   error     a value is not of the kind that is expected
bad-widths                  warning   the column widths of a table cannot be used
bad-yaml                    error     a bibliography is no CSL-YAML
block-in-line               error     a template places a block within a line
broken-manifest             warning   the list of what a pack was made of was changed
cannot-inspect              error     a finished file cannot be looked through for hidden text
chart-cell                  warning   a cell of a chart's table is not one number
chart-for-some              warning   a part of a chart is for some readers only
chart-kind                  error     a kind of chart does not exist
chart-without-numbers       warning   the table of a chart has no column of numbers
chart-without-table         error     a chart has no table
closed-reference            error     gaps are closed, and a reference leads to what is left out
control-character           warning   a character cannot be printed
csl-no-entry                warning   a CSL style prints nothing for a work
dangling-link               warning   a link of the PDF leads nowhere
dead-link                   warning   a link leads to an id that nothing has
default-above-highest       error     what has no mark is above what an audience may read
decorative-with-text        warning   a decorative image has a description
does-not-fit                error     a document is longer than its page limit
duplicate-id                error     an id is given twice
duplicate-note              error     a note is written twice
duplicate-reference         error     a key of the bibliography, or a link's label, is used twice
empty-heading               warning   a heading has no words
empty-link                  warning   a link has no text or no address
faint-text                  warning   text is too faint for what it stands on
edited-file                 error     a file of the pack was changed since it was built
front-matter                error     front matter cannot be read
hidden-definition           error     a note or link is used for more readers than it is defined for
hidden-found                error     a finished file holds what is for others: a fault of briefgen
hidden-target               warning   a reference leads to what its reader does not get
hidden-left                 error     what is for others would be printed: a fault of briefgen
image-without-text          warning   an image has no alternative text
incomplete-reference        warning   a reference has no title
likelihood-value            error     a likelihood is no word of the scale and no percentage
malformed-attributes        warning   what looks like attributes does not read as such
malformed-div               error     what follows ::: does not read as attributes
marking-above-highest       error     a template marks its own words above what its reader may read
marking-without-scheme      error     text is marked and the report names no marking scheme
misspelt-restriction        error     an attribute is nearly audience= or marking=, and is neither
missing-bibliography        error     a bibliography cannot be read
missing-csl                 error     a CSL style does not exist
missing-font                error     a font file does not exist
missing-glyph               warning   no font has a character
missing-key                 error     a theme or an audience lacks a key
missing-template            error     the template of an audience does not exist
mixed-citation              error     works and sections share a pair of brackets
nested-note                 error     a note stands inside a note
no-body-style               error     a theme has no style for body text
no-landscape                warning   a landscape page begins within something else
no-room                     error     the margins leave no room on the page
no-works-cited              warning   a document cites works and does not list them
not-imported                warning   something in an imported file cannot be imported
not-utf8                    error     a file is not UTF-8
other-source                error     a file of this name was built from another report
raw-html                    warning   HTML is left out, or printed as text
reference-without-id        error     a bibliography entry has no key
repeated-attribute          error     a key of attributes stands twice
same-name                   warning   the names of two files differ in capitals alone
stray-div-end               error     a ::: closes nothing
svg-part                    warning   a part of an SVG image cannot be drawn
table-columns               error     a row of a table has too many cells
table-too-wide              warning   a table is wider than its page
template                    error     a template stops with an error
template-limit              error     a template runs for too long or prints too much
template-syntax             error     a template cannot be read
template-unsafe             error     a template asks for what its sandbox forbids
template-warning            warning   a template warns of something in the report
timeline-date               error     a timeline, or a point of one, has no date
timeline-block              error     an event of a timeline holds more than text
too-deep                    error     blocks or inlines stand too deep in each other
tracked-changes             warning   an imported file has changes that nobody accepted
unclosed-code               warning   a code block is never closed
unclosed-div                error     a div is never closed
undefined                   error     a template uses a name that does not exist
undefined-note              error     a note is referred to and not written
unmarked-portion            error     a report that has to mark all of its text does not
unobeyed-restriction        error     audience= or marking= stands where nothing obeys it
unknown-attribute           warning   nothing reads an attribute
unknown-audience            error     text is marked for an audience that does not exist
unknown-bibliography-format error     the format of a bibliography is not known
unknown-citation            error     a citation names no reference
unknown-citation-style      error     a style of citations does not exist
unknown-field               error     a header or footer has a field that does not exist
unknown-font                error     a font does not exist
unknown-key                 warning   nothing reads a key
unknown-macro               warning   a BibTeX string is not defined
unknown-marking             error     a marking scheme has no such level
unknown-scheme              error     a marking scheme does not exist
unknown-target              error     a reference names an id that nothing has
unknown-theme               error     a theme does not exist
unknown-type                warning   a reference has a type that looks mistyped
unknown-variable            warning   a reference has a variable that looks mistyped
unlocked-work               note      a work has no number in the lock file yet
unnamed-target              warning   a reference leads to what has no name
unreadable                  error     a file cannot be read
lost-heading                error     an import lacks a heading of its input
lost-link                   error     an import lacks an address of its input
lost-picture                error     an import lacks a picture of its input
lost-words                  error     an import lacks words of its input
no-markdown                 error     a report is of a format that has to be imported first
moved-words                 error     an import has words in another order than its input
unreadable-image            error     an image cannot be read
unsafe-link                 warning   a link has a scheme that documents do not follow
unread-syntax               warning   what only other programs read is printed as typed or left out
unread-label                warning   no column of a template takes a labelled point
unread-table                warning   the lines of a grid table do not meet
unused-lock                 warning   a lock file is there and numbers are not taken from it
unused-note                 warning   nothing refers to a note
unused-number               note      the lock file keeps the number of a work that is gone
unused-reference            warning   nothing uses a link definition
works-cited-twice           warning   the works cited are listed twice
chart-too-long           warning   a chart has more rows than a page has room for
chart-height             warning   the height of a chart is no length
""")

CODES: Final = {**OWN, **OTHERS}
