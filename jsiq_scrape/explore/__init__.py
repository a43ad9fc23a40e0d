"""The database in the browser and a record on the terminal."""
