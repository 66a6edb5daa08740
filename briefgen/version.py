"""The version of briefgen, as in PDF metadata, SARIF and `--version`."""

__version__ = "0.1.0"
