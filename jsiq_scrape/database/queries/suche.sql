-- Suche in Stellen und Projekten | Search in offices and projects
-- Findet Wörter und Wortteile in jeder Schreibweise (Düren, Dueren, Duren; „beratung“ auch in Einzelfallberatung); auch Postleitzahl, Straße, Institution, AGS und Baustein; alle Wörter müssen vorkommen. Die Kontaktpersonen werden nicht durchsucht. | Finds words and parts of words in every spelling, also postal code, street, institution, AGS and building block; all words must occur. Contact persons are not searched.
-- :suche text | Suche | Search
WITH typed AS (
    -- NUL would end the text for FTS5 in the middle of a quoted word; length() stops before it.  200 signs are enough.
    -- char(173) is the soft hyphen of texts that are copied out of a document.
    SELECT replace(replace(replace(substr(:suche, 1, min(length(:suche), 200)), char(10), ' '), char(9), ' '), char(173), '')
        AS words
),
asked AS (
    -- Each word in quotes of its own, so that no sign a person types means anything to FTS5.
    SELECT
        '"' || replace(replace(words, '"', ' '), ' ', '"* "') || '"*' AS beginnings,
        '"' || replace(replace(words, '"', ' '), ' ', '" "') || '"' AS parts,
        -- In other spellings words stand by themselves: Schueler*innen is two of them.
        '"' || replace(replace(replace(replace(words, '"', ' '), '*', ' '), ':', ' '), ' ', '"* "') || '"*' AS loose
    FROM typed
),
-- Words as printed come first, then the building blocks that a project offers, other spellings, and parts of words.
hits AS (
    SELECT 'project' AS kind, rowid AS number, 1 AS place, rank AS points, snippet(project_search, -1, '»', '«', ' … ', 14) AS found
    FROM project_search, asked WHERE project_search MATCH '-{spelled blocks} : (' || asked.beginnings || ')'
    UNION ALL
    SELECT 'project', rowid, 2, rank, snippet(project_search, -1, '»', '«', ' … ', 14)
    FROM project_search, asked WHERE project_search MATCH '-{spelled} : (' || asked.beginnings || ')'
    UNION ALL
    SELECT 'project', rowid, 2, rank, 'in anderer Schreibweise'
    FROM project_search, asked WHERE project_search MATCH asked.loose
    UNION ALL
    SELECT 'project', rowid, 3, rank, snippet(project_trigram, 0, '»', '«', ' … ', 64)
    FROM project_trigram, asked WHERE project_trigram MATCH '-{spelled} : (' || asked.parts || ')'
    UNION ALL
    SELECT 'project', rowid, 4, rank, 'in anderer Schreibweise'
    FROM project_trigram, asked WHERE project_trigram MATCH asked.parts
    UNION ALL
    SELECT 'profile', rowid, 1, rank, snippet(profile_search, -1, '»', '«', ' … ', 14)
    FROM profile_search, asked WHERE profile_search MATCH '-{spelled} : (' || asked.beginnings || ')'
    UNION ALL
    SELECT 'profile', rowid, 2, rank, 'in anderer Schreibweise'
    FROM profile_search, asked WHERE profile_search MATCH asked.loose
    UNION ALL
    SELECT 'profile', rowid, 3, rank, snippet(profile_trigram, 0, '»', '«', ' … ', 64)
    FROM profile_trigram, asked WHERE profile_trigram MATCH '-{spelled} : (' || asked.parts || ')'
    UNION ALL
    SELECT 'profile', rowid, 4, rank, 'in anderer Schreibweise'
    FROM profile_trigram, asked WHERE profile_trigram MATCH asked.parts
),
best AS (
    SELECT *, row_number() OVER (PARTITION BY kind, number ORDER BY place, points) AS nth FROM hits
)
SELECT
    profile.id AS profile,
    project.id AS project,
    profile.municipality AS kommune,
    coalesce(project.title, profile.office) AS titel,
    best.found AS fundstelle
FROM best
LEFT JOIN project ON best.kind = 'project' AND project.rowid = best.number
JOIN profile ON CASE best.kind WHEN 'project' THEN profile.id = project.profile ELSE profile.rowid = best.number END
WHERE best.nth = 1
ORDER BY best.place, best.points, profile.id, project.id
LIMIT 200
