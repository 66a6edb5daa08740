"""What the console process does to start sooner, and a library must not do to its caller."""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

__all__ = ["defer_pillow"]


def defer_pillow() -> None:
    """Make `PIL.Image` load when it is first used.

    ReportLab imports Pillow's largest module as soon as it is imported itself, and briefgen asks
    ReportLab for no images: it needs Pillow for few reports. Loading it late saves a third of the
    time that ReportLab takes to import. The module that stands in `sys.modules` meanwhile is the
    standard library's lazy one: it becomes the real one at the first look into it. That is not
    safe where several threads look at once (Python 3.11), so that only the console does it.
    """
    spec = None if "PIL.Image" in sys.modules else find_spec("PIL.Image")
    if spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    sys.modules[spec.name] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules["PIL"].Image = module  # type: ignore[attr-defined]  # where `from PIL` looks
