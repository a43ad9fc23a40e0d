-- Projekte, die über ein Datum hinaus laufen | Projects that run beyond a date
-- Projekte, deren Zeitraum nach dem Tag endet, und am Schluss die, deren Ende unbekannt ist. | Projects whose period ends after the day, and last those whose end is unknown.
-- :datum day | Tag | Day
-- :land land | Land | Land
-- chart: count land
-- include day_typed
asked AS (
    SELECT day FROM typed WHERE day <> ''
)
SELECT
    project.municipality AS kommune,
    project.title AS titel,
    coalesce(project.state, 'keine Angabe') AS land,
    project.period_start AS beginn,
    coalesce(project.period_end, 'unbekannt') AS ende,
    project.institutions AS institutionen,
    project.last_verified AS zuletzt_gesehen,
    project.profile,
    project.id AS project
FROM asked
JOIN project_overview AS project ON coalesce(project.period_end, '9999') > asked.day
WHERE coalesce(project.period_start, '') <= asked.day AND trim(:land) IN ('', coalesce(project.state, 'keine Angabe'))
ORDER BY project.period_end IS NULL, project.period_end DESC, project.id
