"""Writers: take a Document, return the bytes or text of one format."""
