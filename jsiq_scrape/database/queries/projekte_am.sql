-- Stand am Datum: Projekte
-- Was die Seiten an einem Tag (JJJJ-MM-TT oder TT.MM.JJJJ) über ihre Projekte sagten; ohne Datum der letzte Stand. | What the pages said of their projects on a day (YYYY-MM-DD); without a date the last state.
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
    version.project,
    profile.municipality AS kommune,
    version.title AS titel,
    version.period_start AS beginn,
    version.period_end AS ende,
    $project_answers,
    version.institutions AS institutionen,
    version.valid_from AS gesehen_von,
    version.valid_to AS gesehen_bis,
    CASE
        WHEN substr(version.valid_to, 1, 10) >= asked.day THEN 'gesehen'
        WHEN version.ended_at IS NULL THEN 'letzter bekannter Stand'
        ELSE 'zwischen zwei Abrufen'
    END AS sicherheit
FROM asked
JOIN project_version AS version
    ON substr(version.valid_from, 1, 10) <= asked.day
    AND (version.ended_at IS NULL OR substr(version.ended_at, 1, 10) > asked.day)
JOIN profile ON profile.id = version.profile
ORDER BY version.profile, version.position
