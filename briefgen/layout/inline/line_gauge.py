"""Take a paragraph and its breaks, return lines that nobody will draw.

Such a line holds what stands in it about where it stands: enough to tell its height, its notes and
the colours that meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from briefgen.layout.boxes import Glyphs
from briefgen.layout.inline.line import Line
from briefgen.layout.inline.line_builder import LineBuilder
from briefgen.layout.inline.wordbook import Run

__all__ = ["LineGauge"]


class LineGauge(LineBuilder):
    """Makes lines in which each fragment is one glyph, not justified."""

    def set_line(
        self,
        indices: range,
        runs: Sequence[Run],
        width: float,
        x: float,
        *,
        stretched: bool,
        spaces: int,
    ) -> Line:
        """Region the fragments of a line that takes the runs with these `indices`."""
        text, at = self.text, self.text.at
        line = Line()
        x -= at[indices.start]
        start = indices.start
        for owner, members in groupby(text.owners[indices.start : indices.stop]):
            stop = start + len(list(members))
            left, right = x + at[start], x + at[stop]
            face, size, colour, rise, slot, ascent, descent = self.groups[owner]
            said = "".join([run.text for run in text.runs[start:stop] if run.gids])
            if said:
                wide = (right - left,)
                line.glyphs.append(
                    Glyphs(left, -rise, face, size, colour, (0,), wide, (said,), slot)
                )
                line.ascent = max(line.ascent, ascent)
                line.descent = max(line.descent, descent)
            if self.special[owner]:
                self.decorate(line, owner, left, right)
            start = stop
        if spaces:
            *_, ascent, descent = self.groups[self.spaced(indices)]
            line.ascent, line.descent = max(line.ascent, ascent), max(line.descent, descent)
        line.width = x + at[start]
        return line
