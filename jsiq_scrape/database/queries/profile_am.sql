-- Stand am Datum: Stellen | State at a date: offices
-- Was die Seiten an einem Tag über die Koordinierungsstellen sagten; ohne Datum der letzte Stand. | What the pages said of the coordination offices on a day; without a date the last state.
-- :datum day | Tag | Day
-- :land land | Land | Land
-- chart: count land
-- include day_typed
asked AS (
    SELECT CASE day WHEN '' THEN '9999-12-31' ELSE day END AS day FROM typed
)
SELECT
    version.municipality AS kommune,
    version.state AS land,
    version.office AS stelle,
    version.street AS strasse,
    version.postal_code AS plz,
    version.city AS ort,
    $profile_answers,
    version.valid_from AS gesehen_von,
    version.valid_to AS gesehen_bis,
    CASE
        WHEN substr(version.valid_to, 1, 10) >= asked.day THEN 'gesehen'
        WHEN version.ended_at IS NULL THEN 'letzter bekannter Stand'
        ELSE 'zwischen zwei Abrufen'
    END AS sicherheit,
    version.profile
FROM asked
JOIN profile_version AS version
    ON substr(version.valid_from, 1, 10) <= asked.day
    AND (version.ended_at IS NULL OR substr(version.ended_at, 1, 10) > asked.day)
WHERE trim(:land) IN ('', coalesce(version.state, 'keine Angabe'))
ORDER BY version.profile
