-- Projekte nach Jahr | Projects by year
-- Wie viele Projekte in jedem Jahr liefen; fehlt das Ende, zählt ein Projekt nur im Jahr seines Beginns und gesondert. | How many projects ran in each year; without an end a project counts only in the year of its start, and apart.
-- :land land | Land | Land
-- chart: stack jahr im_zeitraum ende_unbekannt
SELECT
    coalesce(CAST(year AS TEXT), 'unbekannt') AS jahr,
    sum(certainty = 'within') AS im_zeitraum,
    sum(certainty = 'end_unknown') AS ende_unbekannt,
    sum(certainty NOT IN ('within', 'end_unknown')) AS beginn_unbekannt,
    count(DISTINCT profile) AS kommunen
FROM project_year
WHERE trim(:land) IN ('', state)
GROUP BY jahr
ORDER BY jahr
