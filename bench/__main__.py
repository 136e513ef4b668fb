"""``python -m bench``: the whole way of a country (`bench.way`). With a word: ``country`` makes the country (`bench.folder`),
``stores`` the stores beside their bare floors (`bench.measure`), ``extract`` drafting (`bench.extract`), ``api`` the server
(`bench.api`), ``map`` the map beside pyvis's own (`bench.map`), ``portable`` the portable explorer (`bench.portable`),
``table`` every line of the README's table (`bench.table`).
"""

import sys
from importlib import import_module

PARTS = {
    "country": "folder", "stores": "measure", **{part: part for part in ("extract", "api", "map", "portable", "table")},
}  # fmt: skip

if __name__ == "__main__":
    part = PARTS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if part:
        del sys.argv[1]
    import_module(f"bench.{part or 'way'}").main()
