-- Änderungen eines Jahres | Changes of a year
-- Was sich auf den Seiten in einem Jahr geändert hat; ohne Jahr alles. | What changed on the pages in a year; without a year everything.
-- :jahr year | Jahr | Year
-- :was choice | Art der Änderung | Kind of change
-- chart: count was
SELECT
-- include change_columns
FROM change_detail
WHERE trim(:jahr) IN ('', substr(seen_at, 1, 4)) AND trim(:was) IN ('', was)
ORDER BY seen_at DESC, profile, event
