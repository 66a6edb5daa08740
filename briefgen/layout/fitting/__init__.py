"""Take a document and a page limit, return the layout that keeps it with the least harm."""
