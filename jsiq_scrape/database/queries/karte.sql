-- Karte der Koordinierungsstellen | Map of the coordination offices
-- Stellen, die zuletzt noch da waren und deren Ort gefunden ist, als Punkte im Kreis; die Karte braucht kein Netz. | Offices still there when last seen whose place is found, as points in the Kreis; the map needs no network.
SELECT
    municipality AS kommune,
    state AS land,
    projects AS projekte,
    latitude,
    longitude,
    id AS profile
FROM profile_overview
WHERE latitude IS NOT NULL AND removed_at IS NULL
ORDER BY id
