"""Take an audience, report the names in its templates that do not exist.

Running a template finds such a name only in a branch that the report takes; this looks at every
branch. It is for `briefgen check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import nodes
from jinja2.exceptions import TemplateError
from markupsafe import Markup

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.compose.placing import Placements
from briefgen.compose.sandbox import Sandbox
from briefgen.compose.vocabulary import Vocabulary
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.lookup import builtin_templates

__all__ = ["check_names"]

_SPECIAL = frozenset({"caller", "kwargs", "loop", "self", "super", "varargs"})


def check_names(report: m.Report, audience: Audience, sink: Diagnostics) -> None:
    """Report to `sink` each name that the templates of `audience` use, but neither set nor get.

    A name that one of them sets counts as known in all of them, because an included template sees
    the names of the one that includes it. `compose` reports templates that cannot be read.
    """
    folder = audience.folder
    folders = [folder, audience.template.parent, folder.parent, builtin_templates()]
    placements = Placements(report.metadata.lang)
    sandbox = Sandbox(audience.template, list(dict.fromkeys(folders)), placements)

    def read(text: Markup) -> m.Blocks:
        return ()

    Vocabulary(report, audience, (), 0, sandbox, read, Diagnostics())
    templates = list(_templates(sandbox, str(audience.template)))
    names = [(file, name) for file, tree in templates for name in tree.find_all(nodes.Name)]
    optional = {id(name) for _, tree in templates for name in _optional(tree)}
    known = {name.name for _, name in names if name.ctx != "load"}
    known |= {*sandbox.globals, *_SPECIAL, *_imported(tree for _, tree in templates)}
    for file, name in names:
        if name.name in known or id(name) in optional:
            continue
        line = sandbox.marking.sources[file][name.lineno - 1]
        span = Span(file, name.lineno, max(line.find(name.name), 0) + 1)
        hint = did_you_mean(name.name, known)
        sink.error("undefined", f"there is no {name.name!r}", span, hint)


def _templates(sandbox: Sandbox, main: str) -> Iterator[tuple[str, nodes.Template]]:
    """Yield the template and those that it includes or imports by name, with their files."""
    waiting, seen = [main], {main}
    while waiting:
        name = waiting.pop()
        try:
            assert sandbox.loader is not None  # noqa: S101  # for the type checker
            source, file, _ = sandbox.loader.get_source(sandbox, name)
            tree = sandbox.parse(source, name, file)
        except TemplateError:
            continue
        yield file or "", tree
        for each in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
            expression: nodes.Expr = each.template  # type: ignore[attr-defined]  # all have one
            value = expression.as_const() if isinstance(expression, nodes.Const) else None
            for other in value if isinstance(value, list | tuple) else [value]:
                if isinstance(other, str) and other not in seen:
                    seen.add(other)
                    waiting.append(other)


def _optional(tree: nodes.Template) -> Iterator[nodes.Name]:
    """Yield the names that may be missing: `name is defined`, `name | default("...")`."""
    for node in tree.find_all((nodes.Test, nodes.Filter)):
        if node.name in {"defined", "undefined", "default", "d"} and isinstance(
            node.node, nodes.Name
        ):
            yield node.node


def _imported(trees: Iterator[nodes.Template] | Sequence[nodes.Template]) -> Iterator[str]:
    """Yield the names of macros and imports, which the syntax tree has as strings."""
    for tree in trees:
        for macro in tree.find_all(nodes.Macro):
            yield macro.name
        for imported in tree.find_all(nodes.Import):
            yield imported.target
        for each in tree.find_all(nodes.FromImport):
            for name in each.names:
                yield name if isinstance(name, str) else name[1]
