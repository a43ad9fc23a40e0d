"""From a document to its labels and where the value of each one ends."""
