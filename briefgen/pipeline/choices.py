"""What one build asks for in place of what the files say: `--set` of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from briefgen.record import record

__all__ = ["AS_THE_FILES_SAY", "KEYS", "Choices"]

KEYS: Final = ("csl", "reference")
"""The keys that are no option of a template."""


@record(frozen=True, slots=True)
class Choices:
    """`csl` is the style of the works cited: a name, or a file relative to the working folder.

    `reference` is a Word document whose styles the DOCX takes, "" for none. None leaves either as
    the report or the audience says. `options` are options of the template by their dotted keys.
    """

    csl: str | None = None
    reference: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Choices:
        """Return what `values` by key ask for: `KEYS`, and options of templates."""
        options = {key: value for key, value in values.items() if key not in KEYS}
        return cls(values.get("csl"), values.get("reference"), options)


AS_THE_FILES_SAY: Final = Choices()
