"""The two stores behind one interface: `base.Store`. Tables go in, rows and tables come out."""

from __future__ import annotations

from graph.settings import Settings
from graph.store.base import Store


def open_store(settings: Settings) -> Store:
    """The store that the settings name; nothing is connected or opened before the first use."""
    if settings.store == "neo4j":
        from graph.store.neo4j import Neo4jStore

        return Neo4jStore(
            settings.neo4j_uri,
            settings.neo4j_user,
            settings.neo4j_password.get_secret_value(),
            settings.neo4j_database,
            settings.neo4j_ca,
        )
    from graph.store.embedded import EmbeddedStore

    return EmbeddedStore(settings.pointer)
