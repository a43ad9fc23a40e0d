"""`python -m jsiq_scrape` is `jsiq-scrape`."""

from jsiq_scrape.cli import main

main()
