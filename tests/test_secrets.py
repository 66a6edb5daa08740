"""A secret stops the build or is nowhere: not in a file, not in what a command prints.

`BRIEFGEN_LONG=1` makes thousands of reports, and judges the judge by every broken build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.secrets import BLOCKS, OBEYED, PLACES, STRAY, WORD, report, sweep, wrong

LONG = bool(os.environ.get("BRIEFGEN_LONG"))


def test_each_spelling_and_each_place_keeps_its_secret() -> None:
    problems = {name: problem for name, text, builds in sweep() if (problem := wrong(text, builds))}
    assert problems == {}


ONE_LINE = [name for name, place in PLACES.items() if "\n" not in place("x")]
"""Places that may stand where a line can."""


@st.composite
def secrets(draw: st.DrawFn) -> str:
    """A secret that is restricted as it should be, alone or among blocks."""
    if draw(st.booleans()):
        return BLOCKS[draw(st.sampled_from(sorted(BLOCKS)))](WORD)
    words = OBEYED[draw(st.sampled_from(sorted(OBEYED)))](WORD)
    return PLACES[draw(st.sampled_from(sorted(PLACES)))](words)


def _in(block: str, holder: str) -> str:
    """Return `block` within what blocks can stand in."""
    match holder:
        case "div":
            return f":::: note\n{block}\n::::"
        case "quotation":
            return "\n".join(f"> {line}".rstrip() for line in block.split("\n"))
        case "item":
            return "- open\n\n" + "\n".join(f"  {line}".rstrip() for line in block.split("\n"))
        case _:
            return block


HOLDERS = st.sampled_from(["", "", "div", "quotation", "item"])


@given(data=st.data())
@settings(max_examples=2000 if LONG else 12, deadline=None, suppress_health_check=list(HealthCheck))
def test_reports_of_restricted_words_leak_nothing(data: st.DataObject) -> None:
    """Several secrets, each in any place and spelling, in PDF, Word and what commands print."""
    blocks = data.draw(st.lists(secrets(), min_size=1, max_size=4))
    held = [block if "#" in block else _in(block, data.draw(HOLDERS)) for block in blocks]
    # An id, a label or a condensed block can be there once.
    text = report("\n\n".join([*dict.fromkeys(held), "# End\n\nOpen."]))
    note(text)
    assert wrong(text, builds=False, deep=True) in ("", "it builds")


@given(data=st.data())
@settings(max_examples=4000 if LONG else 60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_not_obeyed_leaks_nothing_wherever_it_stands(data: st.DataObject) -> None:
    spelled = STRAY[data.draw(st.sampled_from(sorted(STRAY)))](WORD)
    body, nul, more = spelled.partition("\0")
    if "\n" not in body and not body.startswith(("#", ">", "-")) and "[k]" not in body:
        body = PLACES[data.draw(st.sampled_from(sorted(PLACES)))](body)
    elif "#" not in body and "[k]:" not in body:
        body = _in(body, data.draw(HOLDERS))
    text = report(body + nul + more)
    note(text)
    # At the end of a heading or caption, what was meant for a word holds for all of it.
    assert wrong(text, builds=False) in ("", "it builds")


BROKEN = {
    "printed text is not looked at": (
        "restrictions.py", "    _report_run(nodes, sink)\n    for node in walk(nodes):",
        "    for node in ():", "stray, strong",
    ),
    "braces are not looked for": (
        "restrictions.py", 'if before == "{" or', "if", "stray, unclosed",
    ),
    "HTML is not looked for": (
        "restrictions.py", "_TAG.match(text, angles[angle - 1]) is not", "None is not",
        "stray, HTML",
    ),
    "only ASCII is seen": ("restrictions.py", "if text.isascii():", "if text:", "stray, zero"),
    "near keys are let through": ("restrictions.py", "_NEAR = 0.8", "_NEAR = 1.1", "stray, aud"),
    "a repeated key is let through": (
        "reader/attributes.py", "if keys.count(key) > 1:", "if False:", "stray, twice",
    ),
    "unknown names are let through": (
        "audience/visible.py", "if word not in known:", "if False:", "stray, unknown",
    ),
    "code forgets what is behind it": (
        "reader/code.py", 'if typed_in("{"', 'if False and typed_in("{"', "stray, code without",
    ),
    "definitions serve all": (
        "reader/obeyed.py", "for span, place in uses:", "for span, place in ():", "stray, hidden",
    ),
    "front matter is not looked at": (
        "reader/obeyed.py", "for author in meta.authors:", "for author in ():", "stray, author",
    ),
    "works are not looked at": (
        "citations/bibliography.py", "report_strings(raw.fields, reference.span, sink)",
        "str(raw.fields)", "stray, field",
    ),
    "a table without its caption": (
        "model/slots.py", 'n.Table: ("caption", ', "n.Table: (", "place, caption",
    ),
    "an event without its label": (
        "model/slots.py", 'n.Event: ("label", "children")', 'n.Event: ("children",)', "place, date",
    ),
    "a citation without its suffix": (
        "model/slots.py", 'n.Citation: ("prefix", "suffix")', 'n.Citation: ("prefix",)',
        "place, suffix",
    ),
    "what is left is not looked for": (
        "audience/visible.py", "    for node in _all_nodes(visible):",
        "    visible = report\n    for node in ():", "obeyed, span",
    ),
    "all but one are all": (
        "audience/visible.py", 'return "!" + name not in names and', "return", "obeyed, span for",
    ),
    "front matter is kept": (
        "audience/visible.py", "map(change, (meta.title, meta.subtitle, meta.abstract))",
        "(meta.title, meta.subtitle, meta.abstract)", "abstract",
    ),
    "ids are kept": (
        "audience/visible.py", "if old != title and", "if False and", "place, heading",
    ),
    "hidden works are kept": (
        "audience/visible.py", "gone = _cited(report) - _cited(visible)", "gone = set[str]()",
        "obeyed, span that",
    ),
    "findings are printed whole": (
        "checks/seen.py", "if not set(pack.audiences)", "if True or not set(pack.audiences)",
        "block, unused",
    ),
    "markings are no limit": (
        "marking/documents.py", "return own is not None and own > highest", "return False",
        "obeyed, marking",
    ),
}  # fmt: skip
"""What is wrong with a build, as an edit of its source, and where in the sweep that shows."""

SHORT = ("printed text is not looked at", "a table without its caption", "ids are kept")


@pytest.mark.parametrize("name", BROKEN if LONG else SHORT)
def test_a_broken_build_is_found(name: str, root: Path, tmp_path: Path) -> None:
    module, old, new, where = BROKEN[name]
    package = tmp_path / "briefgen"
    shutil.copytree(
        root / "briefgen", package, ignore=shutil.ignore_patterns("__pycache__", "fonts")
    )
    (package / "fonts").symlink_to(root / "briefgen" / "fonts")
    (tmp_path / "tests").symlink_to(root / "tests")
    (tmp_path / "templates").symlink_to(root / "templates")
    source = (package / module).read_text(encoding="utf-8")
    assert source.count(old) == 1
    command = [sys.executable, "-m", "tests.secrets", where]
    for text, status in ((source, 0), (source.replace(old, new), 1)):
        (package / module).write_text(text, encoding="utf-8")
        ran = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
        )  # fmt: skip
        assert ran.returncode == status, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
