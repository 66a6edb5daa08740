"""Take a report, return everything that is wrong with it and can be known without building it.

`codes` lists every finding that there can be. `run` collects them: the phases report to its sink,
and one module for each family (`citations`, `claims`, `structure`, `consistency`, `words`,
`typography`) adds checks that a build does not make. `suppression` removes findings that the author
silenced, `formats` writes findings for machines, and `fixes` makes the edits that are safe.
"""

from __future__ import annotations

from briefgen.checks.codes import CODES, LEVELS, OWN, FindingCode, Level
from briefgen.checks.fixes import mend
from briefgen.checks.formats import FORMATS, write_findings
from briefgen.checks.run import Checked, check_report
from briefgen.checks.settings import check_level

__all__ = [
    "CODES",
    "FORMATS",
    "LEVELS",
    "OWN",
    "Checked",
    "FindingCode",
    "Level",
    "check_level",
    "check_report",
    "mend",
    "write_findings",
]
