"""Captures in web archives: Wayback, pywb and Common Crawl, listed and fetched within their quotas."""
