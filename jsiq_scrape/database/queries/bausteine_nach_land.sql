-- Projekte nach Land und Baustein
-- Heutige Projekte je Land und wie viele davon jeden Baustein anbieten; „ohne Angabe“ zählt Projekte, die zu keinem Baustein etwas sagen. | Present projects by Land and how many of them offer each building block.
SELECT
    coalesce(state, 'keine Angabe') AS land,
    count(DISTINCT profile) AS profile_anzahl,
    count(*) AS projekte,
    $sums_of_yes,
    sum($nothing_said) AS ohne_angabe
FROM project_overview
WHERE removed_at IS NULL
GROUP BY land
ORDER BY projekte DESC, land
