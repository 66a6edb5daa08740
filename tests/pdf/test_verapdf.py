"""veraPDF, the authority on PDF/A and PDF/UA, on a layout made by hand and on the shipped pack.

See the fixture `validate` for what it needs.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from tests.conftest import Validate
from tests.layout.test_bidi import both_ways, needs_font
from tests.pdf.sheets import everything
from tests.pdf.test_vector import written

if TYPE_CHECKING:
    from briefgen.pipeline import BuiltFile


def test_a_layout_with_everything_is_pdf_ua_1_and_pdf_a_2a(
    root: Path, tmp_path: Path, validate: Validate
) -> None:
    assert validate({"everything.pdf": everything(root, tmp_path).write()}) == ""


def test_the_shipped_documents_are_pdf_ua_1_and_pdf_a_2a(
    pack_files: dict[str, BuiltFile], validate: Validate
) -> None:
    assert validate({n: f.data for n, f in pack_files.items() if n.endswith(".pdf")}) == ""


def test_a_drawing_is_pdf_ua_1_and_pdf_a_2a(validate: Validate) -> None:
    assert validate({"drawing.pdf": written("chart.svg")[0]}) == ""


@needs_font
def test_text_to_the_left_is_pdf_ua_1_and_pdf_a_2a(validate: Validate) -> None:
    assert validate({"both.pdf": both_ways()}) == ""


def test_verapdf_would_tell(validate: Validate) -> None:
    plain = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    verdict = validate({"plain.pdf": plain.getvalue()})
    assert "plain.pdf: FAILS ua1" in verdict
    assert "plain.pdf: FAILS 2a" in verdict
