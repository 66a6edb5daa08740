"""Take a template and names for it, return what it prints; nothing else is in its reach.

A template can open no files but other templates. It cannot import modules or change its values.
It cannot run for ever: its loops and macros take at most `MAX_STEPS` turns, and it prints at most
`MAX_TEXT` characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.environment import Template
from jinja2.exceptions import (
    SecurityError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.loaders import BaseLoader
from jinja2.runtime import Context, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing, pass_context
from markupsafe import Markup

from briefgen.compose.described import Described
from briefgen.compose.marks import LineMarks
from briefgen.compose.placing import Placements
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.lookup import builtin_templates, find_template

__all__ = ["MAX_STEPS", "MAX_TEXT", "Sandbox"]

MAX_STEPS = 100_000
MAX_TEXT = 10_000_000
MAX_NUMBER = 10**30

_FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby", "int",
    "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr",
    "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title",
    "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
"""Jinja's own filters that make sense here; those for HTML, random choice and padding do not."""

_GLOBALS = ("dict", "namespace", "cycler", "joiner")

_STRING_METHODS = frozenset(
    "capitalize casefold count endswith find isdigit lower lstrip partition removeprefix "
    "removesuffix rpartition rsplit rstrip split splitlines startswith strip title upper".split()
)


class Unknown(StrictUndefined):
    """A name, attribute or key that does not exist; using it raises, with a suggestion."""

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if self._undefined_hint or not isinstance(name, str):
            return super()._undefined_message
        if owner is missing:
            return f"there is no {name!r}"
        if isinstance(owner, Described):
            return owner._lacks(name)
        if isinstance(owner, Mapping):
            return f"there is no key {name!r}\n{did_you_mean(name, map(str, owner))}"
        public = [each for each in dir(owner) if not each.startswith("_")]
        kind = type(owner).__name__.lower()
        return f"this {kind} has no {name!r}\n{did_you_mean(name, public)}"


class _Compiler(CodeGenerator):
    """Jinja's compiler, but `~` joins by our rules: see `Sandbox.join`."""

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Loader(BaseLoader):
    """Finds templates below `folders`, and names with "builtin/" among those of briefgen alone."""

    def __init__(self, main: Path, folders: Sequence[Path]) -> None:
        self.main = main
        self.folders = folders

    def get_source(
        self, environment: Any, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        path = self.find(template)
        if path is None:
            raise TemplateNotFound(template, self.message(template))
        try:
            return path.read_text(encoding="utf-8"), str(path), None
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateNotFound(template, f"cannot read {template!r}: {error}") from error

    def find(self, template: str) -> Path | None:
        if template == str(self.main):
            return self.main
        if template.startswith("builtin/"):
            return find_template(template.removeprefix("builtin/"), [builtin_templates()])
        return find_template(template, self.folders)

    def message(self, template: str) -> str:
        there = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in folder.rglob("*.j2")
        }
        where = ", ".join(map(str, self.folders))
        hint = did_you_mean(template, sorted(there)) or f"it is looked for in {where}"
        return f"no template {template!r}\n{hint}"


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of a template; it prints text, and markers for what it places."""

    code_generator_class = _Compiler
    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, main: Path, folders: Sequence[Path], placements: Placements) -> None:
        super().__init__(
            comment_start_string="<!--",
            comment_end_string="-->",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=True,
            undefined=Unknown,
            finalize=_placed,
            loader=_Loader(main, folders),
            extensions=[LineMarks],
            auto_reload=False,
            optimized=False,  # a template runs once, so folding constants costs more than it saves
        )
        self.main = main
        self.placements = placements
        self.steps = 0
        self.marking: LineMarks = self.extensions[LineMarks.identifier]  # type: ignore[assignment]
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self.globals.update(_step=self.step, range=self.bounded_range)

    # ---- what is printed

    def join(self, parts: Iterable[object], between: str = "") -> str:
        """Join `parts`: to a string if all are plain, else to text with markers for the others.

        So `"sec-" ~ section.id` is a key, and `section.title ~ ", " ~ author` can be printed.
        """
        parts = list(parts)
        plain = all(isinstance(p, str | int | float) and not isinstance(p, Markup) for p in parts)
        texts = [str(part) if plain else self.placed(part) for part in parts]
        space = between if plain else self.placed(between)
        self.bounded(sum(map(len, texts)) + len(space) * len(texts))
        return space.join(texts)

    def placed(self, value: object) -> Markup:
        """Return the text or marker to print for `value`; Markdown in a string stays text."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Undefined):
            str(value)  # raises, with a suggestion
        if hasattr(value, "__html__"):
            return Markup(value.__html__())  # noqa: S704  # a marker
        if isinstance(value, str | int | float):
            return self.placements.place(self.placements.text(str(value)))
        kind = type(value).__name__.removesuffix("View").lower()
        raise TemplateRuntimeError(f"{kind} cannot be placed as a whole\nplace what is in it")

    # ---- limits

    def step(self, count: int = 1) -> Markup:
        """Count turns of loops and calls of macros; raise if there are too many."""
        self.steps += count
        if self.steps > MAX_STEPS:
            raise _LimitError(f"the template takes more than {MAX_STEPS} turns")
        return Markup()

    def bounded_range(self, *arguments: int) -> range:
        """Python's range; its length counts as turns."""
        numbers = range(*arguments)
        self.step(min(len(numbers), MAX_STEPS + 1))
        return numbers

    def bounded(self, size: int) -> None:
        """Raise if a value has too many characters or items."""
        if size > MAX_TEXT:
            raise _LimitError(f"the template makes more than {MAX_TEXT} characters")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Apply an operator whose result could grow without bounds."""
        sizes = [len(v) if isinstance(v, str | list | tuple) else None for v in (left, right)]
        if operator == "**" or (operator == "%" and sizes[0] is not None):
            raise SecurityError(f"a template has no operator {operator!r} here")
        if operator == "*" and sizes != [None, None]:
            self.bounded((sizes[0] or left) * (sizes[1] or right))
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int) and abs(result) > MAX_NUMBER:
            raise _LimitError("the template makes too large a number")
        self.bounded(len(result) if isinstance(result, str | list | tuple) else 0)
        return result

    def wrap_str_format(self, value: Any) -> None:
        """Leave `format` to `is_safe_attribute`, which forbids it: it can pad without bounds."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may read `attr`; of a string, only methods that keep it small."""
        if isinstance(obj, str) and callable(value) and attr not in _STRING_METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    # ---- running

    def printed(self, sink: Diagnostics) -> Markup | None:
        """Run the template and return what it printed, or None after reporting why it failed."""
        try:
            template = self.get_template(str(self.main))
            return self._output(template)
        except TemplateSyntaxError as error:
            span = Span(error.filename or str(self.main), error.lineno)
            sink.error("template-syntax", error.message or "syntax error", span)
        except RecursionError as error:
            self._report(
                sink, "template-limit", "macros or includes call each other for ever", error
            )
        except _LimitError as error:
            self._report(sink, "template-limit", str(error), error)
        except TemplateNotFound as error:
            self._report(sink, "missing-template", error.message or str(error), error)
        except UndefinedError as error:
            self._report(sink, "undefined", error.message or "", error)
        except SecurityError as error:
            self._report(sink, "template-unsafe", str(error), error)
        except _MISTAKES as error:
            self._report(sink, "template", str(error), error)
        return None

    def _output(self, template: Template) -> Markup:
        pieces: list[str] = []
        size = 0
        for piece in template.generate():
            pieces.append(piece)
            size += len(piece)
            if size > MAX_TEXT:
                raise _LimitError(f"the template prints more than {MAX_TEXT} characters")
        return Markup("".join(pieces))  # noqa: S704  # escaped as it was printed

    def _report(self, sink: Diagnostics, code: str, text: str, error: BaseException) -> None:
        message, _, hint = text.partition("\n")
        if match := re.fullmatch(r"there is no '(\w+)'", message):
            hint = did_you_mean(match[1], self.globals)
        sink.error(code, message, self._place(error, message), hint)

    def _place(self, error: BaseException, message: str) -> Span:
        """Return the last template line in the traceback, at the name that `message` quotes."""
        span = Span(str(self.main), 1)
        trace = error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file in self.marking.sources:
                span = Span(file, trace.tb_lineno)
            trace = trace.tb_next
        lines = self.marking.sources.get(span.file, [])
        line = lines[span.line - 1] if span.line <= len(lines) else ""
        name = message.split("'")[1] if message.count("'") > 1 else ""
        return span._replace(column=max(line.find(name), 0) + 1)


class _LimitError(TemplateRuntimeError):
    """A template exceeds a limit."""


_MISTAKES = (
    *(TemplateRuntimeError, ArithmeticError, AttributeError),
    *(LookupError, TypeError, ValueError),
)
"""The errors of a template that uses a value in a way that its type does not allow."""


@pass_context
def _placed(context: Context, value: object) -> Markup:
    sandbox = context.environment
    assert isinstance(sandbox, Sandbox)  # noqa: S101  # for the type checker
    return sandbox.placed(value)
