-- Projekte nach Jahr | Projects by year
-- Wie viele Projekte in jedem Jahr liefen; fehlt das Ende, zählt ein Projekt nur im Jahr seines Beginns und gesondert. | How many projects ran in each year; without an end a project counts only in the year of its start, and apart.
-- :land land | Land | Land
-- chart: stack jahr im_zeitraum=within ende_unbekannt=end_unknown beginn_unbekannt=start_unknown zeitraum_unbekannt=unknown -> project_year?year__exact={jahr}&state__exact={land}&certainty__exact={part}
SELECT
    CAST(year AS TEXT) AS jahr,
    sum(certainty = 'within') AS im_zeitraum,
    sum(certainty = 'end_unknown') AS ende_unbekannt,
    sum(certainty = 'start_unknown') AS beginn_unbekannt,
    sum(certainty = 'unknown') AS zeitraum_unbekannt,
    count(DISTINCT profile) AS kommunen
FROM project_year
WHERE trim(:land) IN ('', coalesce(state, 'keine Angabe'))
GROUP BY jahr
ORDER BY jahr IS NULL, jahr
