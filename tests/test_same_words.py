"""Tree, PDF and DOCX hold the same words in the same order."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from briefgen.pipeline import Built, Pack
from tests.reading import docx_words, model_words, pdf_words


@pytest.mark.parametrize("audience", ["exec", "dossier", "matrix"])
def test_the_shipped_documents_say_the_same_in_every_format(
    audience: str, shipped: Pack, pack_files: dict[str, Built]
) -> None:
    expected = model_words(shipped.document(audience, {}))
    assert len(expected) > 100
    assert_same(expected, pdf_words(pack_files[f"report-{audience}.pdf"].data))
    assert_same(expected, docx_words(pack_files[f"report-{audience}.docx"].data))


def assert_same(expected: list[str], found: list[str]) -> None:
    """Fail with a difference that a person can read."""
    difference = list(unified_diff(expected, found, "model", "document", lineterm="", n=3))
    assert not difference, "\n".join(difference[:60])
