"""briefgen: one canonical Markdown report in, a briefing pack for every audience out."""

from briefgen.version import __version__

__all__ = ["__version__"]
