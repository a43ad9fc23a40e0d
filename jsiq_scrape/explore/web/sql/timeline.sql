-- What was seen of a profile and what changed, day by day; :id is a profile or one of its entries, whose changes then stand alone.
SELECT
    capture.captured_at AS at, capture.counted AS kind, NULL AS entity, NULL AS id, NULL AS field, NULL AS old, NULL AS new,
    NULL AS event, capture.id AS capture, capture.body, NULL AS title
FROM capture
WHERE capture.profile = :id AND capture.counted IS NOT NULL
UNION ALL
SELECT
    change.seen_at, change.kind, change.entity, change.id, change.field, change.old, change.new, change.event, change.capture,
    NULL, project.title
FROM change
LEFT JOIN project ON project.id = change.id AND change.entity = 'project'
WHERE :id IN (change.profile, change.id)
ORDER BY at, event, capture
