-- Änderungen eines Jahres | Changes of a year
-- Was sich auf den Seiten in einem Jahr geändert hat; ohne Jahr alles. | What changed on the pages in a year; without a year everything.
-- :jahr year | Jahr | Year
-- chart: count was
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
FROM change_detail
WHERE trim(:jahr) IN ('', substr(seen_at, 1, 4))
ORDER BY seen_at DESC, profile, event
