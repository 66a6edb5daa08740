"""Take a report, return everything that is wrong with it and can be known without building it.

`codes` lists what may be found, `run` looks for it: the phases report to the same sink, and a
module for each family (`citations`, `claims`, `structure`, `consistency`, `words`, `typography`)
adds what no build needs to know. `suppression` takes out what the author silenced, `formats`
writes findings for people and machines, `fixes` mends what is safe.
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
