-- The views of the database.  What their columns mean stands in jsiq_scrape/tables/views.py; a name behind a dollar
-- sign stands for fields that records.py declares (see sql.py).

-- Projects as a table for analysts: one row a project, its municipality beside it, yes/no in words.
CREATE VIEW "project_overview" AS
SELECT
    profile.municipality,
    $project_columns,
    (
        SELECT group_concat(named.name, '; ')
        FROM (
            SELECT institution.name
            FROM project_institution
            JOIN institution ON institution.id = project_institution.institution
            WHERE project_institution.project = project.id
            ORDER BY project_institution.position
        ) AS named
    ) AS institutions,
    $long_project_columns,
    project.last_verified,
    project.removed_at,
    project.last_changed,
    project.first_seen,
    $other_office_columns,
    $place_columns,
    page.url,
    project.id,
    project.profile,
    project.rowid AS "row"
FROM project
JOIN profile ON profile.id = project.profile
JOIN page ON page.id = profile.page;

-- Profiles as a table for analysts: one row an office, yes/no in words, its projects counted; the map's rows.
CREATE VIEW "profile_overview" AS
SELECT
    $office_columns,
    (SELECT count(*) FROM project WHERE project.profile = profile.id AND project.removed_at IS NULL) AS projects,
    (SELECT count(*) FROM funding_area WHERE funding_area.profile = profile.id AND funding_area.removed_at IS NULL)
        AS funding_areas,
    profile.last_verified,
    profile.removed_at,
    profile.last_changed,
    profile.first_seen,
    $place_columns,
    page.url,
    profile.id,
    profile.rowid AS "row"
FROM profile
JOIN page ON page.id = profile.page;

-- Changes with what a reader needs to understand one without opening another table.
CREATE VIEW "change_detail" AS
SELECT
    change.seen_at,
    profile.municipality,
    CASE change.entity WHEN 'project' THEN project.title END AS title,
    change.entity,
    change.kind,
    change.field,
    change.old,
    change.new,
    change.not_before,
    change.confirmed_at,
    round(julianday(change.seen_at) - julianday(change.not_before), 2) AS days_between,
    page_before.url AS url_before,
    page_after.url AS url,
    change.id,
    change.profile,
    change.event
FROM change
JOIN profile ON profile.id = change.profile
LEFT JOIN project ON project.id = change.id
JOIN capture AS capture_before ON capture_before.id = change.capture_before
JOIN capture AS capture_after ON capture_after.id = change.capture
JOIN page AS page_before ON page_before.id = coalesce(capture_before.final_page, capture_before.page)
JOIN page AS page_after ON page_after.id = coalesce(capture_after.final_page, capture_after.page);

-- One row for each project and year of its period.  Where one end is unknown, the project stands in the year of the
-- other alone: nothing says how long it ran.  Where both are, the year is NULL.
CREATE VIEW "project_year" AS
WITH RECURSIVE bounds(project, first, last, certainty) AS (
    SELECT
        id,
        CAST(substr(coalesce(period_start, period_end), 1, 4) AS INTEGER),
        CAST(substr(coalesce(period_end, period_start), 1, 4) AS INTEGER),
        CASE
            WHEN coalesce(period_start, period_end) IS NULL THEN 'unknown'
            WHEN period_end IS NULL THEN 'end_unknown' WHEN period_start IS NULL THEN 'start_unknown'
            ELSE 'within'
        END
    FROM project
),
years(project, year, last, certainty) AS (
    SELECT project, first, last, certainty FROM bounds
    UNION ALL
    SELECT project, year + 1, last, certainty FROM years WHERE year < last
)
SELECT
    years.year,
    profile.municipality,
    project.title,
    years.certainty,
    project.period_start,
    project.period_end,
    profile.state,
    project.id AS project,
    project.profile
FROM years
JOIN project ON project.id = years.project
JOIN profile ON profile.id = project.profile;

-- Completeness against expected.csv; without one, against the counts that the programme published (table phase).
-- Several profiles of one municipality count as the one that was seen first.
CREATE VIEW "coverage" AS
WITH seen(phase, profile, how) AS (
    SELECT DISTINCT phase.phase, coalesce(profile.earlier_profile, profile.id), 'read'
    FROM phase
    JOIN capture ON substr(capture.captured_at, 1, 10) BETWEEN phase.begins AND phase.ends
    JOIN profile ON profile.id = capture.profile
    WHERE capture.counted IN ('shown', 'stale', 'partial')
    UNION
    SELECT DISTINCT phase.phase, coalesce(profile.earlier_profile, profile.id), 'project'
    FROM phase
    JOIN project_version
        -- Where one end is unknown, the other alone says in which phase the project was.
        ON coalesce(project_version.period_start, project_version.period_end) <= phase.ends
        AND coalesce(project_version.period_end, project_version.period_start) >= phase.begins
    JOIN profile ON profile.id = project_version.profile
    UNION
    SELECT DISTINCT phase.phase, coalesce(profile.earlier_profile, profile.id), 'end_unknown'
    FROM phase
    JOIN project_version ON project_version.period_start BETWEEN phase.begins AND phase.ends
    JOIN profile ON profile.id = project_version.profile
    WHERE project_version.period_end IS NULL
),
listed(phase, expected, found, read) AS (
    SELECT
        expected.phase,
        count(*),
        sum(EXISTS (SELECT 1 FROM seen WHERE seen.phase = expected.phase AND seen.profile = expected.profile)),
        sum(EXISTS (
            SELECT 1 FROM seen
            WHERE seen.phase = expected.phase AND seen.profile = expected.profile AND seen.how = 'read'
        ))
    FROM expected
    GROUP BY expected.phase
),
counted AS (
    SELECT
        phase.*,
        (SELECT count(DISTINCT seen.profile) FROM seen WHERE seen.phase = phase.phase) AS found,
        (SELECT count(*) FROM seen WHERE seen.phase = phase.phase AND seen.how = 'read') AS read,
        (SELECT count(*) FROM seen WHERE seen.phase = phase.phase AND seen.how = 'project') AS with_projects,
        (SELECT count(*) FROM seen WHERE seen.phase = phase.phase AND seen.how = 'end_unknown') AS end_unknown
    FROM phase
)
SELECT
    counted.phase,
    counted.begins,
    counted.ends,
    coalesce(listed.expected, counted.municipalities) AS expected,
    coalesce(listed.found, counted.found) AS found,
    coalesce(listed.read, counted.read) AS read,
    counted.with_projects,
    counted.end_unknown,
    max(coalesce(listed.expected, counted.municipalities) - coalesce(listed.found, counted.found), 0) AS missing,
    CASE WHEN listed.expected IS NULL THEN 'programme' ELSE 'expected.csv' END AS basis
FROM counted
LEFT JOIN listed ON listed.phase = counted.phase;

-- Every address that was asked for as a profile, or that a page names as one, and what became of it.
CREATE VIEW "roster" AS
WITH captures AS (
    SELECT page, count(*) AS number, max(captured_at || id) AS newest FROM capture WHERE purpose = 'profile' GROUP BY page
),
wanted AS (
    SELECT page FROM roster_entry
    UNION
    SELECT page FROM captures
)
SELECT
    page.url,
    page.profile,
    CASE
        WHEN last.verdict IS NULL AND last.captured_at IS NULL THEN 'never captured'
        WHEN last.robots = 'refused: unreachable' THEN 'unreachable'
        WHEN last.error_kind IN ('robots', 'forbidden_host', 'downgrade') OR last.status IN (401, 403, 407, 451) THEN 'refused'
        WHEN last.verdict = 'profile' THEN 'read'
        WHEN last.verdict IN ('gone', 'missing', 'moved') THEN last.verdict
        WHEN last.verdict IN ('error', 'challenge') THEN 'unreachable'
        ELSE 'unreadable'
    END AS state,
    (
        SELECT roster_entry.found_on FROM roster_entry WHERE roster_entry.page = page.id
        ORDER BY roster_entry.first_named, roster_entry.found_on LIMIT 1
    ) AS found_on,
    (SELECT min(roster_entry.first_named) FROM roster_entry WHERE roster_entry.page = page.id) AS first_named,
    coalesce(captures.number, 0) AS captures,
    last.captured_at AS last_capture,
    last.verdict AS last_verdict,
    (
        SELECT max(capture.captured_at) FROM capture
        WHERE capture.page = page.id AND capture.purpose = 'profile' AND capture.verdict = 'profile'
    ) AS last_read
FROM wanted
JOIN page ON page.id = wanted.page
LEFT JOIN captures ON captures.page = page.id
LEFT JOIN capture AS last ON last.id = substr(captures.newest, 21); -- after the 20 signs of the moment

-- What the full-text tables of profiles search, and take the texts from that they show.
CREATE VIEW "profile_text" AS
SELECT
    "row",
    id,
    $profile_searched,
    $profile_text AS text,
    NULL AS spelled
FROM (
    SELECT
        profile.rowid AS "row",
        profile.id,
        $profile_texts,
        substr(
            coalesce(', ' || profile.street, '') || coalesce(', ' || profile.postal_code, '')
            || coalesce(CASE WHEN profile.postal_code IS NULL THEN ', ' ELSE ' ' END || profile.city, '')
            || coalesce(', ' || profile.state, '') || coalesce(', AGS ' || profile.ags, ''),
            3
        ) AS address,
        (
            SELECT group_concat(part, char(10)) FROM (
                SELECT profile.areas_text AS part
                UNION ALL
                SELECT part FROM (
                    SELECT coalesce(funding_area.name, '') || ' ' || coalesce(funding_area.description, '') AS part
                    FROM funding_area WHERE funding_area.profile = profile.id ORDER BY funding_area.id
                )
            )
        ) AS areas
    FROM profile
);

-- The same of the projects.
CREATE VIEW "project_text" AS
SELECT
    "row",
    id,
    $project_searched,
    $project_text AS text,
    NULL AS spelled
FROM (
    SELECT
        project.rowid AS "row",
        project.id,
        profile.municipality,
        $project_texts,
        (
            SELECT group_concat(name, '; ') FROM (
                SELECT institution.name FROM project_institution
                JOIN institution ON institution.id = project_institution.institution
                WHERE project_institution.project = project.id ORDER BY project_institution.position
            )
        ) AS institutions,
        (
            SELECT group_concat(label || ': ' || text, char(10)) FROM (
                SELECT extra.label, extra.text FROM extra WHERE extra.project = project.id ORDER BY extra.id
            )
        ) AS extras,
        substr(
            $blocks,
            2
        ) AS blocks
    FROM project
    JOIN profile ON profile.id = project.profile
);
