"""Take the label and the caption of a table or figure, write the paragraph with its number."""

from __future__ import annotations

from briefgen import model as m
from briefgen.typography.bidi import RIGHT_TO_LEFT
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.nodes import Content, WordRun, field, w

__all__ = ["AFTER_FIGURE", "write_caption"]

AFTER_FIGURE = 10.0


def write_caption(
    body: Body, node: m.Table | m.Figure, context: WriterContext, *, below: bool = False
) -> None:
    """Write the label of `node` in bold, then its caption.

    The number is a field that Word counts, set to the model's number where Word would count
    another one (a document that shows the second table only).
    """
    runs = body.runs(context)
    look = runs.look("caption")
    content: Content = ()
    label, name = node.label, node.attr.id
    if label:
        bold = look._replace(bold=True, name="strong")
        properties = runs.properties(bold)
        word, _, number = label.rpartition(" ")
        marked = runs.text(label.replace(" ", "\u00a0"), bold)
        if word and number.isascii() and number.isdigit():
            kind = "Table" if isinstance(node, m.Table) else "Figure"
            count = body.state.captions.get(kind, 0) + 1
            reset = "" if int(number) == count else f" \\r {number}"
            body.state.captions[kind] = int(number)
            counted = WordRun((number,), properties)
            count_field = field(f"SEQ {kind} \\* ARABIC{reset}", (counted,), properties)
            # The bookmark holds "Table 1" alone, because cross-references repeat its text.
            marked = [*runs.text(f"{word}\u00a0", bold), *count_field]
        content = body.state.anchors.mark(name, marked)
        if context.rtl and not RIGHT_TO_LEFT.search(label):
            content = runs.isolated(content, rtl=False)
        content = [*content, *runs.text(node.stop, bold)]
    else:
        body.wait(name)
    content = [*content, *runs.write(node.caption, look)]
    where = context._replace(align="", flat=False, after=AFTER_FIGURE if below else None)
    parts = {"keepNext": w("keepNext")}  # a reference document's captions may stand anywhere
    if below:
        parts = {"keepNext": w("keepNext", val=0)}
    elif body.styles.look("caption").keep_with_next:
        parts = {}
    body.paragraph(content, "caption", where, parts=parts)
