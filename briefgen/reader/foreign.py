"""Take what only other programs' Markdown has, return one warning for each kind of it."""

from __future__ import annotations

from typing import Final

from briefgen.diagnostics import Diagnostics, Span

__all__ = ["HTML_NAMES", "Foreign"]

_KINDS: Final = {
    "tex": (
        "commands of TeX are printed as typed",
        "write it in Markdown (**bold**, *emphasis*, \\newpage alone in its paragraph for a page "
        "break), or, to print a backslash, two",
    ),
    "raw": (
        "text for one format alone is left out",
        "write it in Markdown; a page break is \\newpage, alone in its paragraph",
    ),
    "shortcode": (
        "shortcodes are printed as typed",
        "{{< pagebreak >}} is the only one that is read; write the text itself",
    ),
    "chunk": (
        "code that another program would run is printed as code",
        "run it first and write its result; to print the code, write ```python",
    ),
    "wiki": (
        "wiki links lead nowhere; their words are printed",
        "write [words](#id) for a place in this report, [words](https://example.org) for others",
    ),
    "embed": (
        "embedded files are left out",
        "write ![what it shows](file.png) for an image, and text of other files where it belongs",
    ),
    "emoji": (
        "codes of emoji are printed as typed",
        "type the character itself, or a word",
    ),
    "contents": (
        "a mark for the contents is printed as typed",
        "delete it: templates print the contents",
    ),
    "bars": (
        "lines between bars are no table without a row of dashes; they are printed as lines",
        "write |---|---| below the first one",
    ),
}

HTML_NAMES: Final = frozenset(
    "a abbr address article aside audio b base bdi bdo big blockquote body br button canvas caption"
    " center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed"
    " fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe"
    " img input ins kbd label legend li link main map mark meta meter nav noscript object ol"
    " optgroup option output p param picture pre progress q s samp script section select small"
    " source span strike strong style sub summary sup svg table tbody td template textarea tfoot th"
    " thead time title tr track tt u ul var video wbr".split()
)


class Foreign:
    """Counts what is not read, by kind and name; `report` says it, at the first place of each."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[Span, str, int]] = {}
        self._tags: dict[tuple[str, bool], tuple[Span, int]] = {}

    def met(self, kind: str, name: str, span: Span) -> None:
        """Count `name` (as it is typed) among those of `kind`."""
        first, shown, count = self._kinds.get(kind, (span, name, 0))
        self._kinds[kind] = first, shown, count + 1

    def tag(self, name: str, span: Span, *, kept: bool) -> None:
        """Count an HTML tag that is left out, or `kept` as text."""
        first, count = self._tags.get((name, kept), (span, 0))
        self._tags[name, kept] = first, count + 1

    def report(self, sink: Diagnostics) -> None:
        """Report each kind once.

        Only what stands at the first place is quoted: the others may not be for all readers.
        """
        for kind, (span, name, count) in self._kinds.items():
            message, hint = _KINDS[kind]
            more = f" ({count} such places)" if count > 1 else ""
            sink.warning("unread-syntax", f"{message}: {name}{more}", span, hint)
        for (name, kept), (span, count) in self._tags.items():
            times = f"{count} × " if count > 1 else ""
            if kept:
                message, hint = "is printed as text", "to print a '<', write \\<"
            else:
                message = "is left out; what stands in it stays"
                hint = "use Markdown, or ::: {.class} and [text]{.class}"
            if name == "<img>":
                message, hint = "is left out", "write ![what it shows](file)"
            hints = [hint] if kept else [hint, "or let briefgen import FILE read the HTML"]
            sink.warning("raw-html", f"HTML {message}: {times}{name}", span, *hints)
        self._kinds.clear()
        self._tags.clear()
