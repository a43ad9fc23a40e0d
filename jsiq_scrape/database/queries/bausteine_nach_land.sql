-- Bausteine nach Land | Building blocks by Land
-- Wie viele Projekte jedes Landes welchen Baustein anboten, an einem Tag oder nach dem letzten Stand; „ohne Angabe“ zählt Projekte, die zu keinem Baustein etwas sagen. | How many projects of each Land offered each building block, on a day or by the last state.
-- :datum day | Tag | Day
-- chart: side land $answer_names -> projekte_am?datum={datum}&land={land}&baustein={part}
-- include day_typed
asked AS (
    SELECT CASE day WHEN '' THEN '9999-12-31' ELSE day END AS day FROM typed
)
SELECT
    coalesce(profile.state, 'keine Angabe') AS land,
    count(*) AS projekte,
    count(DISTINCT version.profile) AS profile_anzahl,
    $sums_of_yes,
    sum($nothing_said) AS ohne_angabe
FROM asked
JOIN project_version AS version
    ON substr(version.valid_from, 1, 10) <= asked.day
    AND (version.ended_at IS NULL OR substr(version.ended_at, 1, 10) > asked.day)
JOIN profile ON profile.id = version.profile
GROUP BY land
ORDER BY projekte DESC, land
