"""Take a word and a language, return where the word may be hyphenated.

The patterns are those of the pyphen package. They are read and matched here: loading a language
takes a few milliseconds instead of fifty, and a run of briefgen needs one or two languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from briefgen.language import subtags

__all__ = ["hyphenation"]

LEFT: Final = 2
RIGHT: Final = 3
"""The fewest letters that stay before, and go on after, a hyphen."""

_DIGITS: Final = b"0123456789"


def hyphenation(word: str, lang: str) -> tuple[int, ...]:
    """Return the offsets in `word` (letters only) where a hyphen may stand.

    `lang` is a BCP 47 tag; a language without patterns has no hyphenation.
    """
    if len(word) < LEFT + RIGHT or not lang:
        return ()
    return _points(word.lower(), lang)


@lru_cache(maxsize=1 << 16)
def _points(word: str, lang: str) -> tuple[int, ...]:
    patterns = _patterns(lang)
    dotted = f".{word}."
    levels = [0] * (len(dotted) + 1)
    for start in range(len(dotted) - 1):
        for end in range(start + 1, len(dotted) + 1):
            pattern = patterns.get(dotted[start:end])
            if pattern is None:
                continue
            place = start
            for char in pattern:
                if "0" <= char <= "9":
                    levels[place] = max(levels[place], ord(char) - 48)
                else:
                    place += 1
    last = len(word) - RIGHT
    return tuple([i for i in range(LEFT, last + 1) if levels[i + 1] & 1])


@lru_cache(maxsize=8)
def _patterns(lang: str) -> Mapping[str, str]:
    """Return the patterns of a language by their letters ("hen" -> "he2n").

    Settings, comments and changes of spelling are among them, all of which have something that
    no part of a lower-case word has.
    """
    file = _file(lang)
    if file is None:
        return {}
    encoding, _, data = file.read_bytes().partition(b"\n")
    name = encoding.decode("ascii").strip().lower().replace("microsoft-", "")
    # Taking the digits out of the whole file at once is what makes this quick.
    letters = data.translate(None, _DIGITS).decode(name).split("\n")
    return dict(zip(letters, data.decode(name).split("\n"), strict=True))


def _file(lang: str) -> Path | None:
    spec = find_spec("pyphen")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0], "dictionaries")
    language, _, region = subtags(lang)
    home = f"hyph_{language}_{language.upper()}.dic"
    for name in (f"hyph_{language}_{region}.dic", f"hyph_{language}.dic", home):
        if (folder / name).is_file():
            return folder / name
    return next(iter(sorted(folder.glob(f"hyph_{language}_*.dic"))), None)
