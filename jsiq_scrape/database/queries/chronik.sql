-- Chronik eines Profils | History of a profile
-- Was wann gesehen wurde und was sich änderte; gesucht wird ein Schlüssel (nw-kreis-dueren) oder ein Teil des Namens der Kommune. | What was seen when and what changed; asks for a key or a part of the municipality's name.
-- :profil text | Profil oder Kommune | Profile or municipality
WITH asked AS (
    -- As keys are spelled (nw-kreis-dueren), because lower() knows no umlauts.
    SELECT
        trim(:profil) AS name,
        lower(replace(replace(replace(replace(replace(replace(replace(replace(trim(:profil),
            'Ä', 'ae'), 'Ö', 'oe'), 'Ü', 'ue'), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'), ' ', '-')) AS spelled
),
chosen AS (
    SELECT profile.id, profile.municipality FROM profile, asked
    WHERE asked.name <> '' AND (instr(profile.id, asked.spelled) > 0 OR instr(lower(profile.municipality), lower(asked.name)) > 0)
)
SELECT
    capture.captured_at AS wann,
    chosen.id AS profile,
    chosen.municipality AS kommune,
    CASE capture.counted
        WHEN 'shown' THEN 'Seite gesehen' WHEN 'stale' THEN 'alter Stand an anderer Adresse'
        WHEN 'partial' THEN 'abgeschnittene Seite' WHEN 'gone' THEN 'Seite entfernt' ELSE 'Seite nicht gefunden'
    END AS was,
    NULL AS eintrag,
    NULL AS feld,
    NULL AS vorher,
    NULL AS nachher,
    capture.id AS capture
FROM chosen
JOIN capture ON capture.profile = chosen.id
UNION ALL
SELECT
    change.seen_at,
    chosen.id,
    chosen.municipality,
    CASE change.kind
        WHEN 'added' THEN 'neu' WHEN 'removed' THEN 'entfernt' WHEN 'renamed' THEN 'umbenannt'
        WHEN 'reappeared' THEN 'wieder da' ELSE 'geändert'
    END,
    change.id,
    change.field,
    change.old,
    change.new,
    change.capture
FROM chosen
JOIN change ON change.profile = chosen.id
ORDER BY profile, wann, was DESC, eintrag, feld
