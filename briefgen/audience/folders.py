"""Take template folders, return the audiences in them and where their files are.

Folders are searched in order, so that a project's own `templates/` comes before the ones that
travel with briefgen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from briefgen.diagnostics import GENERATED, Diagnostics, Span, did_you_mean
from briefgen.model import RunningText
from briefgen.record import record, replace
from briefgen.tomlfile import find_key, located

__all__ = [
    "Audience",
    "builtin_templates",
    "find_audiences",
    "find_scheme",
    "find_template",
    "find_theme",
    "has_option",
    "with_options",
]


@record(frozen=True, slots=True)
class Audience:
    """Who reads, and what they read.

    `template` is a path that exists; `page` is laid over the theme's page (`theme.with_page`).
    Text is fitted to `max_pages` (None: no limit) with body or cell text of between `fit_floor`
    and `fit_ceiling` points, and to `prefer_pages` where it need not be smaller than
    `fit_comfortable`; 0 for these is the theme's own size. `options` is free for the template.
    `reference` is a Word document whose style the DOCX takes, its paper too unless not
    `reference_page`; `embed_fonts` puts the fonts into it. `highest` is the level of marking up to
    which it may read, "" for any. `span` is the `audience.toml`.
    """

    name: str
    title: str
    folder: Path
    template: Path
    theme: str = "default"
    page: Mapping[str, object] = field(default_factory=dict)
    max_pages: int | None = None
    prefer_pages: int | None = None
    fit_ceiling: float = 0.0
    fit_comfortable: float = 0.0
    fit_floor: float = 8.0
    header: RunningText = field(default_factory=RunningText)
    footer: RunningText = field(default_factory=RunningText)
    options: Mapping[str, object] = field(default_factory=dict)
    reference: Path | None = None
    reference_page: bool = True
    embed_fonts: bool = True
    highest: str = ""
    span: Span = GENERATED

    def place(self, key: str) -> Span:
        """Return where the dotted `key` stands in the `audience.toml`."""
        try:
            text = Path(self.span.file).read_text(encoding="utf-8")
        except OSError:
            return self.span
        return find_key({self.span.file: text}, key) or self.span


def builtin_templates() -> Path:
    """Return the folder of the templates that travel along: in the wheel, or beside a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def find_theme(name: str, folders: Sequence[Path]) -> Path | None:
    """Return the path of theme `name` in the first of `folders` that has it."""
    return _find("themes", name, folders)


def find_scheme(name: str, folders: Sequence[Path]) -> Path | None:
    """Return the path of the marking scheme `name` in the first of `folders` that has it."""
    return _find("markings", name, folders)


def _find(kind: str, name: str, folders: Sequence[Path]) -> Path | None:
    paths = (folder / kind / f"{name}.toml" for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def find_template(name: str, folders: Iterable[Path]) -> Path | None:
    """Return the file `name` ("template.md.j2", "exec/facts.md.j2") in the first folder with it.

    Names stay below the folders: there is nothing behind "..", "/etc" or a drive letter.
    """
    parts = name.split("/")
    if "" in parts or ".." in parts or "\\" in name or ":" in name or "\0" in name:
        return None
    paths = (folder.joinpath(*parts) for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def find_audiences(folders: Sequence[Path], sink: Diagnostics) -> dict[str, Audience]:
    """Return the audiences in `folders` by name, in alphabetical order.

    An audience is named for its folder, and the first folder that has it wins. What is wrong in an
    `audience.toml` is reported with its line, and the default stands in.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob("*/audience.toml"):
            found.setdefault(path.parent.name, path)
    audiences: dict[str, Audience] = {}
    for name in sorted(found):
        if not re.fullmatch(r"[\w-]+", name) or name == "all":
            sink.error(
                "bad-audience-name",
                f"{name!r} cannot name an audience",
                Span(str(found[name]), 1),
                "rename the folder: letters, digits, '-' and '_', and not 'all'",
            )
        elif (audience := _AudienceFile(found[name], sink).read(name, folders)) is not None:
            audiences[name] = audience
    return audiences


def has_option(audience: Audience, key: str) -> bool:
    """Tell whether the options of `audience` have the dotted `key`, holding a value."""
    value: Any = audience.options
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return False
        value = value[part]
    return not isinstance(value, Mapping)


def with_options(audience: Audience, values: Mapping[str, str], sink: Diagnostics) -> Audience:
    """Return `audience` with options set by dotted key ("status.cleared").

    A value takes the type that the option has already: "3" for a number, "yes" or "true" for a
    switch, "a, b" for a list. An option that the audience lacks is set as text; whether any
    audience has it is for the caller to say (`has_option`).
    """
    options = _copied(audience.options)
    for key, text in values.items():
        *path, last = key.split(".")
        table: Any = options
        for part in path:
            table = table.setdefault(part, {}) if isinstance(table, dict) else None
        old = table.get(last, "") if isinstance(table, dict) else {}
        new = None if isinstance(old, dict) else _like(old, text)
        if new is None:
            kind = _KINDS.get(type(old), "a value that is of the option's kind")
            hint = (
                f"expected {kind}" if not isinstance(old, dict) else "name a key that has a value"
            )
            sink.error(
                "bad-option",
                f"{key}={text!r} does not fit the option of audience {audience.name!r}",
                audience.span,
                hint,
            )
        else:
            table[last] = new
    return replace(audience, options=options)


_KINDS = {bool: "yes or no", int: "a whole number", float: "a number"}
_SWITCHES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def _copied(value: Any) -> Any:
    return {key: _copied(item) for key, item in value.items()} if isinstance(value, dict) else value


def _like(old: object, text: str) -> object | None:
    match old:
        case bool():
            return _SWITCHES.get(text.lower())
        case int() | float():
            try:
                return type(old)(text)
            except ValueError:
                return None
        case list():
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text


# -------------------------------------------------------------------------------- audience.toml

_FIELDS = ("title", "subtitle", "audience", "date", "issue", "section", "page", "pages")


class _AudienceFile:
    """One `audience.toml`: its values, checked, and the lines that its keys stand on."""

    def __init__(self, path: Path, sink: Diagnostics) -> None:
        self.path = path
        self.sink = sink
        self.text = ""

    def read(self, name: str, folders: Sequence[Path]) -> Audience | None:
        try:
            self.text = self.path.read_text(encoding="utf-8")
            data: dict[str, Any] = tomllib.loads(self.text)
        except (OSError, UnicodeDecodeError) as error:
            self.sink.error("unreadable", f"cannot read the audience: {error}", self.span())
            return None
        except tomllib.TOMLDecodeError as error:
            self.sink.error("bad-toml", *located(str(error), str(self.path)))
            return None
        take = {key: data.pop(key) for key in list(data) if key in _KEYS}
        for key in data:
            self.error("unknown-key", f"{key!r} in an audience", key, did_you_mean(key, _KEYS))
        title = self.value(take, "title", str, "")
        if not take.get("title"):
            self.error("missing-key", "an audience needs a title", "", 'title = "What readers see"')
        wanted = self.value(take, "template", str, "template.md.j2")
        template = find_template(wanted, [self.path.parent, *folders])
        if template is None:
            hint = f"put it in {self.path.parent}, or name one below a template folder"
            self.error("missing-template", f"no template {wanted!r}", "template", hint)
            return None
        fit = self.table(take, "fit", ("ceiling", "comfortable", "floor"))
        ceiling = self.points(fit, "ceiling", 0.0)
        comfortable = self.points(fit, "comfortable", 0.0)
        floor = self.points(fit, "floor", min(8.0, ceiling or 8.0, comfortable or 8.0))
        if 0 < ceiling < floor:
            self.error("bad-value", "the floor is above the ceiling", "fit.floor")
        if 0 < ceiling < comfortable:
            self.error("bad-value", "what is comfortable is above the ceiling", "fit.comfortable")
        if 0 < comfortable < floor:
            self.error("bad-value", "what is comfortable is below the floor", "fit.comfortable")
        pages = self.pages(take, "max_pages")
        preferred = self.pages(take, "prefer_pages")
        if pages is not None and preferred is not None and preferred >= pages:
            message = f"prefer_pages = {preferred} is no less than max_pages = {pages}"
            hint = "prefer fewer pages than are allowed, or leave prefer_pages out"
            self.error("bad-value", message, "prefer_pages", hint)
        return Audience(
            name=name,
            title=title or name,
            folder=self.path.parent,
            template=template,
            theme=self.value(take, "theme", str, "default"),
            page=self.table(take, "page"),
            max_pages=pages,
            prefer_pages=preferred,
            fit_ceiling=ceiling,
            fit_comfortable=comfortable,
            fit_floor=floor,
            header=self.running(take, "header"),
            footer=self.running(take, "footer"),
            options=self.table(take, "options"),
            reference=self.reference(take, folders),
            reference_page=self.switch(take, "reference_page"),
            embed_fonts=self.switch(take, "embed_fonts"),
            highest=self.value(take, "highest", str, ""),
            span=self.span(),
        )

    def span(self, key: str = "") -> Span:
        """Return the place of a dotted key, or of the file where the key is not found."""
        file = str(self.path)
        return find_key({file: self.text}, key) or Span(file, 1)

    def error(self, code: str, message: str, key: str, *hints: str) -> None:
        self.sink.error(code, message, self.span(key), *hints)

    def value(self, table: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
        value = table.get(key, default)
        if value is default or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        expected = "text" if kind is str else "a whole number"
        self.error("bad-value", f"{key} = {value!r}", key, f"expected {expected}")
        return default

    def pages(self, table: Mapping[str, Any], key: str) -> int | None:
        count: int | None = self.value(table, key, int, None)
        if count is not None and count < 1:
            self.error("bad-value", f"{key} = {count}", key, "expected 1 or more")
            return None
        return count

    def switch(self, values: Mapping[str, Any], key: str) -> bool:
        value = values.get(key, True)
        if not isinstance(value, bool):
            self.error("bad-value", f"{key} = {value!r}", key, "expected true or false")
            return True
        return value

    def reference(self, values: Mapping[str, Any], folders: Sequence[Path]) -> Path | None:
        wanted = self.value(values, "reference", str, "")
        found = find_template(wanted, [self.path.parent, *folders]) if wanted else None
        if wanted and found is None:
            hint = f"put it in {self.path.parent}, or name one below a template folder"
            self.error("bad-reference", f"no reference document {wanted!r}", "reference", hint)
        return found

    def table(
        self, values: Mapping[str, Any], key: str, known: Sequence[str] = ()
    ) -> dict[str, Any]:
        table = values.get(key, {})
        if not isinstance(table, dict):
            self.error("bad-value", f"{key} = {table!r}", key, f"a table: [{key}]")
            return {}
        for name in table:
            if known and name not in known:
                hint = did_you_mean(name, known)
                self.error("unknown-key", f"{name!r} in [{key}]", f"{key}.{name}", hint)
        return table

    def points(self, fit: Mapping[str, Any], key: str, default: float) -> float:
        value = fit.get(key)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return float(value)
        self.error("bad-value", f"{key} = {value!r}", f"fit.{key}", "a size in points, such as 8")
        return default

    def running(self, values: Mapping[str, Any], key: str) -> RunningText:
        parts = ("left", "center", "right")
        texts = {k: v for k, v in self.table(values, key, parts).items() if k in parts}
        for part, text in texts.items():
            if not isinstance(text, str):
                self.error("bad-value", f"{part} = {text!r}", f"{key}.{part}", "expected text")
                texts[part] = ""
                continue
            for name in re.findall(r"\{(\w*)\}", text):
                if name not in _FIELDS:
                    hint = did_you_mean(name, _FIELDS) or f"one of {', '.join(_FIELDS)}"
                    self.error("unknown-field", f"{{{name}}} in [{key}]", f"{key}.{part}", hint)
        return RunningText(**texts)


_KEYS = (
    "title",
    "template",
    "theme",
    "page",
    "max_pages",
    "prefer_pages",
    "fit",
    "header",
    "footer",
    "options",
    "reference",
    "reference_page",
    "embed_fonts",
    "highest",
)
