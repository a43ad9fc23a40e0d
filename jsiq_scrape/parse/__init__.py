"""The reader: from the bytes of a page to typed records with the evidence of each value."""

from jsiq_scrape.parse.links import links
from jsiq_scrape.parse.pairs import LabelValue, label_values
from jsiq_scrape.parse.reading import read
from jsiq_scrape.parse.version import reader_digest

__all__ = ["LabelValue", "label_values", "links", "read", "reader_digest"]
