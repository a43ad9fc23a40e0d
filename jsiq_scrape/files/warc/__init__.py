"""WARC and WACZ files: read, checked, imported, exported."""
