-- Seiten ohne Erfolg | Pages without a profile
-- Bekannte Adressen, deren letzter Abruf kein Profil zeigte, und warum. | Known addresses whose last fetch showed no profile, and why.
-- :warum choice | Warum | Why
-- chart: count warum
SELECT
    url AS adresse,
    profile,
    CASE state
        WHEN 'gone' THEN 'entfernt' WHEN 'missing' THEN 'nicht gefunden' WHEN 'moved' THEN 'umgezogen'
        WHEN 'refused' THEN 'Abruf nicht erlaubt' WHEN 'unreachable' THEN 'nicht erreichbar'
        WHEN 'unreadable' THEN 'kein Profil' ELSE 'nie angefragt'
    END AS warum,
    captures AS abrufe,
    last_capture AS letzter_abruf,
    last_read AS zuletzt_gelesen,
    found_on AS genannt_von
FROM roster
WHERE state <> 'read' AND trim(:warum) IN ('', warum)
ORDER BY warum, url
