"""How well drafts agree with the gold.

``python -m tests.documents.score FOLDER`` drafts every annotated document of a folder and prints the figures;
``--detail`` prints each miss, ``--drafts FILE`` scores drafts made before (JSON, one document a line), ``--check``
looks at the gold alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from graph import names, places
from graph.errors import RenkeiError
from graph.paths import shipped_data
from loaders.vocabulary import Vocabulary
from tests.documents import gold as golds
from tests.documents.figures import Drafted, Names, Record, score
from tests.documents.tally import report


def draft(path: Path, vocabulary: Vocabulary, owner: str) -> Drafted:
    """The draft of a file as the tool makes it; a file that it refuses gives an empty one with the reason."""
    from loaders.extract import Options, draft_file

    try:
        made = draft_file(path, vocabulary, Options(municipality=owner))
    except RenkeiError as error:
        return Drafted({}, "", refused=error.detail)
    return Drafted(made.record, made.text, made.places, made.rows)


def draft_prose(path: Path, vocabulary: Vocabulary, owner: str) -> Drafted:
    """The draft of a file's running text alone, its tables read as text."""
    from loaders.prose import draft as prose
    from loaders.read import read

    reading = read(path)
    found = prose.draft(reading, vocabulary, municipality=owner)
    return Drafted({"協定": found.agreements, "施策": found.measures, "加盟": found.memberships}, reading.text)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="注釈つきの文書で草案を採点します。")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--detail", action="store_true", help="違いをひとつずつ示す")
    parser.add_argument("--only", default="", help="名前にこの文字を含む文書だけ")
    parser.add_argument("--drafts", type=Path, help="作成済みの草案（JSON Lines、文書の名前の順）")
    parser.add_argument("--prose", action="store_true", help="表の読み取りを通さず、文章としてだけ読む")
    parser.add_argument("--check", action="store_true", help="採点せず、正解の矛盾だけを調べる")
    options = parser.parse_args(arguments)
    data = shipped_data()
    compare = Names(places.Gazetteer.load(data), names.Normaliser.load(data))
    given = [(p, g) for folder in options.folders for p, g in golds.documents(folder) if options.only in p.name]
    if options.check:
        found = [
            f"{path.name}: {words}"
            for path, gold in given
            for words in golds.problems(golds.load(gold), _text(path), compare.gazetteer, compare.normaliser)
        ]
        print("\n".join([*found, f"{len(given)}件のうち問題 {len(found)}"]))
        return 1 if found else 0
    made = _lines(options.drafts, [path for path, _ in given]) if options.drafts else []
    vocabulary = None if made else Vocabulary.load(data)
    scores = {}
    for index, (path, beside) in enumerate(given):
        gold = golds.load(beside)
        make = draft_prose if options.prose else draft
        drafted = make(path, vocabulary, gold.owner) if vocabulary else Drafted(made[index], _text(path))
        scores[path.name] = score(gold, drafted, compare)
    print(report(scores, detail=options.detail))
    return 0


def _text(path: Path) -> str:
    if path.suffix in (".txt", ".md"):
        return path.read_text(encoding="utf-8")
    from loaders.read import read

    return read(path).text


def _lines(path: Path, documents: Sequence[Path]) -> list[Record]:
    """Drafts in the order of the documents: by the sha256 of the file if they tell it, else as they come."""
    made = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    by_digest = {record.get("文書", {}).get("sha256"): record for record in made}
    digests = [hashlib.sha256(document.read_bytes()).hexdigest() for document in documents]
    if by_digest.keys() & set(digests):
        return [by_digest.get(digest, {}) for digest in digests]
    if len(made) != len(documents):
        raise SystemExit(f"草案は{len(made)}件、文書は{len(documents)}件で、数が合いません")
    return made


if __name__ == "__main__":
    sys.exit(main())
