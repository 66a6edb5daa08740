"""Take a finished file and what its report hides, return what of it is in there all the same.

This is the second pair of eyes. It shares no code with what takes hidden text out (`audience`,
`walk`, the map of slots), and none with what writes the files: it goes over the records of the
report by their fields, and reads PDF and Word files by itself. It runs only where a report hides
something from an audience.
"""

from briefgen.inspection.hidden import Secrets, find_secrets
from briefgen.inspection.inspect import Finding, UnreadableError, banner_missing, inspect_file

__all__ = [
    "Finding",
    "Secrets",
    "UnreadableError",
    "banner_missing",
    "find_secrets",
    "inspect_file",
]
