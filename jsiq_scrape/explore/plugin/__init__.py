"""The Datasette plugin: what `datasette db/jsiq.db` shows when this package is installed (entry point `datasette`).

It leaves the pages of other databases as they are.
"""

from jsiq_scrape.explore.web.answers import asgi_wrapper, handle_exception, startup
from jsiq_scrape.explore.web.cells import render_cell
from jsiq_scrape.explore.web.descriptions import extra_css_urls, extra_js_urls, get_metadata, prepare_jinja2_environment
from jsiq_scrape.explore.web.page import extra_template_vars
from jsiq_scrape.explore.web.stored_page import register_routes

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_js_urls",
    "extra_template_vars",
    "get_metadata",
    "handle_exception",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
    "startup",
]
