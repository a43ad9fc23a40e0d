-- Herkunft eines Wertes | Source of a value
-- Aus welchem Text welcher Seite ein Wert stammt; ohne Spalte alle Werte des Eintrags. | The text and page a value comes from; without a column all values of the entry.
-- :tabelle entity | Tabelle | Table
-- :id text | Schlüssel | Key
-- :spalte text | Spalte | Column
SELECT
    claim.id AS eintrag,
    claim.variable AS spalte,
    claim.label AS bezeichnung,
    claim.text AS text_der_seite,
    CASE claim.outcome
        WHEN 'understood' THEN 'verstanden' WHEN 'not_understood' THEN 'nicht verstanden' WHEN 'empty' THEN 'leer'
        ELSE 'von Hand entschieden'
    END AS ergebnis,
    claim.first_line AS zeile,
    claim.path AS elementpfad,
    capture.captured_at AS aufgenommen,
    page.url AS adresse,
    capture.archive_url AS webarchiv,
    claim.body,
    capture.id AS capture
FROM claim
JOIN capture ON capture.id = (
    SELECT shown.id FROM capture AS shown
    WHERE shown.body = claim.body AND shown.counted IS NOT NULL ORDER BY shown.captured_at, shown.id LIMIT 1
)
JOIN page ON page.id = coalesce(capture.final_page, capture.page)
WHERE claim.entity = trim(:tabelle) AND claim.id = trim(:id) AND trim(:spalte) IN ('', claim.variable)
ORDER BY capture.captured_at DESC, claim.first_line, claim.variable
