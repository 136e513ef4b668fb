"""Who is how far from whom: agreements and measures around a body, and those between the nodes of an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Final

from graph.facts import Node
from graph.tables import Bucket, Tables

_PARTIES: Final = (
    Bucket("締結", "自治体", "協定"),
    Bucket("締結", "企業", "協定"),
    Bucket("実施", "自治体", "施策"),
    Bucket("参画", "企業", "施策"),
)
PLACE: Final = "場所"


@dataclass(frozen=True, slots=True)
class Reach:
    """The ties of a graph. ``parties``: record → who takes part; ``actors``: the same without mere places.

    ``records``: who → records (as a place too); ``ground``: measure → agreements that it is done under.
    """

    parties: dict[Node, set[Node]]
    actors: dict[Node, set[Node]]
    records: dict[Node, set[Node]]
    ground: dict[Node, set[Node]]

    @classmethod
    def of(cls, graph: Tables) -> Reach:
        """The ties of a graph: over 締結, 実施, 参画 and 根拠."""
        found = cls(defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(set))
        for bucket in _PARTIES:
            table = graph.relationships[bucket]
            roles = table["役割"].to_pylist() if bucket.type == "実施" else [None] * table.num_rows
            for start, end, role in zip(table["start"].to_pylist(), table["end"].to_pylist(), roles, strict=True):
                who, record = Node(bucket.start, start), Node(bucket.end, end)
                found.parties[record].add(who)
                found.records[who].add(record)
                if not role or set(role) != {PLACE}:
                    found.actors[record].add(who)
        grounds = graph.relationships[Bucket("根拠", "施策", "協定")]
        for start, end in zip(grounds["start"].to_pylist(), grounds["end"].to_pylist(), strict=True):
            found.ground[Node("施策", start)].add(Node("協定", end))
        return found

    def around(
        self, centre: Node, depth: int, allowed: Set[Node], *, most: int | None
    ) -> tuple[set[Node], frozenset[Node]]:
        """The records within ``depth`` steps of a municipality or body, and the hubs that were not passed through.

        A step leads from a municipality to a body or back, by a record of ``allowed`` in which both act. ``most``: the
        way does not lead on through one with more partners (None: through all); the centre is always left.
        """
        kept: set[Node] = set()
        seen, edge, hubs = {centre}, {centre}, set()
        for step in range(depth):
            following: set[Node] = set()
            for node in edge:
                records = self.records.get(node, set()) & allowed
                partners = self._partners(node, records)
                if step and most is not None and len(partners) > most:
                    hubs.add(node)
                    continue
                kept |= records
                following |= partners
            edge = following - seen
            seen |= following
        return kept | self._unnamed(kept, allowed, seen), frozenset(hubs)

    def _partners(self, node: Node, records: Iterable[Node]) -> set[Node]:
        other = "企業" if node.label == "自治体" else "自治体"
        return {
            who
            for record in records
            if node in self.actors[record]
            for who in self.actors[record]
            if who.label == other
        }

    def _unnamed(self, kept: Set[Node], allowed: Set[Node], seen: Set[Node]) -> set[Node]:
        """Measures under kept agreements that name no body of their own, of municipalities that were reached."""
        found = {measure for measure, agreements in self.ground.items() if agreements & kept} & allowed
        return {measure for measure in found if self._own(self.parties.get(measure, set()), seen)}

    @staticmethod
    def _own(parties: Set[Node], seen: Set[Node]) -> bool:
        """Whether those who take part are municipalities only, one of them among those reached, or none is named."""
        return all(who.label == "自治体" for who in parties) and (not parties or bool(parties & seen))

    def between(self, ids: Set[str], graph: Tables) -> set[Node]:
        """The records that join the nodes of an answer.

        Agreements and measures among them stand for themselves. Otherwise those that a municipality and a body of the
        answer share; where it names only the one or the other, all of theirs; where it names only fields or documents,
        those that are of them.
        """
        found = {record for record in self.parties if record.id in ids}
        if found:
            return found
        named = {who for who in self.records if who.id in ids}
        sides = [{who for who in named if who.label == label} for label in ("自治体", "企業")]
        if all(sides):
            return {record for record, parties in self.parties.items() if all(parties & side for side in sides)}
        if named:
            return {record for who in named for record in self.records[who]}
        return {
            Node(bucket.start, start)
            for bucket, table in graph.relationships.items()
            if bucket.type in ("対象", "記載") and bucket.start in ("協定", "施策") and bucket.end in ("分野", "文書")
            for start, end in zip(table["start"].to_pylist(), table["end"].to_pylist(), strict=True)
            if end in ids
        }
