"""Rebuilds the dataset of the programme JUGEND STÄRKEN im Quartier from every source that still holds its pages."""

__version__ = "0.1.0"
