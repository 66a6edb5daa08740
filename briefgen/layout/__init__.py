"""Take a Document and a Theme, return a Layout: pages of placed boxes and their structure.

`layout` sets a document as the theme says, `fit` finds how it keeps to a number
of pages. Layout knows fonts and nothing of PDF: a writer draws the boxes.
"""

from briefgen.layout.boxes import Layout
from briefgen.layout.fitting.search import FitResult, fit
from briefgen.layout.pages.assemble import layout

__all__ = ["FitResult", "Layout", "fit", "layout"]
