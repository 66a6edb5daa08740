"""Run the phases in order: read, compose, resolve, cite, lay out, write.

`open_pack` reads a report once for all of its documents. `make_document`, `lay_out` and `build` go
from there to a finished pack in memory, and `write_pack` writes it when nothing speaks against it,
so that a reader never holds half of one. `mappings` says where the sentences come from.
"""

from briefgen.pipeline.building import BuiltPack, build
from briefgen.pipeline.choices import Choices
from briefgen.pipeline.documents import make_document, visible_report
from briefgen.pipeline.files import BuiltFile
from briefgen.pipeline.layouts import lay_out
from briefgen.pipeline.pack import Pack, open_pack
from briefgen.pipeline.release import check_release, write_checked, write_pack
from briefgen.writers import FORMATS

__all__ = [
    "FORMATS",
    "BuiltFile",
    "BuiltPack",
    "Choices",
    "Pack",
    "build",
    "check_release",
    "lay_out",
    "make_document",
    "open_pack",
    "visible_report",
    "write_checked",
    "write_pack",
]
