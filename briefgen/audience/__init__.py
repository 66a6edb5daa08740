"""Take template folders, return audiences; take a report, return what one of them may see.

An audience is a folder with an `audience.toml` and a template.
"""

from briefgen.audience.folders import (
    Audience,
    builtin_templates,
    find_audiences,
    find_scheme,
    find_template,
    find_theme,
    has_option,
    with_options,
)
from briefgen.audience.visible import for_audience

__all__ = [
    "Audience",
    "builtin_templates",
    "find_audiences",
    "find_scheme",
    "find_template",
    "find_theme",
    "for_audience",
    "has_option",
    "with_options",
]
