"""Take a report and its bibliography files, return references, numbers and finished citations.

A reference, a citation and a style are three things: `bibliography` reads references,
`numbering` and `clusters` say what a citation prints, `entries` how a work is listed (`csl` for
reports that choose another style).
"""

from __future__ import annotations

from briefgen.citations.bibliography import load_bibliography
from briefgen.citations.clusters import reference_anchor
from briefgen.citations.lock import lock_path, read_lock
from briefgen.citations.numbering import number_works
from briefgen.citations.style import find_style
from briefgen.citations.works import cite

__all__ = [
    "cite",
    "find_style",
    "load_bibliography",
    "lock_path",
    "number_works",
    "read_lock",
    "reference_anchor",
]
