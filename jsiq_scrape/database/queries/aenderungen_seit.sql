-- Änderungen seit einem Datum | Changes since a date
-- Was sich auf den Seiten seit einem Tag geändert hat, das Neueste zuerst; ohne Datum alles. | What changed on the pages since a day, newest first; without a date everything.
-- :datum day | Tag | Day
-- chart: count was
-- include day_typed
asked AS (
    SELECT CASE day WHEN '' THEN '' ELSE day END AS day FROM typed
)
SELECT
    seen_at AS gesehen,
    not_before AS fruehestens,
    municipality AS kommune,
    CASE entity
        WHEN 'profile' THEN 'Profil' WHEN 'project' THEN 'Projekt'
        WHEN 'funding_area' THEN 'Fördergebiet' ELSE 'Kontakt'
    END AS eintrag,
    coalesce(title, CASE entity WHEN 'profile' THEN municipality END, id) AS titel,
    CASE kind
        WHEN 'added' THEN 'neu' WHEN 'removed' THEN 'entfernt' WHEN 'renamed' THEN 'umbenannt'
        WHEN 'reappeared' THEN 'wieder da' ELSE 'geändert'
    END AS was,
    field AS feld,
    CASE old WHEN 'true' THEN 'ja' WHEN 'false' THEN 'nein' ELSE old END AS vorher,
    CASE new WHEN 'true' THEN 'ja' WHEN 'false' THEN 'nein' ELSE new END AS nachher,
    profile,
    event AS change
FROM asked
JOIN change_detail ON change_detail.seen_at >= asked.day
ORDER BY seen_at DESC, profile, event
