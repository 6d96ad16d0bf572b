"""The commits of a warehouse on Spark: which parts are in it, and which build won where two were at once.

Nothing is ever changed or deleted. A build writes parts of its own, and is there from the moment when one file names
them all. Each commit names the one that it was built upon; of two upon the same one counts.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

#: The columns of the file of a commit, one row per part that it names. A first commit has no parent_id; generation
#: begins anew with a full refresh; committed_utc is the server's clock; month is that of the files (YYYYMM).
SCHEMA = (
    "commit_id string, parent_id string, generation int, committed_utc timestamp_ntz, processed_by string, "
    "store string, part string, month int, rows bigint"
)


class Part(NamedTuple):
    """A folder of Parquet files that one build wrote: `STORE/NAME`."""

    store: str
    name: str
    month: int
    rows: int


class Commit(NamedTuple):
    """What one build added."""

    commit_id: str
    parent_id: str | None
    generation: int
    committed_utc: str
    parts: tuple[Part, ...]


def commits_of(rows: Iterable[tuple[object, ...]]) -> list[Commit]:
    """The commits that the rows of their files make, in no order."""
    heads: dict[str, tuple[str | None, int, str]] = {}
    parts: dict[str, list[Part]] = defaultdict(list)
    for commit_id, parent_id, generation, committed_utc, _, store, part, month, count in rows:
        parent = None if parent_id is None else str(parent_id)
        heads[str(commit_id)] = parent, int(str(generation)), str(committed_utc)
        parts[str(commit_id)].append(Part(str(store), str(part), int(str(month)), int(str(count))))
    return [Commit(name, *head, tuple(sorted(parts[name]))) for name, head in heads.items()]


def chain(commits: Iterable[Commit]) -> list[Commit]:
    """The commits that count, from the first to the last.

    Of two upon the same parent it is the one that others were built upon, else the earlier one; a build that is
    not in the chain was refused.
    """
    children: dict[str | None, list[Commit]] = defaultdict(list)
    for commit in commits:
        children[commit.parent_id].append(commit)
    counted: list[Commit] = []
    parent = None
    while candidates := children.get(parent):
        best = min(candidates, key=lambda one: (-_length(one, children), one.committed_utc, one.commit_id))
        counted.append(best)
        parent = best.commit_id
    return counted


def _length(commit: Commit, children: dict[str | None, list[Commit]]) -> int:
    """How many commits were built upon one, one upon the other."""
    length, level = 0, children.get(commit.commit_id, [])
    while level:
        length += 1
        level = [child for one in level for child in children.get(one.commit_id, [])]
    return length


def parts_of(counted: Iterable[Commit], last_month: int | None = None) -> list[Part]:
    """The parts of the generation that is in force, up to a month (YYYYMM): an earlier state is a shorter list."""
    ordered = list(counted)
    generation = max((commit.generation for commit in ordered), default=0)
    parts = [part for commit in ordered if commit.generation == generation for part in commit.parts]
    return [part for part in parts if last_month is None or part.month <= last_month]


def named_parts(counted: Iterable[Commit], since_utc: str) -> set[str]:
    """`STORE/NAME` of the parts that count, or did at some moment since: a reader may still be at them."""
    ordered = list(counted)
    begun = {commit.generation: commit.committed_utc for commit in reversed(ordered)}
    return {
        f"{part.store}/{part.name}"
        for commit in ordered
        for part in commit.parts
        if begun.get(commit.generation + 1, since_utc) >= since_utc
    }
