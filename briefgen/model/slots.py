"""The one map of where children are: the fields of each node class in which nodes stand.

Whatever goes over a tree goes by it (`walk.children`, `walk.rewrite`, and all that is made of
these), so that nothing which stands in a node can be missed. A test holds it against the
annotations of the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from briefgen.model import leaves
from briefgen.model import nodes as n

__all__ = ["SLOTS"]

SLOTS: Final[Mapping[type[n.Node], tuple[str, ...]]] = {
    leaves.Text: (),
    leaves.LineBreak: (),
    n.Emphasis: ("children",),
    n.Strong: ("children",),
    n.Strikeout: ("children",),
    n.Superscript: ("children",),
    n.Subscript: ("children",),
    leaves.Code: (),
    n.Link: ("children",),
    n.Image: ("children",),
    n.InlineSpan: ("children",),
    n.Note: ("children",),
    n.Citation: ("prefix", "suffix"),
    n.CitationGroup: ("citations", "lead", "rendered"),
    leaves.CrossReference: (),
    leaves.Placed: (),
    n.Paragraph: ("children",),
    n.Section: ("title", "children"),
    n.ListItem: ("children",),
    n.BulletList: ("items",),
    n.OrderedList: ("items",),
    n.DefinitionItem: ("term", "definitions"),
    n.DefinitionList: ("items",),
    n.BlockQuote: ("children",),
    leaves.CodeBlock: (),
    n.Cell: ("children",),
    n.Row: ("cells",),
    n.Table: ("caption", "header", "subheads", "rows"),
    n.Figure: ("image", "caption"),
    n.Div: ("children",),
    n.Panel: ("children",),
    n.SideBySide: ("children",),
    n.Columns: ("children",),
    n.Cover: ("children", "foot"),
    n.Landscape: ("children",),
    leaves.ThematicBreak: (),
    leaves.PageBreak: (),
    n.Event: ("label", "children"),
    n.Timeline: ("events",),
    n.Contents: (),
    n.Work: ("entry", "trail"),
    n.WorksCited: ("works",),
}
"""Fields in reading order. A field holds a run of nodes, several runs, or one node that has to be
there. The entries of `Contents` are copies of headings and captions, made when nothing is taken
out or changed any more, and are no nodes."""
