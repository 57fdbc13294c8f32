"""Serves: the HTTP API under /api, the tracking door under /v1, public pages, and the built app.

Reads and writes only through the folders below; one thin routes file for each of them. `app.make_app(hub)` gives the
ASGI application; nothing in here decides anything about marketing.
"""
