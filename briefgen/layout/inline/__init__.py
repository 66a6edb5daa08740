"""Take inlines and a width, return lines: shaping, line breaking, setting."""
