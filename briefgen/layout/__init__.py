"""Take a Document and a Theme, return a Layout: pages of placed boxes and their structure.

`layout` sets a document as the theme says, `fit` finds how it keeps to a number
of pages. Layout knows fonts and nothing of PDF: whoever draws follows the boxes.
"""

from briefgen.layout.assemble import layout
from briefgen.layout.boxes import Layout
from briefgen.layout.fit import Fitted, fit

__all__ = ["Fitted", "Layout", "fit", "layout"]
