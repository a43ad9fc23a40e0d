SELECT id, name, email, phone, website, removed_at FROM contact WHERE profile = :id
ORDER BY removed_at IS NOT NULL, position, id
