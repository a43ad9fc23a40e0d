-- Änderungen seit einem Datum | Changes since a date
-- Was sich auf den Seiten seit einem Tag geändert hat, das Neueste zuerst; ohne Datum alles. | What changed on the pages since a day, newest first; without a date everything.
-- :datum day | Tag | Day
-- :was choice | Art der Änderung | Kind of change
-- chart: count was
-- include day_typed
asked AS (
    SELECT day FROM typed
)
SELECT
-- include change_columns
FROM asked
JOIN change_detail ON change_detail.seen_at >= asked.day
WHERE trim(:was) IN ('', was)
ORDER BY seen_at DESC, profile, event
