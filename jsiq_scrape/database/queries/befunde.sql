-- Befunde des Lesers | Findings of the reader
-- Was auf den Profilseiten auffiel: unbekannte Bezeichnungen, nicht verstandene Werte, ungelesene Zeilen. | What the reader noticed on profile pages: unknown labels, values not understood, unread lines.
-- :art choice | Art | Kind
-- chart: count art
SELECT
    finding.kind AS art,
    finding.severity AS schwere,
    finding.text AS befund,
    finding.line AS zeile,
    finding.body,
    (
        SELECT capture.profile FROM capture WHERE capture.body = finding.body AND capture.profile IS NOT NULL
        ORDER BY capture.captured_at LIMIT 1
    ) AS profile
FROM finding
WHERE trim(:art) IN ('', finding.kind)
ORDER BY CASE finding.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, finding.kind, finding.body, finding.number
