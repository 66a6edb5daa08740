"""Take blocks and a width, return items of a galley, in reading order."""
