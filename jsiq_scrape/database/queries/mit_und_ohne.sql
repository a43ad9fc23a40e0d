-- Kommunen mit einem Baustein und ohne einen anderen | Municipalities with one building block and without another
-- Kommunen, von deren Projekten eines den ersten Baustein anbietet und keines den zweiten; „nein“ heißt, dass alle Projekte ihn verneinen, „keine Angabe“, dass eines nichts dazu sagt. | Municipalities of which a project offers the first building block and none the second; "no" means that all projects deny it.
-- :mit block | Mit | With
-- :ohne block | Ohne | Without
-- :land land | Land | Land
-- chart: count land
WITH answers AS (
    $answers
)
SELECT
    profile.municipality AS kommune,
    coalesce(profile.state, 'keine Angabe') AS land,
    sum(answers.block = trim(:mit) AND answers.offered IS 1) AS projekte,
    CASE sum(answers.block = trim(:ohne) AND answers.offered IS NULL) WHEN 0 THEN 'nein' ELSE 'keine Angabe' END AS ohne,
    profile.id AS profile
FROM answers
JOIN profile ON profile.id = answers.profile
WHERE trim(:land) IN ('', coalesce(profile.state, 'keine Angabe'))
GROUP BY profile.id
HAVING projekte > 0 AND trim(:ohne) <> '' AND sum(answers.block = trim(:ohne) AND answers.offered IS 1) = 0
ORDER BY kommune, profile.id
