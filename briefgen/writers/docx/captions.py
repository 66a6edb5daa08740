"""Take the label and the caption of a table or figure, write the paragraph with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from briefgen import model as m
from briefgen.typography.bidi import RIGHT_TO_LEFT
from briefgen.writers.docx.markup import complex_field, run

if TYPE_CHECKING:
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place

__all__ = ["AFTER_FIGURE", "write_caption"]

AFTER_FIGURE = 10.0


def write_caption(
    body: Body,
    label: str,
    caption: m.Inlines,
    name: str,
    kind: Literal["Table", "Figure"],
    place: Place,
    *,
    below: bool = False,
) -> None:
    """Write "Table 1." in bold, then the caption; the label is what cross-references repeat.

    The number is a field that Word counts, set to the model's number where Word would count
    another one (a document that shows the second table only).
    """
    look = body.inliner.look("caption")
    content = ""
    if label:
        bold = look._replace(bold=True, name="strong")
        properties = body.inliner.properties(bold)
        word, _, number = label.rpartition(" ")
        marked = body.inliner.text(label.replace(" ", "\u00a0"), bold)
        if word and number.isascii() and number.isdigit():
            count = body.making.captions.get(kind, 0) + 1
            reset = "" if int(number) == count else f" \\r {number}"
            body.making.captions[kind] = int(number)
            field = complex_field(
                f"SEQ {kind} \\* ARABIC{reset}", run(number, properties), properties
            )
            marked = body.inliner.text(f"{word}\u00a0", bold) + field  # for what refers to it
        content = body.making.anchors.mark(name, marked)
        if body.leftward and not RIGHT_TO_LEFT.search(label):
            content = body.inliner.isolated(content, leftward=False)
        content += body.inliner.text(". " if caption else ".", bold)
    else:
        body.wait(name)
    content += body.inliner.write(caption, look)
    where = place._replace(align="", flat=False, after=AFTER_FIGURE if below else None)
    keep = "<w:keepNext/>"  # a house's captions may stand anywhere
    if below:
        keep = '<w:keepNext w:val="0"/>'
    elif body.styles.look("caption").keep_with_next:
        keep = ""
    parts = {"keepNext": keep} if keep else {}
    body.paragraph(content, "caption", where, parts=parts)
