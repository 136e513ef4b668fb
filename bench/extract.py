"""``python -m bench extract``: drafting of prose and tables — speed, evenness, and what is found beside GiNZA.

Every figure is measured in this run, on one core and in one process. Three things are timed apart: mentions (who, where,
when), the whole draft of a text that lies in memory, and the whole way from files on disk to records that can be
written, as ``renkei extract`` goes it (encoding told, tables looked for, records checked).

The prose is of two densities. Dense: the project's own annotated, made-up documents as they are; they are test cases
with an agreement or a measure every 160 letters or so, as no real page has them. Ordinary: pages that each hold one
annotated document and four times as many letters in sentences that name nobody, as the web pages, reports and bulletins
of a prefecture and its towns do between the few sentences that matter. The pages are made from a fixed seed, so that
every run reads the same. The tool keeps from one page for the next how names are to be read; in the 400 pages each
annotated document comes once or twice, in the 10,000 of ``--even`` 35 times. The best of several runs counts: what else
the machine does only ever slows a run.

GiNZA (PyPI ``ginza``, ``ja_ginza``) is no dependency: ``--ginza PYTHON`` names the interpreter of an environment in which
it is installed.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from graph.names import fold
from graph.paths import shipped_data
from loaders.prose.mentions import Body, Place, scan
from loaders.read import Reading
from loaders.vocabulary import Vocabulary

FOLDER = Path(__file__).parent.parent / "tests" / "documents" / "prose"
FILLER = (
    "この取り組みは、誰もが安心して暮らせる地域をつくることを目的に、住民の声を聞きながら少しずつ進められてきました。",
    "参加した人からは、思っていたよりも手続きが簡単で、次の機会にもぜひ申し込みたいという感想が寄せられています。",
    "費用の内訳は会場の借り上げと資料の印刷が大半を占めており、前の年と比べると一割ほど少なくなりました。",
    "今後は、利用の状況を確かめながら、対象とする年齢や受付の時間を広げることも考えていくとのことです。",
    "雨の日には屋内で行い、天候が回復したときには外の広場に移るなど、その場に合わせた工夫も見られました。",
    "申し込みは窓口のほか電子申請でも受け付けており、締め切りの後でも空きがあれば相談に応じています。",
)

GINZA = """
import json, sys, time
import spacy
texts = json.load(sys.stdin)
begun = time.perf_counter()
model = spacy.load("ja_ginza")
loaded = time.perf_counter()
found = []
for text in texts:
    names = []
    # The tokeniser refuses more than 49,149 bytes at a time.
    for piece in [text[n : n + 12000] for n in range(0, len(text), 12000)]:
        names += [entity.text for entity in model(piece).ents]
    found.append(names)
json.dump({"seconds": time.perf_counter() - loaded, "load": loaded - begun, "found": found}, sys.stdout)
"""


def readings() -> list[Reading]:
    """The annotated documents of running text."""
    paths = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".md"))
    return [Reading(path.name, "txt", "0" * 64, path.read_text(encoding="utf-8")) for path in paths]


def corpus(documents: int, share: float = 0.8) -> Iterator[Reading]:
    """Made-up pages: an annotated document each, with ``share`` of the letters in sentences that name nobody."""
    source = readings()
    chance = random.Random(2024)
    for n in range(documents):
        own = source[n % len(source)].text
        filler: list[str] = []
        wanted = int(len(own) * share / (1 - share))
        while sum(map(len, filler)) < wanted:
            filler.append("".join(chance.choice(FILLER) for _ in range(chance.randint(1, 4))))
        yield Reading(f"{n}.txt", "txt", "0" * 64, own + "\n\n" + "\n\n".join(filler))


def rate(work: Callable[[Reading], Any], documents: list[Reading], runs: int) -> float:
    """Characters a second on one core, the best of ``runs``."""
    letters = sum(len(reading.text) for reading in documents)
    best = 0.0
    for _ in range(runs):
        begun = time.perf_counter()
        for reading in documents:
            work(reading)
        best = max(best, letters / (time.perf_counter() - begun))
    return best


def speed(vocabulary: Vocabulary, runs: int) -> None:
    """Characters a second of mentions alone and of the whole drafting of prose."""
    from loaders.prose.draft import draft

    dense, plain = readings(), list(corpus(400))
    for name, documents in (
        ("名前の多い文書（注釈つきの文書そのまま）", dense),
        ("ふつうの文章（名前のない文が8割）", plain),
    ):
        letters = sum(len(reading.text) for reading in documents)
        mentions = rate(lambda reading: scan(reading, vocabulary), documents, runs)
        whole = rate(lambda reading: draft(reading, vocabulary), documents, runs)
        files = from_files(documents, vocabulary, runs)
        print(
            f"{name}: {letters:,}字  言及 {mentions:,.0f}字/秒  草案まで {whole:,.0f}字/秒"
            f"  ファイルから記録まで {files:,.0f}字/秒（1件平均 {letters // len(documents):,}字）"
        )


def from_files(documents: list[Reading], vocabulary: Vocabulary, runs: int) -> float:
    """Characters a second from text files on disk to checked records, the best of ``runs``."""
    from loaders.extract import Options, draft_file

    with tempfile.TemporaryDirectory() as name:
        paths = {reading.name: Path(name) / f"{n}.txt" for n, reading in enumerate(documents)}
        for reading in documents:
            paths[reading.name].write_text(reading.text, encoding="utf-8")
        return rate(lambda reading: draft_file(paths[reading.name], vocabulary, Options()), documents, runs)


def one_text(vocabulary: Vocabulary) -> None:
    """Microseconds a character of one text that tells of 100, 400 … 6,400 agreements."""
    from loaders.prose.draft import draft

    towns = ("奈良県宇陀市", "岐阜県可児市", "熊本県天草市", "長野県飯田市", "岩手県釜石市")
    for count in (100, 400, 1600, 6400):
        lines = (
            f"{towns[n % 5]}は令和{n % 5 + 1}年{n % 12 + 1}月{n % 28 + 1}日、株式会社あおば{n}商会と見守りに関する協定を締結しました。"
            "市では、同社の配達員が異変に気づいたときに連絡を受けます。"
            for n in range(count)
        )
        reading = Reading("一つの文書.txt", "txt", "0" * 64, "\n\n".join(lines))
        begun = time.perf_counter()
        found = draft(reading, vocabulary)
        seconds = time.perf_counter() - begun
        print(
            f"協定{count:>6,}件の一つの文書: 1字あたり {seconds / len(reading.text) * 1e6:.2f} マイクロ秒"
            f"  草案の協定 {len(found.agreements):,}件"
        )


def evenness(vocabulary: Vocabulary) -> None:
    """Milliseconds a document when 10, 100 … 10,000 are drafted one after the other."""
    from loaders.prose.draft import draft

    for count in (10, 100, 1000, 10_000):
        documents = list(corpus(count))
        letters = sum(len(reading.text) for reading in documents)
        begun = time.perf_counter()
        for reading in documents:
            draft(reading, vocabulary)
        seconds = time.perf_counter() - begun
        print(f"文書{count:>6,}件: 1件あたり {seconds / count * 1000:.2f} ミリ秒  {letters / seconds:,.0f}字/秒")


def rows(vocabulary: Vocabulary, count: int) -> None:
    """A list of ``count`` rows as CSV, read and drafted."""
    from loaders.extract import Options, draft_file

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "一覧.csv"
        lines = ["協定名,締結先,締結日,連携事項"]
        for n in range(count):
            lines.append(
                f"見守り協定その{n},株式会社あおば{n},令和{n % 5 + 1}年{n % 12 + 1}月{n % 28 + 1}日,高齢者の見守り"
            )
        path.write_text("\n".join(lines), encoding="utf-8")
        begun = time.perf_counter()
        draft = draft_file(path, vocabulary, Options(municipality="奈良県宇陀市"))
        seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"表 {count:,}行: {seconds:.1f}秒  協定 {len(draft.record['協定']):,}件  最大メモリ {peak:.2f} GB")


def wanted(path: Path) -> set[frozenset[str]]:
    """Names of bodies and local governments that the annotation gives, each with its other ways of writing."""
    gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries: list[Any] = [name for pair in gold.get("組") or [] for name in pair]
    for record in [*(gold.get("協定") or []), *(gold.get("施策") or [])]:
        entries += (record.get("自治体") or []) + (record.get("企業") or [])
    entries += gold.get("言及だけ") or []
    return {frozenset(fold(name) for name in (entry if isinstance(entry, list) else [entry])) for entry in entries}


def beside_ginza(vocabulary: Vocabulary, python: Path) -> None:
    """Speed and mentions found beside GiNZA's named entities on the annotated documents.

    A name counts as found where a mention (its full name or the words of the text) or an entity is it, with or without
    prefecture and legal form.
    """
    documents = [reading for reading in readings() if (FOLDER / f"{Path(reading.name).stem}.gold.yaml").is_file()]
    letters = sum(len(reading.text) for reading in documents)
    begun = time.perf_counter()
    ours: list[set[str]] = []
    for reading in documents:
        mentions = [m for s in scan(reading, vocabulary).sentences for m in s.mentions if isinstance(m, Place | Body)]
        ours.append({fold(name) for m in mentions for name in (m.name, m.said)})
    seconds = time.perf_counter() - begun
    answer = subprocess.run(
        [str(python), "-c", GINZA],
        input=json.dumps([r.text for r in documents]),
        capture_output=True,
        text=True,
        check=True,
    )
    ginza = json.loads(answer.stdout)
    theirs = [{fold(name) for name in names} for names in ginza["found"]]
    total = our_hits = their_hits = 0
    for reading, mine, other in zip(documents, ours, theirs, strict=True):
        for names in wanted(FOLDER / f"{Path(reading.name).stem}.gold.yaml"):
            cores = names | {core for name in names for core in loose(name, vocabulary)}
            total += 1
            our_hits += bool(names & mine)
            their_hits += bool(cores & other)
    print(f"注釈つきの文書 {len(documents)}件 {letters:,}字、名前 {total:,}個")
    print(f"この道具: {letters / seconds:,.0f}字/秒、正式名まで当たり {our_hits / total:.1%}")
    print(
        f"GiNZA:    {letters / ginza['seconds']:,.0f}字/秒（読み込み {ginza['load']:.1f}秒を除く）、名前の一部でも当たり {their_hits / total:.1%}"
    )
    print(f"速さの比: {ginza['seconds'] / seconds:,.0f}倍")


def loose(name: str, vocabulary: Vocabulary) -> set[str]:
    """Ways of writing a name that are counted for the other side as well: without prefecture, without legal form."""
    found = {vocabulary.normaliser.parse(name).core}
    for prefecture in vocabulary.gazetteer.by_code.values():
        if prefecture.kind == "都道府県" and name.startswith(prefecture.name):
            found.add(name.removeprefix(prefecture.name))
    return found


def main() -> None:
    """Parse the options and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.extract", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="繰り返す回数（最良の値を取る）")
    parser.add_argument("--rows", type=int, default=0, help="この行数の一覧も読む（例 200000）")
    parser.add_argument(
        "--even", action="store_true", help="10件から10,000件まで、また一つの長い文書で、1件・1字あたりの時間を測る"
    )
    parser.add_argument("--ginza", type=Path, help="GiNZA を入れた環境の python")
    options = parser.parse_args()
    vocabulary = Vocabulary.load(shipped_data())
    scan(readings()[0], vocabulary)
    speed(vocabulary, options.runs)
    if options.even:
        evenness(vocabulary)
        one_text(vocabulary)
    if options.rows:
        rows(vocabulary, options.rows)
    if options.ginza:
        beside_ginza(vocabulary, options.ginza)


if __name__ == "__main__":
    main()
