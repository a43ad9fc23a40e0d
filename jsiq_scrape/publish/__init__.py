"""What people see: a record on the terminal, the database in the browser."""
