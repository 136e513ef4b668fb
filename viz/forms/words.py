"""What a form says to those who fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from graph import dates, forms
from graph.forms import Form

GIVEN: Final = "記録（直さないでください）"
ASKED: Final = "回答（白い欄に書いてください）"
MORE: Final = "ここに書き足す"
NO_SOURCES: Final = "出典はありません。"


class Line(NamedTuple):
    """A line of the instructions."""

    label: str
    text: str = ""
    heading: bool = False


def notes(form: Form) -> dict[str, str]:
    """What stands beside the cells above the table."""
    return {
        forms.DAY: "必ず書いてください（例　令和8年4月10日）",
        forms.DEPARTMENT: "課の名前だけ（個人名・電話番号・メールアドレスは書かない）",
        forms.OPENNESS: "庁内限り＝地図や資料に出さない／公開＝出してよい",
    }


def back(form: Form) -> str:
    """By when and to whom the form goes back."""
    told = [f"締切: {dates.japanese(form.due)}" if form.due else "", f"返信先: {form.sender}" if form.sender else ""]
    return "　".join(filter(None, told))


def more(form: Form) -> str:
    """What stands above the empty rows."""
    if form.kind == "棚卸し":
        return (
            "記録にない協定（名称と相手方も書く）、または、上の協定のふたつめの実績（その協定の番号と実績だけを書く）"
        )
    return "記録にない協定・取組（種類・名称・相手方も書く）、または、上の協定による新しい取組（その番号と取組の内容を書く）"


def guide(made: Sequence[Form]) -> Iterator[Line]:
    """The instructions for a workbook of forms of one kind."""
    form = made[0]
    yield Line(form.title if len(made) == 1 else form.title.rpartition("　")[0] or form.title, "", heading=True)
    if form.sender:
        yield Line("返信先", form.sender)
    if form.due:
        yield Line("締切", dates.japanese(form.due))
    if form.kind == "棚卸し":
        yield Line("お願い", f"{forms.fiscal(form.period)}の実績と、これからのことを、協定ごとに一行で書いてください。")
    else:
        yield Line(
            "お願い",
            "公開されている資料などから、次のことを記録しています。正しいか、足りないものがないかを教えてください。",
        )
    yield Line("書き方", "", heading=True)
    yield Line(
        "1 上の三つの欄",
        "「回答日」と「回答した部署」は必ず書きます。「公開」は、庁内限りのままなら、地図や資料に出ません。",
    )
    yield Line("2 白い欄", "分かるところだけ書きます。空の欄は「回答なし」として扱い、何も変えません。")
    yield Line(
        "3 灰色の欄",
        "記録です。直さないでください。違うところは「記録は正しいか」で 違う を選び、「違うところ」に、締結日: 令和5年11月8日 のように一行にひとつ書きます。",
    )
    yield Line("4 日付", "令和9年3月31日、R9.3.31、2027/3/31、令和8年4月 のように、分かるところまで書きます。")
    yield Line(
        "5 実績・取組",
        "ひとつの行にひとつ。ふたつめからは、下の空いた行に番号と実績を書きます。行わなかったときは なし と書きます。",
    )
    yield Line("6 個人の情報", "人の名前、電話番号、メールアドレスは書かないでください。書いてあると取り込めません。")
    yield Line(
        "7 してよいこと",
        "列の幅を変える、行を並べ替える、行を写す、シートの名前を変える、メモのシートを足す、CSV や xls で保存する。",
    )
    yield Line("8 しないこと", "右端の「控え」の列を消す、複数の行のセルをひとつに結合して実績を書く。")
    yield Line("欄の意味", "", heading=True)
    for column in form.columns:
        choices = f"（{'／'.join(column.choices)}）" if column.choices and column.key != "確認" else ""
        yield Line(
            form.heading(column),
            f"{column.meaning}{choices if not column.meaning.startswith(column.choices[:1] or ' ') else ''}",
        )
    if form.kind == "照会票":
        yield Line("段階", "記録の「段階」は、資料に書かれているところです。計画は、行われたという意味ではありません。")
