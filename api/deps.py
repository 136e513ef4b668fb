"""What a request is given: the store of the process. Each alias is defined once."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request

from graph import model
from graph.store.base import Store


async def the_store(request: Request) -> Store:
    """The store of the process."""
    store: Store = request.app.state.store
    return store


TheStore = Annotated[Store, Depends(the_store)]

PageNumber = Annotated[int, Query(alias="頁", ge=1, le=1_000_000, description="何頁目か")]
Prefecture = Annotated[str, Query(alias="都道府県", max_length=10, description="都道府県の名（奈良県）")]
Field = Annotated[str, Query(alias="分野", max_length=100, description="分野の名")]
AgreementKind = Annotated[Literal["", *model.AGREEMENT_KINDS], Query(alias="種別", description="空ならすべて")]  # type: ignore[valid-type]
Stage = Annotated[Literal["", *model.STAGES], Query(alias="段階", description="施策がどこまで進んだか。空ならすべて")]  # type: ignore[valid-type]
BodyKind = Annotated[Literal["", *model.BODY_KINDS], Query(alias="区分", description="企業・団体の性格。空ならすべて")]  # type: ignore[valid-type]
PlaceKind = Annotated[Literal["", "市区町村", "都道府県"], Query(alias="種別", description="空ならすべて")]
StateName = Annotated[
    Literal["", "記録あり", "記録なし", "抜粋など", "未調査"],
    Query(alias="状況", description="記録の有無と、どこまで調べたか。空ならすべて"),
]
