"""Run the tests on what ships: audiences of your own in templates/ are none of their business.

Where there are some, briefgen is imported from a folder that has everything but them. So this is
imported before it is.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_SHIPPED = {"dossier", "exec", "markings", "matrix", "themes"}

if _own := {path.name for path in (_ROOT / "templates").iterdir()} - _SHIPPED:
    _clean = Path(tempfile.mkdtemp(prefix="briefgen-shipped-"))
    atexit.register(shutil.rmtree, _clean)
    for _path in _ROOT.iterdir():
        if _path.name != "templates" and not _path.name.startswith("."):
            (_clean / _path.name).symlink_to(_path)
    _others = shutil.ignore_patterns(*_own)
    shutil.copytree(_ROOT / "templates", _clean / "templates", ignore=_others)
    sys.path.insert(0, str(_clean))
