"""The ASGI application of a hub."""

from fastapi import APIRouter, FastAPI
from starlette.types import Receive, Scope, Send

import auftakt
from auftakt.jobs import Hub
from auftakt.web import (
    approvals,
    audiences,
    campaigns,
    channels,
    confirmations,
    connectors,
    consent_files,
    consents,
    content,
    data_catalogue,
    erasures,
    exports,
    groups,
    home,
    ideas,
    identifiers,
    imports,
    journeys,
    kpis,
    leads,
    matching,
    mending,
    notes,
    people,
    plans,
    predictions,
    preferences,
    public,
    quarantine,
    replays,
    results,
    retention,
    search,
    session,
    sources,
    status,
    suppressions,
    syncs,
    takeouts,
    tasks,
    team,
    traits,
    webhooks,
)
from auftakt.web.collect import Collector
from auftakt.web.errors import add_error_handlers
from auftakt.web.personal import PersonalDataEdge
from auftakt.web.ui_files import UiFiles

# The table of contents of the API, in the order of the menu.
ROUTERS: tuple[APIRouter, ...] = (
    session.router,
    home.router,
    search.router,
    status.router,
    tasks.router,
    people.router,
    predictions.router,
    leads.router,
    identifiers.router,
    groups.router,
    notes.router,
    matching.router,
    erasures.router,
    takeouts.router,
    consents.router,
    consent_files.router,
    suppressions.router,
    traits.router,
    audiences.router,
    exports.router,
    ideas.router,
    campaigns.router,
    content.router,
    journeys.router,
    channels.router,
    approvals.router,
    team.router,
    results.router,
    kpis.router,
    sources.router,
    quarantine.router,
    mending.router,
    plans.router,
    data_catalogue.router,
    replays.router,
    retention.router,
    imports.router,
    connectors.router,
    syncs.router,
)

_API_PATHS = ("/api/", "/health", "/c/", "/o/", "/u/", "/p/", "/k/", "/w/")


class Application:
    """Three doors: tracking (raw ASGI, no framework in the way), the API with the public pages, and the app's files."""

    def __init__(self, hub: Hub) -> None:
        self._api = PersonalDataEdge(make_api(hub), hub)
        self._collect = Collector(hub)
        self._files = UiFiles()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and Collector.takes(path):
            await self._collect(scope, receive, send)
        elif scope["type"] == "http" and not path.startswith(_API_PATHS):
            await self._files(scope, receive, send)
        else:
            await self._api(scope, receive, send)


def make_app(hub: Hub) -> Application:
    """Everything that a hub answers."""
    return Application(hub)


def make_api(hub: Hub | None) -> FastAPI:
    """The API alone. Without a hub it can still be described (see `openapi.py`)."""
    api = FastAPI(
        title="Auftakt",
        version=auftakt.__version__,
        docs_url="/api/docs",
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.hub = hub
    add_error_handlers(api)
    for router in ROUTERS:
        api.include_router(router, prefix="/api")
    api.include_router(status.health_router)
    api.include_router(public.router)
    api.include_router(preferences.router)
    api.include_router(webhooks.router)
    api.include_router(confirmations.router)
    return api
