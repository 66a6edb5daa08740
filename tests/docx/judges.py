"""Programs that judge a Word file: each takes a path, returns what it has against the file."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

__all__ = ["by_openxml_audit", "by_openxml_sdk"]


def by_openxml_audit(path: Path) -> list[str]:
    """Ask openxml-audit (PyPI)."""
    result = OpenXmlValidator().validate(path)
    # `numId` 0 takes numbering away (ECMA-376 part 1, 17.9.18): it is not in the numbering part.
    return [
        f"{error.part_uri}: {error.description}"
        for error in result.errors
        if error.description != "Numbering definition '0' referenced but not found"
    ]


def by_openxml_sdk(path: Path) -> list[str]:
    """Ask the Open XML SDK; OOXML_VALIDATOR names its command (see CONTRIBUTING.md)."""
    command = os.environ.get("OOXML_VALIDATOR")
    if not command:
        pytest.skip("the Open XML SDK did not run: OOXML_VALIDATOR does not name its validator")
    done = subprocess.run([*command.split(), str(path)], capture_output=True, text=True)
    answer = json.loads(done.stdout)
    return [] if answer["ok"] else [json.dumps(error) for error in answer["errors"]]
