"""The balance names what an import lacks, and is silent where all of it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.importing import import_report, kind_of
from briefgen.importing.balance import balance
from briefgen.importing.inventory import take_inventory
from briefgen.importing.write import write_report
from tests.importing.scoring import samples

FOLDER = Path(__file__).parent / "samples"
TEXT = """# Quays

## The old quay

The tide wears it down. See [the survey](https://tide.example.org/survey).

![A quay](https://tide.example.org/quay.png)

## The new quay

It has stood since nineteen hundred, and nothing has moved.
"""


def lacks(path: Path, change: tuple[str, str] = ("", "")) -> list[str]:
    """Return what the balance says of the import of `path`, its report changed by hand."""
    imported = import_report(path, Diagnostics())
    text = write_report(imported.draft, imported.references, "references.json").text
    assert change[0] in text
    changed = text.replace(*change) if change[0] else text
    found = balance(take_inventory(path, kind_of(path)), imported, changed, path.name)
    return [f"{one.code} {one.span.line if one.span else 0}: {one.message}" for one in found]


@pytest.mark.parametrize("sample", [one for one, _ in samples(FOLDER)], ids=lambda one: one.name)
def test_every_sample_is_in_balance(sample: Path) -> None:
    assert lacks(sample) == []


def test_what_is_lost_or_moved_is_named(tmp_path: Path) -> None:
    path = tmp_path / "quays.md"
    path.write_text(TEXT, encoding="utf-8")
    assert lacks(path) == []
    (found,) = lacks(path, ("wears it", "wears"))
    assert found == "lost-words 5: the result lacks 1 of the words here: “it”"
    assert lacks(path, ("<https://tide.example.org/survey>", "<#gone>")) == [
        "lost-link 1: the result lacks the address https://tide.example.org/survey"
    ]
    assert [one.split()[0] for one in lacks(path, ("# The new quay {#new-quay}", "The new quay"))
            ] == ["lost-heading"]  # fmt: skip


def test_words_in_another_order_are_told(tmp_path: Path) -> None:
    first = "One long line of words that stand nowhere else in the text that is here below."
    second = "Here another row with terms which nobody has written anywhere above or under it yet."
    path = tmp_path / "quays.md"
    path.write_text(f"# T\n\n## One\n\n{first}\n\n{second}\n\n{TEXT[8:]}", encoding="utf-8")
    assert lacks(path) == []
    found = lacks(path, (f"{first}\n\n{second}", f"{second}\n\n{first}"))
    assert found == [] or all(one.startswith("moved-words") for one in found)


def test_a_command_that_would_lose_words_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from briefgen.cli import main
    from briefgen.diagnostics import Diagnostic

    path = tmp_path / "quays.md"
    path.write_text(TEXT, encoding="utf-8")
    lost = [Diagnostic("error", "lost-words", "the result lacks 1 of the words here: “it”")]
    monkeypatch.setattr("briefgen.importing.balance.balance", lambda *_: lost)
    output = tmp_path / "out"
    result = CliRunner().invoke(main, ["import", str(path), "-o", str(output)])
    assert result.exit_code == 1
    assert "lost-words" in result.output
    assert not output.exists()
    result = CliRunner().invoke(main, ["import", str(path), "-o", str(output), "--force"])
    assert result.exit_code == 0
    assert (output / "report.md").is_file()
