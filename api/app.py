"""The application: one store per process, opened when it starts and closed when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.types import Lifespan

from api import (
    browser,
    cypher,
    data,
    description,
    downloads,
    errors,
    japan,
    lookup,
    originals,
    pages,
    reports,
    review,
    search,
    things,
)
from api import forms as sent_forms
from api import map as maps
from api.bodies import addresses as bodies
from api.compare import addresses as compare
from api.connections import Crowd
from api.explore import addresses as explore
from api.fields import addresses as fields
from api.gate import Gate
from api.guard import Guard
from api.journal import Journal, Routed, Watch, serving
from api.names import addresses as names
from api.public import Dispatch, Internal, PublicStore
from api.questions import addresses as questions
from api.ready import Ready
from api.rendering import STATIC
from api.searching import addresses as searching
from api.searching.index import Indexes
from api.warming import Warming
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import Store


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The explorer over a graph. A store that is given stays its giver's to close."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if store is None:
            app.state.store = open_store(settings)
            preparing = asyncio.create_task(app.state.warming.keep(app.state.store))
        try:
            with serving(settings, _version()) if store is None else nullcontext():
                yield
        finally:
            if store is None:
                preparing.cancel()
                await asyncio.gather(preparing, return_exceptions=True)
            await public.close()
            if store is None:
                await app.state.store.close()

    app = _application(settings, lifespan)
    watch = Watch(store.name if store is not None else settings.store)
    app.state.warming = Warming(app, app.state.searching, app.state.lookups, watch)
    if store is not None:
        app.state.store = store
    public = PublicStore(lambda: app.state.store)
    outside = _application(settings)
    outside.state.store, outside.state.public = public, True
    app.state.shown = outside.state.shown = public
    app.add_middleware(Dispatch, public=outside, hidden=errors.hidden)
    if settings.key:
        app.add_middleware(Gate, token=settings.key)
    app.add_middleware(Crowd)
    app.add_middleware(Guard, host=settings.host)
    app.add_middleware(Journal, watch=watch)
    return app


def _application(settings: Settings, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """All addresses and what they keep between requests; the store comes from whoever makes it."""
    app = FastAPI(
        title="連携グラフ",
        summary="自治体と企業・団体が、何をともにし、それがどこに書かれているか",
        version=_version(),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.maps = maps.Maps()
    app.state.japan = japan.maps()
    app.state.ready = Ready()
    app.state.internal = Internal()
    app.state.public = False
    app.state.lookups = lookup.Lookups()
    app.state.searching = Indexes()
    app.state.desk = review.Desk(settings)
    app.state.cypher = cypher.Counter(settings.cypher)
    app.state.texts = originals.Texts(settings, app.state.desk)
    errors.install(app)
    description.install(app)
    app.router.routes.extend(_ROUTES)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Routed)
    return app


_ROUTES: Final = [
    route
    for room in (
        downloads, data, browser, cypher, search, names, things, maps, japan, sent_forms, reports, review,
        searching, bodies, fields, questions, compare, explore, pages,
    )
    for route in room.router.routes
]  # fmt: skip
"""All addresses, worked out once: every application of a process has the same. Those with a suffix come before those
whose last part may be any name. The routes themselves, not their routers: a router is searched twice for each request."""


def _version() -> str:
    try:
        return version("renkei")
    except PackageNotFoundError:
        return "0"
