-- The day that was typed, JJJJ-MM-TT or T.M.JJJJ; '' for none, and NULL for what is no day of the calendar, so that
-- nothing is taken for the state at it.
WITH parts AS (
    SELECT
        trim(:datum) AS typed,
        substr(trim(:datum), 1, instr(trim(:datum), '.') - 1) AS day,
        substr(trim(:datum), instr(trim(:datum), '.') + 1) AS rest
),
written AS (
    SELECT CASE
        WHEN typed GLOB '[0-9]*.[0-9]*.[0-9][0-9][0-9][0-9]' AND typed NOT GLOB '*[^0-9.]*' AND typed NOT GLOB '*.*.*.*'
        THEN substr(rest, -4) || '-' || printf('%02d', substr(rest, 1, instr(rest, '.') - 1)) || '-' || printf('%02d', day)
        ELSE typed
    END AS day
    FROM parts
),
typed AS (
    SELECT CASE
        WHEN day = '' THEN ''
        WHEN day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day, '+0 days') IS day THEN day
    END AS day
    FROM written
),
