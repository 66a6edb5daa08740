"""The shipped documents as PDF, judged by programs that no one here wrote."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.pdf.judges import JUDGES

if TYPE_CHECKING:
    from briefgen.pipeline import BuiltFile

AUDIENCES = ("exec", "dossier", "matrix")


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_is_found(
    judge: Callable[[Path], list[str]],
    audience: str,
    pack_files: dict[str, BuiltFile],
    tmp_path: Path,
) -> None:
    path = tmp_path / f"{audience}.pdf"
    path.write_bytes(pack_files[f"report-{audience}.pdf"].data)
    assert judge(path) == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_files_are_small_and_every_font_is_embedded(
    audience: str, pack_files: dict[str, BuiltFile]
) -> None:
    data = pack_files[f"report-{audience}.pdf"].data
    assert len(data) < 300_000
    with pikepdf.open(BytesIO(data)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
