"""Tables that lie in running text as lines: a head 「自治体 | 相手先 | 形」 or 「施設　事業者　期間」, and a measure in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import keys, measure_places
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party
from loaders.read import Span

_CELL: Final = re.compile(r"[^|｜\t\n]+?(?= *(?:[|｜\t]|$))")
_SLASHED: Final = re.compile(r"[^／\n]+")
_GAPPED: Final = re.compile(r"\S++(?: \S++)*?(?=　|  |\t|$)")
_RULE: Final = re.compile(r"[|\s:+\-－―─━=]+")
_OPEN: Final = re.compile(r"未定|検討|予定|直営|協議中|調整中|募集|打診|見送|断念|落札|入札|応募")
_AGREED: Final = re.compile(r"協定|締結|覚書")
_SUBJECT: Final = re.compile(
    r"項目|訓練|施設|事業|取組|取り組み|内容|名称|業務|手法|概要|期間|年度|開始|始ま|時期|形|自治体|市町村"
)
_ROLES: Final = (("受託", re.compile(r"委託|受託|指定管理")), ("運営", re.compile(r"運営|運行")))
_PARTNER: Final = re.compile(r"相手|[先者名]|企業|団体|会社|法人|大学|パートナー")
# 宿泊施設 with 運営会社 and 電話 is a directory.
_DIRECTORY: Final = re.compile(r"電話|住所|所在地|営業|定休|料金|価格|金額|落札")
_CLEAR: Final = re.compile(r"受け?持ち|担い手|主体|連携|協働|協力|提携|委託|受託|指定管理")
_WORK: Final = re.compile(
    r"(?:実現|採用|採択|実施)し(?:た|ている)|民間提案|連携|協働|協力|共創|公民|官民|産官学|産学官|パートナー|委託|指定管理|共同|実証"
)
_MOST: Final = 200


def measures(scan: Scan) -> Iterator[Measure]:
    """One measure for each row that names a partner, under a head that says which column it is."""
    reach = -1
    for head in scan.sentences:
        if head.index <= reach or head.kind == "prose" or head.mentions:
            continue
        if _PARTNER.search(scan.text, *head.span) is None:
            continue
        columns = _columns(scan, head)
        if columns is None:
            continue
        for row in scan.sentences[head.index + 1 : head.index + 1 + _MOST]:
            if _RULE.fullmatch(scan.text, *row.span):
                continue
            cells = _cells(scan.text, row.span)
            if len(cells) != len(columns):
                break
            reach = row.index
            measure = _row(scan, head, row, columns, cells)
            if measure is not None:
                yield measure


def _columns(scan: Scan, head: Sentence) -> list[str] | None:
    """What each cell of a head asks for; None where the line is no head of measures."""
    cells = [scan.words(cell) for cell in _cells(scan.text, head.span)]
    if len(cells) < 2 or any(_AGREED.search(cell) for cell in cells):
        return None
    asked = [keys.known(cell) for cell in cells]
    kinds = [known.key if known else "" for known in asked]
    if not any(kind in ("partner", "doer") for kind in kinds) or any(_DIRECTORY.search(cell) for cell in cells):
        return None
    if "municipality" not in kinds and not any(
        known and known.specific and _CLEAR.search(cell) for known, cell in zip(asked, cells, strict=True)
    ):
        above = [scan.words(scan.sentences[i].span) for i in head.heading] + [scan.header.title]
        if not any(_WORK.search(words) for words in above):
            return None
    others = sum(
        kind not in ("partner", "doer") and bool(kind or _SUBJECT.search(cell))
        for kind, cell in zip(kinds, cells, strict=True)
    )
    return kinds if others else None


def _cells(text: str, span: Span) -> list[Span]:
    words = text[span.start : span.end]
    pattern = _CELL if re.search(r"[|｜\t]", words) else _SLASHED if words.count("／") > 1 else _GAPPED
    found = [Span(span.start + m.start(), span.start + m.end()) for m in pattern.finditer(words)]
    return [cell for cell in found if text[cell.start : cell.end].strip()]


def _row(scan: Scan, head: Sentence, row: Sentence, columns: list[str], cells: list[Span]) -> Measure | None:
    text = scan.text
    if _OPEN.search(text, *row.span):
        return None
    who = [cell for kind, cell in zip(columns, cells, strict=True) if kind in ("partner", "doer")]
    where = [cell for kind, cell in zip(columns, cells, strict=True) if kind == "municipality"]
    bodies = [b for b in row.bodies if b.certain and not b.product and _inside(b, who)]
    if not bodies:
        return None
    places = [Party(p) for p in row.places if p.use in ("actor", "location") and _inside(p, where)]
    notes = ["表の行から読み取りました"]
    if not places:
        place, note = (None, "") if where else measure_places.implied(scan, row, True, [])
        if place is None:
            return None
        places = [Party(place, "subject", place.span)]
        notes += [note] if note else []
    told = stage(text, *row.span)
    measure = Measure(
        row.index, row.span, "実施" if told == "不明" and any(d.date for d in row.dates) else told, notes=notes
    )
    measure.more = [head.span]
    rest = [cell for kind, cell in zip(columns, cells, strict=True) if kind not in ("partner", "doer", "municipality")]
    measure.title = rest[0] if rest else None
    role = next((role for role, pattern in _ROLES if pattern.search(text, *row.span)), "協力")
    measure.places = {p.key: p for p in places}
    measure.bodies = {p.key: (p, role) for p in map(Party, bodies)}
    measure.date = next((d for d in row.dates if d.date), None)
    return measure


def _inside(mention: Place | Body, cells: list[Span]) -> bool:
    return any(cell.start <= mention.span.start < cell.end for cell in cells)
