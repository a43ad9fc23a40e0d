-- Stand am Datum: Projekte | State at a date: projects
-- Was die Seiten an einem Tag über ihre Projekte sagten; ohne Datum der letzte Stand. | What the pages said of their projects on a day; without a date the last state.
-- :datum day | Tag | Day
-- :land land | Land | Land
-- :baustein block | Mit dem Baustein | With the building block
-- chart: count land
-- include day_typed
asked AS (
    SELECT CASE day WHEN '' THEN '9999-12-31' ELSE day END AS day FROM typed
)
SELECT
    profile.municipality AS kommune,
    version.title AS titel,
    profile.state AS land,
    version.period_start AS beginn,
    version.period_end AS ende,
    $project_answers,
    (SELECT group_concat(value, '; ') FROM json_each(version.institutions)) AS institutionen,
    version.valid_from AS gesehen_von,
    version.valid_to AS gesehen_bis,
    CASE
        WHEN substr(version.valid_to, 1, 10) >= asked.day THEN 'gesehen'
        WHEN version.ended_at IS NULL THEN 'letzter bekannter Stand'
        ELSE 'zwischen zwei Abrufen'
    END AS sicherheit,
    version.profile,
    version.project
FROM asked
JOIN project_version AS version
    ON substr(version.valid_from, 1, 10) <= asked.day
    AND (version.ended_at IS NULL OR substr(version.ended_at, 1, 10) > asked.day)
JOIN profile ON profile.id = version.profile
WHERE trim(:land) IN ('', coalesce(profile.state, 'keine Angabe')) AND (trim(:baustein) = '' OR $offers_block)
ORDER BY version.profile, version.position
