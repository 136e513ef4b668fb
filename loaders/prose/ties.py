"""Deeds told by the words that tie a local government and a body: 「市が委託したA社」 「市の依頼で、A社が」 「運営はA社が担う」.

Unlike `loaders.prose.deeds`, which looks behind the name of a body, these look between the two names, behind the name of
the local government, or before the name of the body.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, deeds
from loaders.prose.parts import Body, Place

_RELATIVE: Final = re.compile(
    r"(?:が|から|より|の|と)(?:の)?、?[^、。はが「」]{0,18}?"
    r"(?P<deed>委託|受託|補助|助成|出資|依頼|要請|指定管理|選定|採択|支援|連携|協力|協働|共同|提携|契約|任せ|委ね|託|組んで|寄附|寄付|融資)"
    r"[^、。はが「」]{0,14}?(?:た|だ|る|いる|中の|先の|先である)[「『]?"
)
_MARKED: Final = re.compile(
    r"(?:との?|の|から(?:の)?|より)(?:業務)?(?P<deed>官民連携|連携|協働|共同|委託|補助金?|助成金?|支援(?:金)?|依頼|要請|求め|呼びかけ|指定|選定|認定|協力|後押し)(?:事業)?"
    r"(?:として|に(?:より|よって|応じ|応え|基づ)|で(?!きな|は|す|あ)、?|を(?:受け|得|活用|利用|使|もとに|頼りに)|のもと|の下)"
)
_ROLE_BEFORE: Final = re.compile(
    r"(?P<role>運営(?:主体|会社|者|事業者|業務)?|受託(?:者|事業者)?|委託(?:先|業者)|指定管理者|事務局|企画(?:・運営)?|制作|管理|開発|運行(?:業務|主体)?|配送|講師|協力|共催|主催|実施主体|請負(?:業者)?)"
    r"(?:役|企業|団体|会社)?(?:(?:は|を(?!委託す|依頼す|任せ|頼[みん]|お願い))、?(?:[^、。はがを]{0,14}の|[^、。はを]{0,24}[たるい])?|の|である|、)[「『]?$"
)
_CHOSEN: Final = re.compile(
    r"(?:事業者|管理者|業者|先|者|パートナー)(?:として|に)(?:選ばれ|選定し|選定され|指定し|指定され|決まっ|選[んび])(?:た|だ)[「『]?$|(?:公募|プロポーザル|PFI|ＰＦＩ)で(?:選定し|選定され|選ばれ|選ん|決まっ|決め|決定し)(?:た|だ)[「『]?$"
)
_FOR_POST: Final = re.compile(
    r"(?:事業者|管理者|受託者|委託先|運営者|優先交渉権者|パートナー)(?:に(?:は)?|として)、?(?:[^、。はが]{0,16}の)?[「『]?$"
)
_TAKEN: Final = re.compile(r"[」』]?が(?:選ばれ|選定され|決まっ|決定し|指定され)(?:た|て|まし|、|る)")
"""「事業者にA社が選ばれた」."""
_HONOURED: Final = re.compile(
    r"(?:受け|担[っい]|担当し|引き受け|支え|協力し|支援し|提供し|運営し|走らせ|開[いけ]|行[っい]|届け|務め|手伝[っい]|貸し|出し|作[っり]|つくっ)"
    r"て(?:いただ(?:い(?:て(?:い(?:る|ます)|おり(?:ます)?)|た)|きました|いております)|くださ(?:って(?:いる|います|おります)|った|る)|くれ(?:て(?:いる|います)|た)|もらって(?:いる|います))[「『]?$"
)
"""「運行を受けていただいております満濃観光」: so a local government speaks of those who do something for it."""
_ROLE_AFTER: Final = re.compile(r"[」』]?(?:が|で(?!き)|です|である|だ(?!っ)|[）)]|に(?:担|任|委|お願)|。|$)")
_HOST_BEFORE: Final = re.compile(
    r"(?:(?:実施|事業|運営)?主体|主催(?:者)?|発注(?:者|元)?|委託(?:元|者)|設置者|施設の?所有者|事業者|所有)(?:は|が)、?[「『]?$"
)
_SHARED: Final = re.compile(
    r"が[^、。はが]{1,24}を(?:それぞれ)?、?|[がは][^、。はが]{0,16}(?:主催|共催|企画|呼びかけ|用意)し(?:て)?、|[がは][^。はが]{0,30}を(?:買い|用意し|提供し|貸し|出し|負担し|整備し|設け|補助し|募り|借り|建て)、"
)
_CALLED: Final = re.compile(
    r"の(?:呼び(?:か|掛)け|要請|依頼|求め|提案|声かけ|働き(?:か|掛)け)に(?:は)?、?(?:[^、。はが]{0,24}[のたうくすつぶむる])?[「『]?"
)
_ANSWERS: Final = re.compile(r"(?:が|も)、?(?:応じ|応え|こたえ|賛同|協力)")
_JOINTLY: Final = re.compile(
    r"(?:と)?(?:に|が)?よる(?![とれ])[^、。]{0,20}?(?:取組|取り組み|事業|プロジェクト|研究|実験|実証|企画|イベント|教室|講座|活動|運行|試み|連携|協働|共同)"
    r"|の(?:共同|合同|協働|連携|官民連携|産学連携|タイアップ|コラボ|共催|二者|両者の|双方の)(?!協定)"
    r"|[がは](?:力を合わせ|手を取り合|知恵を出し合|費用を出し合|役割を分担|タッグを組|二人三脚)"
)
_MAIN: Final = {
    "委託": "受託", "受託": "受託", "指定管理": "受託", "任せ": "受託", "委ね": "受託", "託": "受託", "契約": "受託",
    "寄附": "寄附", "寄付": "寄附", "融資": "融資", "出資": "", "補助": "", "助成": "", "補助金": "", "助成金": "",
}  # fmt: skip


def told(
    text: str, breaths: list[list[Place | Body]], run: list[Place | Body], start: int, stop: int
) -> deeds.Told | None:
    """The deed that ties the bodies of ``run`` to a local government of the same clause (``start`` … ``stop``)."""
    begin, end = run[0].span.start, run[-1].span.end
    after = cues.after_name(text, end, stop)
    if any(isinstance(m, Place) and m.use == "actor" for m in run):
        match = _JOINTLY.match(text, after, stop)
        return deeds.Told(deeds.TOGETHER, match.end()) if match else None
    role = _ROLE_BEFORE.search(text, start, begin)
    if role and _ROLE_AFTER.match(text, deeds.behind_people(text, after, stop), stop):
        word = role["role"]
        if word == "主催" and not any(isinstance(m, Place) and m.use == "actor" for r in breaths for m in r):
            # 「主催はA社。」: somebody else's event, of which the text tells too.
            return None
        entrusted = word[:2] in ("受託", "委託", "指定", "請負")
        return deeds.Told(deeds.named("受託" if entrusted else "運営", receiver=entrusted), after)
    if _HONOURED.search(text, start, begin):
        return deeds.Told(deeds.named("協力", receiver=True), after, settled=True)
    if _CHOSEN.search(text, start, begin):
        return deeds.Told(deeds.named("受託", receiver=True), after)
    if _FOR_POST.search(text, start, begin) and _TAKEN.match(text, after, stop):
        return deeds.Told(deeds.named("受託"), after)
    for other in breaths:
        if not isinstance(other[-1], Place) or other[-1].use != "actor" or other[0].span.start < start:
            continue
        behind = cues.after_name(text, other[-1].span.end, stop)
        marked = _MARKED.match(text, behind, stop)
        if marked and text.startswith(("は", "が", "も"), deeds.behind_people(text, after, stop)):
            return deeds.Told(deeds.named(_MAIN.get(marked["deed"], "協力")), max(after, marked.end()))
        if behind > begin or any(
            isinstance(r[-1], Body) and behind <= r[0].span.start < begin for r in breaths if r is not run
        ):
            continue
        relative = _RELATIVE.fullmatch(text, behind, begin)
        if relative and not _NOT.search(text, relative.end("deed"), begin):
            return deeds.Told(deeds.named(_MAIN.get(relative["deed"], "協力")), after, settled=True)
        if _ANSWERS.match(text, after, stop) and _CALLED.fullmatch(text, behind, begin):
            return deeds.Told(deeds.named("協力"), after)
        if text.startswith("が", after) and _SHARED.fullmatch(text, behind, begin):
            return deeds.Told(deeds.TOGETHER, after)
    return None


_NOT: Final = re.compile("ない|なかった|せず|予定|検討|たい")


def hosts(text: str, start: int, begin: int) -> bool:
    """Whether the words before a local government say that it is the one who does it (事業の主体は宇陀市で)."""
    return _HOST_BEFORE.search(text, start, begin) is not None


def receives(text: str, after: int, body: int) -> bool:
    """Whether the words between a local government and a body tie them."""
    return bool(
        _RELATIVE.fullmatch(text, after, body)
        or _MARKED.match(text, after, body)
        or _SHARED.fullmatch(text, after, body)
        or _CALLED.fullmatch(text, after, body)
    )
