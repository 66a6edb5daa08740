"""Take a report, number it; take a document, resolve what it refers to and number its notes.

Sections, tables and figures are numbered once, in the canonical report (`numbering`), so that
§5.1 is §5.1 in every document of a pack. References (`references`), contents (`contents`) and
notes (`notes`) belong to each document, in that order; notes come last because a citation style
may make some.
"""

from briefgen.transforms.notes import number_notes
from briefgen.transforms.numbering import close_gaps, number_report
from briefgen.transforms.references import resolve

__all__ = ["close_gaps", "number_notes", "number_report", "resolve"]
