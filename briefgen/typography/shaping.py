"""Take text and a face, return its glyphs and their advances in ems: HarfBuzz shapes it.

What has been shaped once is kept, so that measuring a word again is one look into a dict.
"""

from __future__ import annotations

from itertools import pairwise

from briefgen.record import NamedTuple
from briefgen.typography.faces import Face

__all__ = ["Shaped", "Shapes"]


class Shaped(NamedTuple):
    """A shaped run, glyphs left to right.

    `text` is what each glyph stands for: "fi" for a ligature, "" for all but the first glyph of
    a cluster. `rise` is how far marks are lifted; it is empty where nothing is. `glyphs` is how
    many glyphs there are, `first` and `last` are two of their advances: what was only measured
    has but one glyph, as wide as all of them.
    """

    gids: tuple[int, ...]
    advances: tuple[float, ...]
    text: tuple[str, ...]
    width: float
    rise: tuple[float, ...] = ()
    glyphs: int = 0
    first: float = 0.0
    last: float = 0.0


class Shapes(dict[str, Shaped]):
    """Text shaped in one face, in one way: looking up what is not there yet shapes it.

    A character that the face lacks becomes its .notdef box.
    """

    def __init__(
        self,
        face: Face,
        features: tuple[str, ...],
        lang: str,
        backwards: bool | None,
        drawn: bool,
    ) -> None:
        import uharfbuzz as hb

        self._face = face
        self._lang = lang
        self._backwards = backwards
        self._drawn = drawn
        self._hb = hb
        # On top of what HarfBuzz does by itself: kern and liga, not dlig.
        self._features = {tag.removeprefix("-"): not tag.startswith("-") for tag in features}

    def __missing__(self, text: str) -> Shaped:
        shaped = self[text] = self._shape(text)
        return shaped

    def _shape(self, text: str) -> Shaped:
        hb, backwards = self._hb, self._backwards
        buffer = hb.Buffer()
        buffer.add_str(text)
        if self._lang:
            buffer.language = self._lang
        buffer.guess_segment_properties()
        if backwards is not None:  # brackets alone do not say so themselves
            buffer.direction = "rtl" if backwards else "ltr"
            buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self._face.hb_font, buffer, self._features)
        positions = buffer.glyph_positions
        if not positions:
            return Shaped((), (), (), 0.0)
        upem = self._face.upem
        if not self._drawn:
            lengths = [place.x_advance for place in positions]
            width = sum(lengths) / upem
            first, last = lengths[0] / upem, lengths[-1] / upem
            return Shaped((0,), (width,), (text,), width, (), len(lengths), first, last)
        infos = buffer.glyph_infos
        gids = tuple([info.codepoint for info in infos])
        moves = [place.position for place in positions]  # x, y offset, x, y advance
        starts = [info.cluster for info in infos]
        moved = any(dx or dy for dx, dy, _, _ in moves)
        if moved and backwards:
            gids, moves, starts = _marks_last(gids, moves, starts)
        advances = [move[2] / upem for move in moves]
        width = sum(advances)
        rise: tuple[float, ...] = ()
        if moved:
            rise = tuple([move[1] / upem for move in moves])
            # A writer only knows advances: a glyph is moved sideways by those around it.
            for i, move in enumerate(moves[1:], 1):
                advances[i - 1] += move[0] / upem
                advances[i] -= move[0] / upem
        simple = starts == list(range(len(text)))
        texts = tuple(text) if simple else _cluster_texts(text, starts)
        ends = advances[0], advances[-1]
        return Shaped(gids, tuple(advances), texts, width, rise, len(gids), *ends)


_Move = tuple[int, int, int, int]


def _marks_last(
    gids: tuple[int, ...], moves: list[_Move], starts: list[int]
) -> tuple[tuple[int, ...], list[_Move], list[int]]:
    """Set marks after the letter that they stand on, which they precede in text to the left.

    A glyph is moved by the one before it, and before the first there is none.
    """
    order: list[int] = []
    marks: list[int] = []
    places: list[int] = []
    x = 0
    for i, move in enumerate(moves):
        places.append(x + move[0])
        x += move[2]
        if move[2]:
            order += [i, *marks]
            marks = []
        else:
            marks.append(i)
    order += marks
    moved: list[_Move] = []
    x = 0
    for i in order:
        moved.append((places[i] - x, *moves[i][1:]))
        x += moves[i][2]
    return tuple([gids[i] for i in order]), moved, [starts[i] for i in order]


def _cluster_texts(text: str, starts: list[int]) -> tuple[str, ...]:
    edges = [*sorted(set(starts)), len(text)]
    following = dict(pairwise(edges))
    said: set[int] = set()
    texts: list[str] = []
    for start in starts:
        texts.append("" if start in said else text[start : following[start]])
        said.add(start)
    return tuple(texts)
