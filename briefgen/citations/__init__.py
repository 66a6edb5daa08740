"""Take a report and its bibliography files, return references, numbers and finished citations.

`bibliography` reads references, `numbering` numbers works. A citation style (`citation_style`,
`numeric`) says what a citation prints; an entry style (`entry_style`, `entries`, `csl`) how a
work is listed. `works` puts both into a document.
"""

from __future__ import annotations

from briefgen.citations.bibliography import load_bibliography
from briefgen.citations.citation_style import reference_anchor
from briefgen.citations.entry_style import find_style
from briefgen.citations.lock import lock_path, read_lock
from briefgen.citations.numbering import listed_keys, number_works
from briefgen.citations.works import cite

__all__ = [
    "cite",
    "find_style",
    "listed_keys",
    "load_bibliography",
    "lock_path",
    "number_works",
    "read_lock",
    "reference_anchor",
]
