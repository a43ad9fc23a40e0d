-- Stand am Datum: Profile
-- Was die Seiten an einem Tag (JJJJ-MM-TT oder TT.MM.JJJJ) über die Koordinierungsstellen sagten; ohne Datum der letzte Stand. | What the pages said of the coordination offices on a day (YYYY-MM-DD); without a date the last state.
-- What is no date asks for no day, so that nothing is taken for the state at it.
WITH asked AS (
    SELECT CASE
        WHEN trim(:datum) = '' THEN '9999-12-31'
        WHEN trim(:datum) GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN trim(:datum)
        WHEN trim(:datum) GLOB '[0-9][0-9].[0-9][0-9].[0-9][0-9][0-9][0-9]'
        THEN substr(trim(:datum), 7) || '-' || substr(trim(:datum), 4, 2) || '-' || substr(trim(:datum), 1, 2)
    END AS day
)
SELECT
    version.profile,
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
    END AS sicherheit
FROM asked
JOIN profile_version AS version
    ON substr(version.valid_from, 1, 10) <= asked.day
    AND (version.ended_at IS NULL OR substr(version.ended_at, 1, 10) > asked.day)
ORDER BY version.profile
