"""Take template folders, return the audiences in them, each with what its `audience.toml` says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.lookup import find_template
from briefgen.model import RunningText
from briefgen.record import record
from briefgen.settings import Count, MisfitError, Reader, RequiredText, Size
from briefgen.tomlfile import TomlFile, read_toml

__all__ = ["Audience", "Fit", "find_audiences"]


def _file(code: str, what: str) -> Callable[[object, Reader], Path]:
    """Return what reads the name of a file: relative to the audience or to a template folder."""

    def read(value: object, reader: Reader) -> Path:
        found = find_template(value, reader.folders) if isinstance(value, str) else None
        if found is None:
            hint = f"put it in {reader.folders[0]}, or name one below a template folder"
            raise MisfitError(hint, code, f"no {what} {value!r}")
        return found

    return read


TemplateFile: TypeAlias = Annotated[Path, _file("missing-template", "template")]
ReferenceFile: TypeAlias = Annotated[Path, _file("bad-reference", "reference document")]


@record(frozen=True, slots=True)
class Fit:
    """Sizes of body or cell text in points between which text is fitted to a page limit.

    A limit that is only preferred takes no size below `comfortable`. 0 is the theme's own size.
    """

    ceiling: Size = 0.0
    comfortable: Size = 0.0
    floor: Size = 0.0

    @property
    def least(self) -> float:
        """The floor: 8 points where none is given, or less where the others are."""
        return self.floor or min(8.0, self.ceiling or 8.0, self.comfortable or 8.0)


@record(frozen=True, slots=True)
class NumberingOptions:
    """Whether numbers show that something is left out: "keep" the report's, or "close" the gaps."""

    gaps: Literal["keep", "close"] = "keep"


@record(frozen=True, slots=True)
class Audience:
    """Who reads, and what they read.

    `template` is a path that exists; `page` is laid over the theme's page (`theme.with_page`).
    Text is fitted to `max_pages` (None: no limit) and to `prefer_pages` as `fit` allows.
    `options` is free for the template. `reference` is a Word document whose style the DOCX takes,
    its paper too unless not `reference_page`; `embed_fonts` puts the fonts into it. `highest` is
    the level of marking up to which it may read, "" for any. `numbering` may close the gaps that
    what it does not get leaves. `file` is the `audience.toml`.
    """

    name: str
    title: RequiredText
    folder: Path
    file: TomlFile
    template: TemplateFile
    theme: str = "default"
    page: Mapping[str, object] = field(default_factory=dict)
    max_pages: Count | None = None
    prefer_pages: Count | None = None
    fit: Fit = Fit()
    header: RunningText = RunningText()
    footer: RunningText = RunningText()
    options: Mapping[str, object] = field(default_factory=dict)
    reference: ReferenceFile | None = None
    reference_page: bool = True
    embed_fonts: bool = True
    highest: str = ""
    numbering: NumberingOptions = NumberingOptions()

    @property
    def span(self) -> Span:
        """The `audience.toml`."""
        return self.file.place()

    def place(self, *path: str) -> Span:
        """Return where the key at `path` stands in the `audience.toml`."""
        return self.file.place(*path)


def find_audiences(folders: Sequence[Path], sink: Diagnostics) -> dict[str, Audience]:
    """Return the audiences in `folders` by name, in alphabetical order.

    An audience is named for its folder, and the first folder that has it wins. What is wrong in an
    `audience.toml` is reported with its place, and the default stands in.
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
        elif (audience := _read(name, found[name], folders, sink)) is not None:
            audiences[name] = audience
    return audiences


def _read(name: str, path: Path, folders: Sequence[Path], sink: Diagnostics) -> Audience | None:
    file = read_toml(path, "the audience", sink)
    if file is None:
        return None
    reader = Reader(file, "an audience", sink, folders=[path.parent, *folders])
    data = {"template": "template.md.j2", **file.data}
    values = reader.values(data, (), Audience, without=("name", "folder", "file"))
    if "template" not in values:
        return None  # which has been reported
    audience = reader.made(Audience, values, name=name, folder=path.parent, file=file)
    _check_pages(audience, reader)
    for key in ("header", "footer"):
        _check_fields(getattr(audience, key), key, reader)
    return audience


def _check_pages(audience: Audience, reader: Reader) -> None:
    """Report sizes and numbers of pages that contradict each other."""
    fit, pages, preferred = audience.fit, audience.max_pages, audience.prefer_pages
    if 0 < fit.ceiling < fit.floor:
        reader.error("bad-value", "the floor is above the ceiling", ("fit", "floor"))
    for wrong, message in (
        (0 < fit.ceiling < fit.comfortable, "what is comfortable is above the ceiling"),
        (0 < fit.comfortable < fit.floor, "what is comfortable is below the floor"),
    ):
        if wrong:
            reader.error("bad-value", message, ("fit", "comfortable"))
    if pages is not None and preferred is not None and preferred >= pages:
        message = f"prefer_pages = {preferred} is no less than max_pages = {pages}"
        hint = "prefer fewer pages than are allowed, or leave prefer_pages out"
        reader.error("bad-value", message, ("prefer_pages",), hint)


_FIELDS: Final = ("title", "subtitle", "audience", "date", "issue", "section", "page", "pages")


def _check_fields(text: RunningText, key: str, reader: Reader) -> None:
    """Report fields in braces that nothing fills."""
    for part in ("left", "center", "right"):
        for name in re.findall(r"\{(\w*)\}", getattr(text, part)):
            if name not in _FIELDS:
                hint = did_you_mean(name, _FIELDS) or f"one of {', '.join(_FIELDS)}"
                reader.error("unknown-field", f"{{{name}}} in [{key}]", (key, part), hint)
