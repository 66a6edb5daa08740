"""What has been read from a file: pieces of text, each with the name of its place in the file."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.record import NamedTuple

__all__ = ["FileContent", "UnreadableError"]


class UnreadableError(Exception):
    """A file cannot be read as what its name says; the message says why."""


class FileContent(NamedTuple):
    """Pairs of place and text. Words in a row never run from one text into the next.

    `labels` are names that were given: bookmarks, destinations. `parts` are names that are mostly
    the format's own, so that a single word in one tells nothing. `characters` are those that
    the fonts of the file have glyphs of.
    """

    texts: Sequence[tuple[str, str]]
    labels: Sequence[tuple[str, str]]
    characters: Sequence[tuple[str, str]] = ()
    parts: Sequence[tuple[str, str]] = ()
