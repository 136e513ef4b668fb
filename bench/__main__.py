"""``python -m bench``: the stores (`bench.measure`); ``python -m bench extract``: drafting (`bench.extract`);
``python -m bench api``: the server (`bench.api`); ``python -m bench map``: the map beside pyvis's own (`bench.map`)."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["extract"]:
        from bench.extract import main as extract

        del sys.argv[1]
        extract()
    elif sys.argv[1:2] == ["api"]:
        from bench.api import main as api

        del sys.argv[1]
        api()
    elif sys.argv[1:2] == ["map"]:
        from bench.map import main as map_

        del sys.argv[1]
        map_()
    else:
        from bench.measure import main

        main()
