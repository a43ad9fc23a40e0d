SELECT change_detail.*, before.body AS body_before, after.body AS body
FROM change_detail
JOIN change ON change.event = change_detail.event
JOIN capture AS before ON before.id = change.capture_before
JOIN capture AS after ON after.id = change.capture
WHERE change_detail.event = :id
