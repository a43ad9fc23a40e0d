    seen_at AS gesehen,
    not_before AS fruehestens,
    municipality AS kommune,
    CASE entity
        WHEN 'profile' THEN 'Profil' WHEN 'project' THEN 'Projekt'
        WHEN 'funding_area' THEN 'Fördergebiet' ELSE 'Kontakt'
    END AS eintrag,
    coalesce(title, CASE entity
        WHEN 'profile' THEN municipality
        WHEN 'funding_area' THEN (SELECT name FROM funding_area WHERE funding_area.id = change_detail.id)
    END, id) AS titel,
    CASE kind
        WHEN 'added' THEN 'neu' WHEN 'removed' THEN 'entfernt' WHEN 'renamed' THEN 'umbenannt'
        WHEN 'reappeared' THEN 'wieder da' ELSE 'geändert'
    END AS was,
    field AS feld,
    CASE old WHEN 'true' THEN 'ja' WHEN 'false' THEN 'nein' ELSE old END AS vorher,
    CASE new WHEN 'true' THEN 'ja' WHEN 'false' THEN 'nein' ELSE new END AS nachher,
    profile,
    event AS change
