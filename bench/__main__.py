"""``python -m bench``: the stores (`bench.measure`); ``python -m bench extract``: drafting (`bench.extract`)."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["extract"]:
        from bench.extract import main as extract

        del sys.argv[1]
        extract()
    else:
        from bench.measure import main

        main()
