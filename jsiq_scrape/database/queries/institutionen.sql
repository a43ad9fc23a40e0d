-- Institutionen mit den meisten Projekten
-- Umsetzende Institutionen, jede Schreibweise für sich, nach der Zahl ihrer Projekte. | Implementing institutions, each spelling by itself, by the number of their projects.
SELECT
    institution.id AS institution,
    institution.name AS name,
    count(*) AS projekte,
    count(DISTINCT project.profile) AS kommunen,
    group_concat(DISTINCT profile.municipality) AS namen_der_kommunen
FROM institution
JOIN project_institution ON project_institution.institution = institution.id
JOIN project ON project.id = project_institution.project
JOIN profile ON profile.id = project.profile
GROUP BY institution.id
ORDER BY projekte DESC, kommunen DESC, name
