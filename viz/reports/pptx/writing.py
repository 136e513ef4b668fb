"""A deck into a file: slide by slide, without touching what a person made or changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.exc import PackageNotFoundError

from graph.errors import UsageError
from viz.reports.fixed import moment, pack
from viz.reports.pptx import drawing, look, memory, placing
from viz.reports.pptx.memory import Memory
from viz.reports.slides import Deck, Slide
from viz.reports.words import plain, short

MARKER: Final = "［連携グラフ］"
_BELOW: Final = "―― 根拠（連携グラフが書く。この線から下は作り直される）――"


class Written(NamedTuple):
    """A file, and what a person must know of it."""

    content: bytes
    notes: tuple[str, ...]


def write(deck: Deck, base: bytes | None = None, anywhere: bool = True) -> Written:
    """The file. ``base``: a template or an earlier file; what a person made or changed in it stays. ``anywhere``: the
    slides may go to its end where nothing in it says where.

    Raises `UsageError` for a base that is no PowerPoint file or is about something else.
    """
    made = look.blank() if base is None else _opened(base)
    remembered = memory.read(made)
    if remembered and remembered.subject != deck.subject:
        raise UsageError(
            f"このファイルは「{remembered.name}」のスライドです。「{deck.name}」のスライドは、別の名前のファイルに書いてください。"
        )
    if base is None:
        _tell(made, deck)
    filling = _Filling(made, deck, remembered)
    if base is not None and not anywhere and not filling.has_place:
        raise UsageError(
            f"このファイルには、連携グラフの作ったスライドがありません。ここに入れるなら、入れたいところに {MARKER} とだけ"
            "書いたスライドを置いてください。そうでなければ、別の名前のファイルに書いてください。"
        )
    notes = filling.run()
    file = io.BytesIO()
    made.save(file)
    return Written(pack(file.getvalue(), deck.date), tuple(notes))


def _opened(base: bytes) -> Any:
    try:
        return Presentation(io.BytesIO(base))
    except (PackageNotFoundError, ValueError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise UsageError(
            "PowerPoint のファイル（.pptx）として読めません。PowerPoint で開けるか、暗号や古い形式（.ppt）でないかを"
            "確かめてください。"
        ) from error


def _tell(made: Any, deck: Deck) -> None:
    told = made.core_properties
    told.author = told.last_modified_by = "連携グラフ"
    told.title, told.comments = plain(short(deck.title, 200)), f"資料の日付: {plain(short(deck.dated, 200))}"
    told.subject, told.keywords, told.category, told.language, told.revision = "", "連携グラフ", "", "ja-JP", 1
    told.created = told.modified = moment(deck.date)
    relations = made.part.package._rels
    for id, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            relations.pop(id)


class _Filling:
    """Puts the slides of a deck into a file."""

    def __init__(self, made: Any, deck: Deck, remembered: Memory | None) -> None:
        self._made = made
        self._deck = deck
        self._before = remembered
        self._notes: list[str] = []
        self._parts: dict[str, list[str]] = {}
        self._marks: dict[str, str] = {}

    @property
    def has_place(self) -> bool:
        """Whether the file says where slides go."""
        return bool(self._present()) or self._marker() is not None

    def run(self) -> list[str]:
        """Fill in; what a person must know."""
        present = self._present()
        marker = self._marker()
        at = self._index(marker) if marker is not None else len(self._made.slides)
        for slide in self._deck.slides:
            known = self._before is not None and slide.key in self._before.parts
            if slide.key in present:
                self._fill(present[slide.key], slide, old=True)
                at = self._index(present[slide.key]) + 1
            elif known and present and marker is None:
                self._keep_gone(slide)
            else:
                added = self._made.slides.add_slide(look.layout(self._made, cover=slide.cover))
                self._move(added, at)
                self._fill(added, slide, old=False)
                at += 1
        wanted = {slide.key for slide in self._deck.slides}
        for key, old in present.items():
            if key not in wanted:
                self._leave(key, old)
        if marker is not None:
            self._remove(marker)
        memory.write(
            self._made, Memory(self._deck.subject, plain(short(self._deck.name, 200)), self._parts, self._marks)
        )
        return self._notes

    def _present(self) -> dict[str, Any]:
        """Slides of an earlier run, by key."""
        found: dict[str, Any] = {}
        for slide in self._made.slides:
            for shape in slide.shapes:
                pieces = shape.name.split(":")
                if len(pieces) == 4 and pieces[0] == drawing.PREFIX:
                    found.setdefault(pieces[1], slide)
        return found

    def _marker(self) -> Any:
        for slide in self._made.slides:
            if any(shape.has_text_frame and shape.text_frame.text.strip() == MARKER for shape in slide.shapes):
                return slide
        return None

    def _ids(self) -> Any:
        return self._made.slides._sldIdLst

    def _index(self, slide: Any) -> int:
        ids = [each.slide_id for each in self._made.slides]
        return ids.index(slide.slide_id)

    def _move(self, slide: Any, at: int) -> None:
        ids = self._ids()
        mine = ids[self._index(slide)]
        ids.remove(mine)
        ids.insert(at, mine)

    def _remove(self, slide: Any) -> None:
        ids = self._ids()
        mine = ids[self._index(slide)]
        self._made.part.drop_rel(mine.rId)
        ids.remove(mine)

    def _keep_gone(self, slide: Slide) -> None:
        if self._before is not None:
            self._parts[slide.key] = self._before.parts[slide.key]
            self._marks[slide.key] = self._before.notes.get(slide.key, "")
        self._notes.append(
            f"スライド「{slide.title}」は消されているので、作りませんでした（戻すには {MARKER} と書いたスライドを置く）。"
        )

    def _leave(self, key: str, old: Any) -> None:
        """A slide that the report no longer has: gone where it is ours alone, else it stays."""
        ours, theirs = self._shapes(key, old)
        changed = [shape for shape in ours.values() if not _as_written(shape)]
        if theirs or changed or self._own_notes(key, old):
            self._notes.append(
                f"前の版のスライド「{_title(old)}」は今の資料にありませんが、人が書いたものがあるので残しました。"
            )
        else:
            self._remove(old)

    def _shapes(self, key: str, slide: Any) -> tuple[dict[str, Any], list[Any]]:
        """Our shapes on a slide by part, and those of people."""
        ours: dict[str, Any] = {}
        theirs = []
        for shape in slide.shapes:
            pieces = shape.name.split(":")
            if len(pieces) == 4 and pieces[:2] == [drawing.PREFIX, key]:
                ours[pieces[2]] = shape
            elif shape.name != "頁番号" and not (shape.is_placeholder and not drawing.words_of(shape)):
                theirs.append(shape)
        return ours, theirs

    def _fill(self, page: Any, slide: Slide, *, old: bool) -> None:
        before, _ = self._shapes(slide.key, page) if old else ({}, [])
        known = set(self._before.parts.get(slide.key, ())) if old and self._before else set()
        beside: list[str] = []
        written: list[str] = []
        room = look.room(self._made, page)
        for part, draw, words in placing.parts(page, slide, room):
            written.append(part)
            existing = before.pop(part, None)
            if existing is not None and not _as_written(existing):
                self._notes.append(
                    f"スライド「{slide.title}」の{placing.WORDS[part]}は人の手で直されているので、そのままにしました。新しい内容はノートにあります。"
                )
                beside += [f"新しい{placing.WORDS[part]}:", words]
                continue
            if existing is None and part in known:
                continue
            place = _place(existing) if existing is not None and not existing.is_placeholder else None
            if existing is not None and not existing.is_placeholder:
                _take_out(page, existing)
            shape = draw()
            shape.name = drawing.name(slide.key, part, drawing.words_of(shape))
            if place is not None:
                shape.left, shape.top = place
        for shape in before.values():
            if _as_written(shape):
                _take_out(page, shape)
        if not old:
            placing.drop_empty(page)
            drawing.page_number(page)
        self._parts[slide.key] = written
        self._write_notes(page, slide, beside)

    def _own_notes(self, key: str, page: Any) -> str:
        """What a person wrote in the notes: all above our line, and below it what is not as we wrote it."""
        if not page.has_notes_slide:
            return ""
        above, line, below = page.notes_slide.notes_text_frame.text.partition(_BELOW)
        remembered = self._before.notes.get(key) if self._before else None
        if line and drawing.mark(below) != remembered:
            return f"{above.rstrip()}\n{below.strip()}".strip()
        return str(above.rstrip())

    def _write_notes(self, page: Any, slide: Slide, beside: Sequence[str]) -> None:
        own = self._own_notes(slide.key, page)
        below = "\n".join(["", *beside, *slide.notes])
        frame = page.notes_slide.notes_text_frame
        frame.text = plain("\n".join(filter(None, (own, _BELOW))) + below)
        self._marks[slide.key] = drawing.mark(plain(below))


def _as_written(shape: Any) -> bool:
    return bool(shape.name.rsplit(":", 1)[-1] == drawing.mark(drawing.words_of(shape)))


def _take_out(page: Any, shape: Any) -> None:
    """A shape of ours off its slide, with its picture unless another shape shows that too."""
    shape._element.getparent().remove(shape._element)
    embed = f"{{{_RELATIONS}}}embed"
    shown = {each.get(embed) for each in page._element.iter() if each.get(embed)}
    for each in shape._element.iter():
        id = each.get(embed)
        if id and id not in shown:
            page.part.rels.pop(id)


_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _place(shape: Any) -> tuple[int, int]:
    return shape.left, shape.top


def _title(slide: Any) -> str:
    return slide.shapes.title.text if slide.shapes.title is not None else "題なし"
