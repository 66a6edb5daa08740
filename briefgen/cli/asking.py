"""Ask about each decision of an import that is not sure: one key each, as `git add -p` asks.

The import runs once to find what is unsure, so that each question has its number; answers may open
new questions, which are asked then. An interrupted interview goes on from a file beside the report.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.termui import getchar

from briefgen.record import NamedTuple

if TYPE_CHECKING:
    from briefgen.importing.decisions import Ask, Option
    from briefgen.importing.draft import Location

__all__ = ["Interview"]

_KEYS: Final = "y,n,1-9,a,d,b,q,?"
_HELP: Final = """\
y  as it is read (the first)              n  the other reading (the second)
1-9  the reading of that number           b  back to the question before
a  as it is read, all of this kind        d  the other reading, all of this kind
q  leave the rest as it is read           ?  this help
Ctrl-C  stop here; the next run goes on with the answers so far"""


class _Question(NamedTuple):
    kind: str
    line: int
    subject: str
    options: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.kind} {self.line} {self.subject}"


class Interview:
    """The answers about one file; they are kept beside the report until it is written."""

    def __init__(self, file: Path, target: Path) -> None:
        self.file = file
        self.kept = target.with_suffix(".answers.json")
        self.answers: dict[str, str] = {}
        self.left: set[str] = set()
        self._lines: dict[int, str] | None = None
        self._digest = sha256(file.read_bytes()).hexdigest()
        self._load()

    def _load(self) -> None:
        try:
            kept = json.loads(self.kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(kept, dict) and kept.get("input") == self._digest:
            self.answers = {str(k): str(v) for k, v in dict(kept.get("answers", {})).items()}
            if self.answers:
                click.echo(f"going on with {len(self.answers)} answers of {self.kept}", err=True)

    def keep(self) -> None:
        """Write the answers so far beside the report."""
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        data = {"input": self._digest, "answers": self.answers}
        self.kept.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")

    def forget(self) -> None:
        """Remove the answers: the report has them."""
        self.kept.unlink(missing_ok=True)

    def answer(self, kind: str, place: Location, subject: str, options: Sequence[Option]) -> str:
        """Return what was answered, "" where nothing was."""
        question = _question(kind, place, subject, options)
        chosen = self.answers.get(question.key, "")
        return chosen if chosen in question.options else ""

    def ask_all(self, run: Callable[[Ask], object]) -> None:
        """Ask all that `run` asks, until it asks nothing new; exit where the user stops."""
        while True:
            found: dict[str, _Question] = {}

            def note(
                kind: str, place: Location, subject: str, options: Sequence[Option],
                found: dict[str, _Question] = found,
            ) -> str:  # fmt: skip
                answer = self.answer(kind, place, subject, options)
                question = _question(kind, place, subject, options)
                if not answer and question.key not in self.left:
                    found.setdefault(question.key, question)
                return answer

            run(note)
            if not found:
                return
            try:
                self._ask(list(found.values()))
            except (KeyboardInterrupt, EOFError, click.Abort):
                self.keep()
                click.echo(f"\nstopped; the answers are kept in {self.kept}", err=True)
                sys.exit(130)

    def _ask(self, questions: Sequence[_Question]) -> None:
        at = 0
        while at < len(questions):
            question = questions[at]
            if question.key in self.answers or question.key in self.left:
                at += 1
                continue
            self._show(question, at + 1, len(questions))
            key = _pressed()
            alike = [one for one in questions[at:] if one.kind == question.kind]
            if key in ("y", "n", "a", "d") or (key.isdigit() and key != "0"):
                number = int(key) - 1 if key.isdigit() else int(key in "nd")
                if number >= len(question.options):
                    click.echo(f"there are {len(question.options)} readings", err=True)
                    continue
                for one in alike if key in "ad" else [question]:
                    self.answers[one.key] = one.options[min(number, len(one.options) - 1)]
                at += 1
            elif key == "b":
                at = max(at - 1, 0)
                self.answers.pop(questions[at].key, None)
            elif key == "q":
                self.left |= {one.key for one in questions[at:]}
                return
            else:
                click.echo(_HELP, err=True)

    def _show(self, question: _Question, number: int, count: int) -> None:
        click.echo(err=True)
        for line, text in self._around(question.line):
            mark = ">" if line == question.line else " "
            click.echo(f"{mark} {line:>4}  {text}", err=True)
        click.echo(f"{click.style(question.kind, bold=True)}: {question.subject}", err=True)
        for at, option in enumerate(question.options, 1):
            click.echo(f"  {at}  {option}", err=True)
        click.echo(f"({number} of {count}) this reading [{_KEYS}]? ", nl=False, err=True)

    def _around(self, line: int) -> list[tuple[int, str]]:
        """Return the lines of the input around `line`."""
        if self._lines is None:
            from briefgen.importing import kind_of
            from briefgen.importing.inventory import take_inventory

            inventory = take_inventory(self.file, kind_of(self.file))
            self._lines = {}
            for number, text in inventory.lines:
                if text.strip():
                    self._lines[abs(number)] = " ".join(text.split())[:100]
        lines = self._lines
        before = max((n for n in lines if n < line), default=0)
        after = min((n for n in lines if n > line), default=0)
        return [(n, lines[n]) for n in (before, line, after) if n in lines]


def _question(kind: str, place: Location, subject: str, options: Sequence[Option]) -> _Question:
    return _Question(kind, place.line, subject, tuple(option.name for option in options))


def _pressed() -> str:
    """Return the key that is pressed, or the first letter of a line that is piped in."""
    if sys.stdin.isatty():
        key = getchar()
        click.echo(key if key.isprintable() else "", err=True)
    else:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        key = line.strip()[:1]
    return key.lower() or "y"
