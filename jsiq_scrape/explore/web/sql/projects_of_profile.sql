SELECT id, title, period_start, period_end, institutions, removed_at FROM project_overview WHERE profile = :id
ORDER BY removed_at IS NOT NULL, period_start, id
