"""Places: from the municipality a page names to its Kreis key and a point, and never by guessing."""

from jsiq_scrape.places.matching import MatchedBy, find

__all__ = ["MatchedBy", "find"]
