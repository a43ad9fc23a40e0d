-- Änderungen seit einem Datum
-- Was sich auf den Seiten seit einem Tag (JJJJ-MM-TT oder TT.MM.JJJJ) geändert hat, das Neueste zuerst; ohne Datum alles. | What changed on the pages since a day (YYYY-MM-DD), newest first; without a date everything.
WITH asked AS (
    SELECT CASE
        WHEN trim(:datum) = '' THEN ''
        WHEN trim(:datum) GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN trim(:datum)
        WHEN trim(:datum) GLOB '[0-9][0-9].[0-9][0-9].[0-9][0-9][0-9][0-9]'
        THEN substr(trim(:datum), 7) || '-' || substr(trim(:datum), 4, 2) || '-' || substr(trim(:datum), 1, 2)
    END AS day
)
SELECT
    seen_at AS gesehen,
    not_before AS fruehestens,
    profile,
    municipality AS kommune,
    CASE entity
        WHEN 'profile' THEN 'Profil' WHEN 'project' THEN 'Projekt'
        WHEN 'funding_area' THEN 'Fördergebiet' ELSE 'Kontakt'
    END AS eintrag,
    coalesce(title, id) AS titel,
    CASE kind
        WHEN 'added' THEN 'neu' WHEN 'removed' THEN 'entfernt' WHEN 'renamed' THEN 'umbenannt'
        WHEN 'reappeared' THEN 'wieder da' ELSE 'geändert'
    END AS was,
    field AS feld,
    CASE old WHEN 'true' THEN 'ja' WHEN 'false' THEN 'nein' ELSE old END AS vorher,
    CASE new WHEN 'true' THEN 'ja' WHEN 'false' THEN 'nein' ELSE new END AS nachher,
    event AS change
FROM asked
JOIN change_detail ON change_detail.seen_at >= asked.day
ORDER BY seen_at DESC, profile, event
