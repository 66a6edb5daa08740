"""Take the name or path of a CSL style and a language, return what writes entries in it.

A package of its own because citeproc-py, which does most of the work, is imported only for
reports that choose a style; the house style needs none of it.
"""

from __future__ import annotations

from briefgen.citations.csl.styles import SHIPPED, Style, open_style

__all__ = ["SHIPPED", "Style", "open_style"]
