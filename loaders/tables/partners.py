"""Cells that name partners: several names in one cell, branches, what stands in brackets, and what names nobody.

Names of persons (代表取締役 …) are cut out before anything else is read, so that they reach no value and no quote.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph import places
from loaders.tables import branches, footnotes, partner_lines, titles
from loaders.tables import partner_words as terms
from loaders.tables.lookup import FORM_WORDS, Lookup


class Partner(NamedTuple):
    """A partner that a cell names. ``start``/``end``: its words in the cell's text.

    ``codes``: not empty for a local government (several: the bare name is ambiguous); ``name`` is then its full name,
    or the bare one.
    """

    name: str
    said: str
    department: str
    start: int
    end: int
    codes: tuple[str, ...] = ()


class Partners(NamedTuple):
    """What a cell names: bodies and local governments, partners without a name, and what is doubtful about it."""

    bodies: tuple[Partner, ...] = ()
    unnamed: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    lines: int = 1
    """How many lines of the cell name partners (a cell beside it may have as many dates)."""


def read(text: str, lookup: Lookup, *, prefecture: str = "", wrapped: int = 0) -> Partners:
    """The partners that a cell names.

    ``prefecture``: decides bare names of local governments; ``wrapped``: the length of the column's longest line where
    the format breaks lines for lack of room (PDF), so that a full line goes on in the next.
    """
    if terms.PLAIN.fullmatch(text) and len(text) > 2 and not _hazard(text):
        if not any(c in text for c in "市町村区県都府道"):
            return Partners((Partner(lookup.official(text), text, "", 0, len(text)),))
        return _Cell(text, text, lookup, prefecture).partners([(0, len(text))])
    flat = text.translate(terms.WIDTH)
    flat = _masked(flat)
    cell = _Cell(text, flat, lookup, prefecture)
    lines, doubts = partner_lines.join(flat, lookup, wrapped)
    cell.doubts += doubts
    pieces = [piece for start, end in lines for piece in cell.split(start, end)]
    found = cell.partners(pieces)
    return found._replace(lines=len(lines))


def _hazard(text: str) -> bool:
    """Whether a plain-looking cell still needs to be taken apart."""
    return text[-1] in terms.LAST_SIGNS or bool(terms.SIGNS.search(text) or terms.GENERIC.fullmatch(text))


def _masked(flat: str) -> str:
    """The text with representatives and contacts blanked out, as long as before."""
    for pattern in (terms.CONTACT, terms.REPRESENTATIVE, footnotes.MARK):
        flat = pattern.sub(lambda match: "\x00" * len(match[0]), flat)
    lines = flat.split("\n")
    for n, line in enumerate(lines[:-1]):
        # A title alone on its line: the person stands on the next.
        if (
            line.endswith("\x00")
            and not line.strip("\x00 ").strip()
            and terms.NAME_LINE.fullmatch(lines[n + 1].strip())
        ):
            lines[n + 1] = "\x00" * len(lines[n + 1])
    return "\n".join(lines)


class _Cell:
    """One cell while it is read: the text, its twin with plain widths and blanks, and doubts so far."""

    def __init__(self, text: str, flat: str, lookup: Lookup, prefecture: str) -> None:
        self.text, self.flat, self.lookup, self.prefecture = text, flat, lookup, prefecture
        self.doubts: list[str] = []

    # --- splitting -----------------------------------------------------------------------------------------------------

    def split(self, start: int, end: int) -> list[tuple[int, int]]:
        """The pieces of one line, each to be one name."""
        flat, depth = self.flat, _depths(self.flat)
        inside = depth[start - 1] if start else 0
        cuts = [
            (m.start(), m.end())
            for m in terms.SPLIT.finditer(flat, start, end)
            if depth[m.start()] <= inside and m[0] != "\n"
        ] + [(m.start(), m.end()) for m in re.finditer("\x00+", flat[:end]) if m.start() >= start]
        pieces = _between(start, end, sorted(cuts))
        found: list[tuple[int, int]] = []
        for piece in pieces:
            found += self._and(*piece, [d - inside for d in depth])
        return found

    def _and(self, start: int, end: int, depth: list[int]) -> list[tuple[int, int]]:
        """A piece cut at 及び, ・ or spaces, where every part is a name on its own."""
        if self.lookup.place(self.flat[start:end]) is not None:
            return [(start, end)]
        cuts = [(m.start(), m.end()) for m in terms.AND.finditer(self.flat, start, end) if not depth[m.start()]]
        for kind in ("及", "・", " "):
            chosen = [cut for cut in cuts if _kind(self.flat[cut[0]]) == kind]
            parts = [p for p in _between(start, end, chosen) if self.flat[slice(*p)].strip()]
            if len(parts) > 1 and all(self._whole(self.flat[slice(*p)], kind) for p in parts):
                return [piece for part in parts for piece in self._and(*part, depth)]
        return [(start, end)]

    def _whole(self, part: str, kind: str) -> bool:
        bare = terms.BULLET.sub("", part.strip())
        bare = terms.ET_CETERA.sub("", terms.OTHERS.sub("", bare))
        if kind == " ":
            return (bool(FORM_WORDS.search(bare)) and not FORM_WORDS.fullmatch(bare)) or self.lookup.place(
                bare
            ) is not None
        return bool(terms.GENERIC.fullmatch(bare)) or self.lookup.strong(bare)

    # --- reading -------------------------------------------------------------------------------------------------------

    def partners(self, pieces: list[tuple[int, int]]) -> Partners:
        """What the pieces name."""
        bodies: list[Partner] = []
        unnamed: list[str] = []
        for start, end in pieces:
            self._piece(start, end, bodies, unnamed)
        distinct = dict.fromkeys(bodies)
        return Partners(tuple(distinct), tuple(dict.fromkeys(unnamed)), tuple(dict.fromkeys(self.doubts)))

    def _piece(self, start: int, end: int, bodies: list[Partner], unnamed: list[str]) -> None:
        start, end = _trim(self.flat, start, end)
        bullet = terms.BULLET.match(self.flat[start:end])
        if bullet:
            start, end = _trim(self.flat, start + bullet.end(), end)
        others = terms.OTHERS.search(self.flat, start, end)
        if others and others.end() == end:
            words = self.text[others.start() : end].strip(" 　、,，()（）")
            if others.start() > start or re.match(r"(?:ほか|他|外|その他)", words):
                unnamed.append(words)
            start, end = _trim(self.flat, start, others.start())
        piece = self.flat[start:end]
        if not piece or terms.OWNER.fullmatch(piece):
            return
        if terms.GENERIC.fullmatch(piece.replace("\n", "")):
            if not re.fullmatch(r"なし|無し|該当なし|不明|[-ー―—–‐−*]+", piece):
                unnamed.append(self.text[start:end])
            return
        if terms.ET_CETERA.search(piece) and self.lookup.strong(terms.ET_CETERA.sub("", piece)):
            mark = terms.ET_CETERA.search(piece)
            assert mark
            unnamed.append(mark[0])
            end -= len(mark[0])
        self._name(start, end, bodies, unnamed)

    def _name(self, start: int, end: int, bodies: list[Partner], unnamed: list[str]) -> None:
        piece = self.flat[start:end]
        name, department, inner = piece, "", []
        for match in re.finditer(r"\(((?:[^()]|\([^()]*\))*)\)", piece):
            if not terms.LEGAL_BRACKET.fullmatch(match[0]):
                inner.append((start + match.start(1), match[1]))
                name = name.replace(match[0], " " if match.end() < len(piece) else "", 1)
        name = re.sub(r"(?<=[^\x00-\x7f])\n+\s*", "", name).replace("\n", " ").strip(" 「」『』\x00")
        name = titles.closed(" ".join(name.split()))
        members: list[tuple[int, int]] = []
        for at, words in inner:
            kind = self._bracket(name, words, at)
            if kind == "branch":
                department = words.strip()
            elif kind == "unnamed":
                unnamed.append(self.text[at : at + len(words)])
            elif kind == "name":
                name = words.strip()
            elif kind == "members":
                members.append((at, at + len(words)))
        if members:
            for member in members:
                for part in self.split(*member):
                    self._piece(*part, bodies, unnamed)
            self.doubts.append(f"「{name}」の構成員を相手方と読みました")
            return
        if not name:
            return
        said = self.text[start:end].strip()
        place = self.lookup.place(name, self.prefecture)
        if place is not None:
            bodies.append(self._municipality(place, name, said, department, start, end))
        else:
            name, branch, doubt = branches.apart(name, self.lookup)
            self.doubts += [doubt] if doubt else []
            bodies.append(Partner(self.lookup.official(name), said, department or branch, start, end))
        self._joint(inner, bodies)

    def _municipality(
        self, place: places.Body | places.Ambiguous, name: str, said: str, department: str, start: int, end: int
    ) -> Partner:
        gazetteer = self.lookup.gazetteer
        if isinstance(place, places.Ambiguous):
            codes = tuple(c for c, m in gazetteer.by_code.items() if m.full_name in place.candidates)
            return Partner(name, said, department, start, end, codes)
        full = gazetteer.by_code[place.code].full_name
        return Partner(full, said, department or place.part, start, end, (place.code,))

    def _joint(self, inner: list[tuple[int, str]], bodies: list[Partner]) -> None:
        """Local governments that a bracket names as further parties (○○市との三者協定)."""
        for at, words in inner:
            if terms.JOINT.search(words):
                for spot in self.lookup.spots(words):
                    if len(spot.codes) == 1:
                        full = self.lookup.gazetteer.by_code[spot.codes[0]].full_name
                        bodies.append(Partner(full, spot.said, "", at + spot.start, at + spot.end, spot.codes))

    def _bracket(self, outer: str, words: str, at: int) -> str:
        """What a bracket says about the name before it: branch, unnamed, name, members or '' (nothing of use)."""
        words = words.strip()
        if terms.OTHERS.fullmatch(words) or re.fullmatch(rf"(?:計|全)?{terms.COUNT}{terms.UNIT}", words):
            return "unnamed"
        if terms.JOINT.search(words) and self.lookup.spots(words):
            return ""
        if re.match(r"旧|現|元|本社|本店[::]|通称|略称|以下|愛称|代表|担当|住所|所在|50音|五十音|順不同|幹事", words):
            return ""
        if terms.BRANCH_ONLY.fullmatch(words) and not self.lookup.place(words):
            return "branch"
        if terms.GROUP.search(outer) and self.lookup.strong(re.split(r"[、,・/]", words)[0]):
            return "members"
        if self.lookup.place(words) is not None or not self.lookup.strong(words):
            return ""
        if not outer or (self._form(words) and not self._form(outer)):
            return "name"
        if terms.LEGAL.search(outer) and terms.LEGAL.search(words):
            self.doubts.append(f"「{outer}」のあとの括弧「{words}」との関係が分かりません")
        return ""

    def _form(self, name: str) -> str:
        return self.lookup.normaliser.parse(name).form


def _kind(mark: str) -> str:
    return mark if mark in "・ " else "・" if mark in "&＆" else "及"


def _depths(flat: str) -> list[int]:
    """For each character how deep in brackets it stands; brackets of legal forms do not count."""
    legal = {n for m in terms.LEGAL_BRACKET.finditer(flat) for n in range(m.start(), m.end())}
    depth, found = 0, []
    for n, character in enumerate(flat):
        if n not in legal and character in "(「":
            depth += 1
        found.append(depth)
        if n not in legal and character in ")」" and depth:
            depth -= 1
    return found


def _between(start: int, end: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found, at = [], start
    for begin, stop in cuts:
        if begin >= at:
            found.append((at, begin))
            at = stop
    found.append((at, end))
    return [(a, b) for a, b in found if b > a]


def _trim(flat: str, start: int, end: int) -> tuple[int, int]:
    """A piece without blanks around it, nor half a bracket that is left of one around a person."""
    while start < end and (flat[start] in " \x00\n" or (flat[start] == ")")):
        start += 1
    while end > start and (flat[end - 1] in " \x00\n" or (flat[end - 1] == "(")):
        end -= 1
    return start, end
