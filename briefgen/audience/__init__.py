"""Take template folders, return audiences; take a report, return what one of them may see.

An audience is a folder with an `audience.toml` and a template.
"""

from briefgen.audience.options import has_option, with_options
from briefgen.audience.reading import Audience, find_audiences
from briefgen.audience.visible import for_audience

__all__ = ["Audience", "find_audiences", "for_audience", "has_option", "with_options"]
