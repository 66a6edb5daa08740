"""The model: everything a report is made of.

`read_report` makes a `Report` (a tree of sections); `compose` makes a `Document` from it for one
audience; transforms and citations fill in numbers; layout and the writers only read.

All of it is frozen, and children are tuples. `nodes` has the inlines and blocks, `leaves` those
that hold no others, `parts` what stands in nodes and is none, `documents` what is around them;
`slots` says in which fields of a node other nodes stand. `walk` has the functions that go over
them. Used as `from briefgen import model as m`.
"""

from briefgen.model.documents import *
from briefgen.model.leaves import *
from briefgen.model.nodes import *
from briefgen.model.parts import *
from briefgen.model.slots import *
