"""A lock file keeps the number of a work when the report is revised."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.citations import number_works, read_lock
from briefgen.citations.lock import Lock, lock_path, locked_numbers, renewed, write_lock
from briefgen.diagnostics import Diagnostics
from tests.citations.nodes import codes, group, paragraph, references, report

KEYS = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=12)


def test_the_file_stands_beside_the_report() -> None:
    assert lock_path(Path("source/report.md")) == Path("source/report.lock.toml")


@given(KEYS, KEYS)
def test_what_is_written_is_read_again(keys: list[str], old: list[str]) -> None:
    numbers = {key: number for number, key in enumerate(keys, start=1)}
    retired = {key: 100 + n for n, key in enumerate(old) if key not in numbers}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.lock.toml"
        path.write_text(write_lock(Lock(numbers, retired)), encoding="utf-8")
        sink = Diagnostics()
        found = read_lock(path, sink)
    assert not list(sink)
    assert found is not None
    assert (dict(found.numbers), dict(found.retired)) == (numbers, retired)


@given(KEYS, KEYS)
def test_a_locked_number_never_changes_and_none_is_given_twice(
    before: list[str], after: list[str]
) -> None:
    first = {key: number for number, key in enumerate(before, start=1)}
    lock = renewed(None, first)
    numbers = locked_numbers(after, lock, Diagnostics())
    assert set(numbers) == set(after)
    assert len(set(numbers.values())) == len(after)
    assert all(numbers[key] == first[key] for key in after if key in first)
    assert all(numbers[key] > len(before) for key in after if key not in first)
    again = renewed(lock, numbers)
    sink = Diagnostics()
    assert locked_numbers(after, again, sink) == numbers
    assert not list(sink)
    back = locked_numbers([*after, *before], again, Diagnostics())
    assert all(back[key] == first[key] for key in before)


def test_new_works_and_gaps_are_noted_with_what_to_do() -> None:
    sink = Diagnostics()
    lock = Lock({"a": 1, "gone": 2, "b": 3}, {"older": 9}, Path("report.lock.toml"))
    assert locked_numbers(["new", "b", "a"], lock, sink) == {"a": 1, "b": 3, "new": 10}
    assert codes(sink) == ["note[unlocked-work]", "note[unused-number]"]
    new, gap = sink
    assert "new [10]" in new.message
    assert "number 2" in gap.message
    assert all("renumber" in item.hints[0] for item in sink)


@pytest.mark.parametrize("numbering", ["pack", "bibliography"])
def test_the_lock_is_stronger_than_the_order_of_the_report(numbering: str) -> None:
    lock = Lock({"a": 3, "b": 1}, {}, Path("report.lock.toml"))
    body = report(paragraph(group("a", "b")), numbering=numbering)
    sink = Diagnostics()
    assert number_works(body, references("a", "b"), sink, lock) == {"b": 1, "a": 3}
    assert not list(sink)


def test_documents_that_count_by_themselves_have_no_use_for_a_lock() -> None:
    sink = Diagnostics()
    body = report(paragraph(group("a")), numbering="document")
    assert number_works(body, references("a"), sink, Lock({}, {}, Path("x.lock.toml"))) is None
    assert codes(sink) == ["warning[unused-lock]"]


def test_without_a_file_there_is_no_lock(tmp_path: Path) -> None:
    sink = Diagnostics()
    assert read_lock(tmp_path / "report.lock.toml", sink) is None
    assert not list(sink)
