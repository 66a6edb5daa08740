"""Every sample of every format with a reader of its own: right, whole, steady, and it builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.formats import check_build, check_bytes, check_truth, check_words, of_kind

SAMPLES = [pair for kind in (".docx", ".html", ".md") for pair in of_kind(kind)]
each = pytest.mark.parametrize(("sample", "truth"), SAMPLES, ids=[s.name for s, _ in SAMPLES])


@each
def test_a_sample_is_read_as_its_truth_says(sample: Path, truth: Path) -> None:
    check_truth(sample, truth)


@each
def test_every_word_is_there_in_its_order_or_said_to_be_elsewhere(
    sample: Path, truth: Path
) -> None:
    check_words(sample)


@each
def test_importing_twice_gives_the_same_bytes(sample: Path, truth: Path) -> None:
    check_bytes(sample)


@each
def test_an_import_builds_as_it_is(sample: Path, truth: Path, tmp_path: Path) -> None:
    check_build(sample, tmp_path)
