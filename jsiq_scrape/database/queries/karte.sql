-- Karte der Koordinierungsstellen | Map of the coordination offices
-- Stellen, die zuletzt noch da waren und deren Ort gefunden ist, als Punkte im Kreis; die Karte braucht kein Netz. | Offices still there when last seen whose place is found, as points in the Kreis; the map needs no network.
-- :land land | Land | Land
-- :baustein block | Mit dem Baustein | With the building block
SELECT
    municipality AS kommune,
    state AS land,
    projects AS projekte,
    latitude,
    longitude,
    id AS profile
FROM profile_overview
WHERE latitude IS NOT NULL AND removed_at IS NULL AND trim(:land) IN ('', coalesce(state, 'keine Angabe'))
    AND (trim(:baustein) = '' OR EXISTS (
        SELECT 1 FROM project AS version
        WHERE version.profile = profile_overview.id AND version.removed_at IS NULL AND ($offers_block)
    ))
ORDER BY id
