"""What the Datasette plugin shows and answers; the plugin itself only names it, so that Datasette loads first."""
