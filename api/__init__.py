"""The explorer: a FastAPI service that asks the catalogue and shows pages. Requests come in; answers of one version go out."""
