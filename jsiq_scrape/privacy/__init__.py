"""Removal of persons, and the check for what is left of them."""
