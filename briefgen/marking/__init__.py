"""Take a report and a marking scheme, say how each document made of it has to be handled.

A scheme is a TOML file (`scheme`): its levels, and how they are printed. `levels` finds the level
of everything in the report, and of a document that was composed of it; `portions` prints marks
before the portions. `documents` has what the phases call.
"""

from briefgen.marking.documents import Marking

__all__ = ["Marking"]
