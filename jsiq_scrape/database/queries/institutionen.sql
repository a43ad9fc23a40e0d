-- Institutionen mit mehreren Projekten | Institutions with several projects
-- Umsetzende Institutionen, jede Schreibweise für sich, nach der Zahl ihrer Projekte; ohne Zahl die mit mindestens zwei. | Implementing institutions, each spelling by itself, by the number of their projects; without a number those with two or more.
-- :mindestens number | Mindestens so viele Projekte | At least so many projects
-- chart: stack name projekte -> project_institution?institution__exact={institution}
SELECT
    institution.name AS name,
    count(*) AS projekte,
    count(DISTINCT project.profile) AS kommunen,
    group_concat(DISTINCT profile.municipality) AS namen_der_kommunen,
    institution.id AS institution
FROM institution
JOIN project_institution ON project_institution.institution = institution.id
JOIN project ON project.id = project_institution.project
JOIN profile ON profile.id = project.profile
GROUP BY institution.id
HAVING count(*) >= CASE trim(:mindestens) WHEN '' THEN 2 ELSE CAST(trim(:mindestens) AS INTEGER) END
ORDER BY projekte DESC, kommunen DESC, name
