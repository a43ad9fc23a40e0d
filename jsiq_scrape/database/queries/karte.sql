-- Karte der Koordinierungsstellen
-- Heutige Stellen, deren Ort gefunden ist, als Punkte im Kreis; die Karte braucht kein Netz. | Present offices whose place is found; the map needs no network.
SELECT
    id AS profile,
    municipality AS kommune,
    state AS land,
    projects AS projekte,
    latitude,
    longitude,
    json_object(
        'title', coalesce(municipality, id),
        'description', projects || CASE projects WHEN 1 THEN ' Projekt' ELSE ' Projekte' END || ', ' || coalesce(state, ''),
        'link', 'profile/' || id
    ) AS popup
FROM profile_overview
WHERE latitude IS NOT NULL AND removed_at IS NULL
ORDER BY id
