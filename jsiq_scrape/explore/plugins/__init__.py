"""What Datasette loads beside its own pages; each module is one of its plugins."""
