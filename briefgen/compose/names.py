"""Take an audience, report the names in its templates that nothing has.

Running a template finds such a name only where the report leads there; this looks at every branch.
It is for `briefgen check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import nodes
from jinja2.exceptions import TemplateError
from markupsafe import Markup

from briefgen import model as m
from briefgen.audience import Audience, builtin_templates
from briefgen.compose.placing import Placements
from briefgen.compose.sandbox import Sandbox
from briefgen.compose.vocabulary import Vocabulary
from briefgen.diagnostics import Diagnostics, Span, did_you_mean

__all__ = ["check_names"]

_SPECIAL = frozenset({"caller", "kwargs", "loop", "self", "super", "varargs"})


def check_names(report: m.Report, audience: Audience, sink: Diagnostics) -> None:
    """Report to `sink` each name that no template of `audience` sets and none is given.

    A name that any of its templates sets counts as known in all of them, since what is included
    sees the names of what includes it. Templates that cannot be read are left to `compose`.
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
    asked = {id(name) for _, tree in templates for name in _asked(tree)}
    known = {name.name for _, name in names if name.ctx != "load"}
    known |= {*sandbox.globals, *_SPECIAL, *_imported(tree for _, tree in templates)}
    for file, name in names:
        if name.name in known or id(name) in asked:
            continue
        line = sandbox.marking.sources[file][name.lineno - 1]
        span = Span(file, name.lineno, max(line.find(name.name), 0) + 1)
        hint = did_you_mean(name.name, known)
        sink.error("undefined", f"there is no {name.name!r}", span, hint)


def _templates(sandbox: Sandbox, main: str) -> Iterator[tuple[str, nodes.Template]]:
    """Yield the template and those that it takes in by name, with their files."""
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
        for taken in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
            wanted: nodes.Expr = taken.template  # type: ignore[attr-defined]  # all have one
            found = wanted.as_const() if isinstance(wanted, nodes.Const) else None
            for other in found if isinstance(found, list | tuple) else [found]:
                if isinstance(other, str) and other not in seen:
                    seen.add(other)
                    waiting.append(other)


def _asked(tree: nodes.Template) -> Iterator[nodes.Name]:
    """Yield the names that may be missing: `name is defined`, `name | default("...")`."""
    for node in tree.find_all((nodes.Test, nodes.Filter)):
        if node.name in {"defined", "undefined", "default", "d"} and isinstance(
            node.node, nodes.Name
        ):
            yield node.node


def _imported(trees: Iterator[nodes.Template] | Sequence[nodes.Template]) -> Iterator[str]:
    """Yield what templates name without a name of its own: macros and imports."""
    for tree in trees:
        for macro in tree.find_all(nodes.Macro):
            yield macro.name
        for taken in tree.find_all(nodes.Import):
            yield taken.target
        for each in tree.find_all(nodes.FromImport):
            for name in each.names:
                yield name if isinstance(name, str) else name[1]
