"""The country as a grid of tiles: where each prefecture stands."""

from __future__ import annotations

from typing import Final

TILES: Final = (
    "..........北海道",
    "..........青森県",
    ".........秋田県岩手県",
    ".........山形県宮城県",
    ".......石川県富山県新潟県福島県",
    ".......福井県長野県群馬県栃木県茨城県",
    "..山口県島根県鳥取県兵庫県京都府滋賀県岐阜県山梨県埼玉県千葉県",
    "佐賀県福岡県.広島県岡山県大阪府奈良県三重県愛知県静岡県東京都",
    "長崎県大分県.愛媛県香川県徳島県和歌山県...神奈川県",
    "熊本県宮崎県..高知県",
    "鹿児島県",
    "沖縄県",
)
"""Where the tile of each prefecture stands: a dot is an empty place of the grid."""


def tile_places() -> dict[str, tuple[int, int]]:
    """Column and line of each prefecture's tile, from 1."""
    found: dict[str, tuple[int, int]] = {}
    for line, text in enumerate(TILES, 1):
        column, name = 1, ""
        for character in text:
            if character == ".":
                column += 1
                continue
            name += character
            # 京都府 is whole at 府: its 都 does not end it.
            if len(name) > 2 and character in "都道府県":
                found[name] = (column, line)
                column, name = column + 1, ""
    return found
