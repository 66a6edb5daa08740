"""Take a complete document, return where each of its sentences came from and the works behind it.

A mapping travels beside the file that it is about, as `FILE.trace.json`; digests tie it to that
file and to the sources it was built from.
"""

from briefgen.trace.collect import trace_document
from briefgen.trace.passages import Origin, Part, Sentence, Source, Trace, TracedBlock, Use
from briefgen.trace.show import as_csv, as_json, as_text
from briefgen.trace.sidecar import mapping, mapping_path, read_mapping

__all__ = [
    "Origin",
    "Part",
    "Sentence",
    "Source",
    "Trace",
    "TracedBlock",
    "Use",
    "as_csv",
    "as_json",
    "as_text",
    "mapping",
    "mapping_path",
    "read_mapping",
    "trace_document",
]
