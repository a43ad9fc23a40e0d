-- Änderungen seit einem Datum
-- Was sich auf den Seiten seit einem Tag (JJJJ-MM-TT) geändert hat, das Neueste zuerst; ohne Datum alles. | What changed on the pages since a day (YYYY-MM-DD), newest first; without a date everything.
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
    old AS vorher,
    new AS nachher,
    event AS change
FROM change_detail
WHERE seen_at >= trim(:datum)
ORDER BY seen_at DESC, profile, event
