"""The files of a release: tables, workbook, descriptions, checksums, static site."""
