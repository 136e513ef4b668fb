"""The application: one store per process, opened when it starts and closed when it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import data, errors, pages, review
from api import map as maps
from api.guard import Guard
from api.rendering import STATIC
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import Store


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The explorer over a graph. A store that is given stays its giver's to close."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if store is not None:
            yield
            return
        app.state.store = open_store(settings)
        try:
            yield
        finally:
            await app.state.store.close()

    app = FastAPI(
        title="連携グラフ",
        summary="自治体と企業・団体が、何をともにし、それがどこに書かれているか",
        version=_version(),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.maps = maps.Maps()
    app.state.desk = review.Desk(settings)
    if store is not None:
        app.state.store = store
    errors.install(app)
    app.add_middleware(Guard, host=settings.host)
    app.include_router(data.router)
    app.include_router(maps.router)
    app.include_router(review.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _version() -> str:
    try:
        return version("renkei")
    except PackageNotFoundError:
        return "0"
