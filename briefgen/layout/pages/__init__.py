"""Take the galley, return pages: breaking, floats, running heads, banners."""
