SELECT id, number, name, description, removed_at FROM funding_area WHERE profile = :id
ORDER BY removed_at IS NOT NULL, position, id
