"""Groups of people under the name of a place, without a legal form: 宇陀市山岳会, 氷見新聞販売店会, 上野原市無線奉仕団.

Any 会 or 団 that begins with the name of a place may be one; what is held (説明会, 講演会) or is an organ (議会, 委員会) is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.leftwards import left
from loaders.prose.raw import RawBody

# A set of first letters, so that the engine skips at full speed to where one stands.
_GROUP: Final = re.compile(
    rf"[会団隊連講塾クサ同楽](?<=[{KANJI}{KATAKANA}{HIRAGANA}].)(?:(?<=[会団隊連講塾])|(?<=ク)ラブ|(?<=サ)ークル|(?<=連)合|(?<=同)盟|(?<=楽)座)"
    r"(?=[とはがをにのも、。」』)(・,\n]|から|など|による|により|及び|並びに|および|様|さん|$)"
)
_NO_GROUP: Final = re.compile(
    r"(?:[都議委司教機集大総例部役幹朝夕夜宴停再国閉開面散密照都立参入退臨茶学]会|(?<!商)社会|(?:委員|審議|審査|評議|検討|懇談|懇話|協議|調整|説明|講演|講習|講座|報告|発表|研修|研究発表|勉強|学習|交流|交歓|座談|意見交換|情報交換|相談|見学|内覧|視察|体験|商談|即売|展示|展覧|博覧|品評|鑑賞|観賞|上映|演奏|音楽|発表|朗読|読書|おはなし|お話|運動|体育大|競技|記録|競走|花火大|盆踊り大|祝賀|歓迎|送別|壮行|激励|慰労|懇親|忘年|新年|誕生|打合せ|打ち合わせ|打合|準備|反省|検証|公聴|聴聞|説明|協賛|選考|選定|推薦|採択|抽選|内定|点検|測定|検診|健診|試食|試飲|試乗|観望|観察|採集|清掃|植樹|育樹|追悼|慰霊|出陣|結団|贈呈|授賞|表彰|記念|農業委員|教育委員|市議|町議|村議|区議|県議|府議|都議|道議)会"
    r"|(?:集|財|社|軍|(?<!医)師|旅|一|船|楽|暴力|金|布|入|球|分|劇|使節|視察|派遣|代表|選手|訪問|調査|弁護|機動|救急|自衛|軍|艦|楽|部|警備|守備|登山|捜索|探検|遠征)[団隊]|(?:関|国|一|都|道|府|県|常|流)連|連隊)$"
)
_OF: Final = re.compile(rf"[{KANJI}{KATAKANA}{HIRAGANA}]の会")
_LEAST: Final = 2


def find(text: str, kana: Collection[str], stems: Collection[str]) -> Iterator[RawBody]:
    """Groups in a folded text. ``kana``, ``stems``: as for `leftwards.left`."""
    for match in _GROUP.finditer(text):
        start, end = match.span()
        start -= _OF.match(text, start - 2) is not None
        if _NO_GROUP.search(text, max(0, end - 6), end):
            continue
        for reading in left(text, start, kana, stems).readings:
            name = text[reading.start : start]
            place = next((n for n in range(min(7, len(name)), 1, -1) if name[:n] in stems), 0)
            kind = name[place:].lstrip("市区町村県都府道")
            if place and len(kind) >= _LEAST and kind[0] != "の" and not _PARTED.search(name):
                yield RawBody(reading.start, end, end, "団体", rank=1)
                break


_PARTED: Final = re.compile(r"[がをにはで]")
