"""briefgen: one canonical Markdown report in, a briefing pack for every audience out."""

__version__ = "0.1.0"
