"""Pages from files: saved pages, lists of URLs, WARC in and out."""
