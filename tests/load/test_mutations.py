"""Damages good extracts at random, and sees that nothing is lost without a word."""

import gzip
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Project
from tests.load.test_oracle import differences, exports, found, outcome, wanted
from tests.support.generator import BAD_ACTIONS, BAD_DATES, BAD_NUMBERS, BAD_TIMES, NAMES, Generator
from tests.support.oracle import COLUMNS, Expected, expect

MUTATIONS, CHUNK = 520, 20
BASES = 6

#: Bytes and cells that have a meaning somewhere on the way.
BYTES = b"\",;|\t\n\r \0\v\f_-+:./\\'#0159ZTeE\x1a\x7f\x80\xa0\xbf\xc3\xe2\xef\xff"
CELLS = (
    *(
        "",
        " ",
        '""',
        '"',
        '"x',
        'x"',
        'a"b',
        'a""b',
        '"a"b',
        '"a\nb"',
        '"a\rb"',
        "a\rb",
        "\u3000",
        "NULL",
        "\\N",
        "#",
        "{}",
    ),
    *("+25:00", "2025-02-29 23:+59", "2025-03-09T02:30:00-50:00", "2025-01-05T14:30:00-05:75", "2025-1-5T1:2:3Z"),
    *("2025-01-05", "2025-01-05T24:00:00Z", "2025-01-05T14:30:60Z", "2025/01/05", "20250105", "1e9", "-0", "0", "12"),
    *BAD_ACTIONS,
    *BAD_DATES,
    *BAD_NUMBERS,
    *BAD_TIMES,
    *NAMES[:4],
)

#: What became of the damages of a chunk.
counts: Counter[str] = Counter()


@dataclass
class Base:
    """A good extract with what it gives, and the warehouse as it was before its last month."""

    data: Path
    last_month: str
    earlier: Path
    expected: Expected
    exports: dict[str, bytes]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[Base]:
    chosen: list[Base] = []
    seed = 5000
    while len(chosen) < BASES:
        seed += 1
        project = Project(tmp_path_factory.mktemp("base"))
        extract = Generator(seed, project.extract.folder)
        if extract.fault_rate or extract.is_plain == (len(chosen) % 3 == 2):
            continue
        expected = expect(extract.write().folder)
        rows = {account.name: account.read for account in expected.accounts}
        last_month = max(account.month for account in expected.accounts)
        if len(rows) > 9 or sum(rows.values()) < 20 or rows.get(f"delta/interactions_delta_{last_month}.csv", 0) < 5:
            continue
        project.built()
        all_exports = exports(project, "exported")
        before = Project(project.folder / "before")
        shutil.copytree(project.extract.folder, before.extract.folder, dirs_exist_ok=True)
        for path in before.extract.folder.glob(f"delta/*{last_month}.csv"):
            path.unlink()
        before.built()
        chosen.append(Base(project.extract.folder, last_month, before.database, expected, all_exports))
    return chosen


@pytest.mark.harness
@pytest.mark.parametrize("first", range(0, MUTATIONS, CHUNK), ids=lambda first: f"seeds_from_{first}")
def test_a_damaged_extract_loads_with_an_account_or_is_refused_with_a_sentence(
    first: int, bases: list[Base], new_project: Callable[[str], Project]
) -> None:
    counts.clear()
    told = []
    for seed in range(first, first + CHUNK):
        project = new_project(str(seed))
        kind, faults = Mutation(seed, bases[seed % BASES], project).tried()
        told += [f"seed {seed} ({kind}): {fault}" for fault in faults]
        shutil.rmtree(project.folder)
    assert not told, "\n".join(told)
    print(dict(counts))
    assert counts["tried"] == CHUNK
    assert counts["loaded"] or counts["refused"], "no damage was seen"


class Mutation:
    """One damage to one extract, and what a build makes of it."""

    def __init__(self, seed: int, base: Base, project: Project) -> None:
        self.random = random.Random(seed)
        self.base = base
        self.project = project
        self.folder = project.extract.folder
        shutil.rmtree(self.folder)
        shutil.copytree(base.data, self.folder)
        self.is_incremental = self.random.random() < 0.6
        if self.is_incremental:
            shutil.copyfile(base.earlier, project.database)

    def tried(self) -> tuple[str, list[str]]:
        """Damage the extract and build it; the kind of damage, and what is wrong with the outcome."""
        counts["tried"] += 1
        path, is_processed = self._file()
        kinds: list[Callable[[bytes], bytes]] = [self._byte, self._byte, self._cell, self._cell, self._row, self._row]
        good = path.read_bytes()
        if self.random.random() < 0.25 and not is_processed:
            kind = self._whole_file(path)
        else:
            damage = self.random.choice(kinds)
            kind = f"{path.name}, {damage.__name__.strip('_')}"
            path.write_bytes(damage(good))
        is_refusal_due = is_processed and path.read_bytes() != good
        return kind, self._outcome(is_refusal_due)

    def _file(self) -> tuple[Path, bool]:
        """A file to damage, and whether the warehouse has it already."""
        last = [path for path in self.folder.rglob("*.csv") if path.stem.endswith(self.base.last_month)]
        files = sorted(self.folder.rglob("*.csv"))
        if self.is_incremental and self.random.random() < 0.95:
            files = sorted(last)
        path = self.random.choices(files, weights=[path.stat().st_size for path in files])[0]
        return path, self.is_incremental and path not in last

    def _outcome(self, is_refusal_due: bool) -> list[str]:
        quarantine = self.random.random() < 0.8
        before = self.project.database.read_bytes() if self.is_incremental else None
        listing = sorted(path.name for path in self.project.folder.iterdir())
        result = self.project.build(*(["--quarantine"] if quarantine else []))
        told = outcome(result)
        readings = [expect(self.folder), expect(self.folder, lenient=True)]
        refusals = [reading.refusals or (not quarantine and reading.rejected) for reading in readings]
        if result.exit_code:
            counts["refused"] += 1
            if not any(refusals) and not is_refusal_due:
                told.append(f"it was refused without need: {result.stderr}")
            if (self.project.database.read_bytes() if self.project.database.exists() else None) != before:
                told.append("it was refused, and the warehouse has changed")
            if sorted(path.name for path in self.project.folder.iterdir()) != listing:
                told.append(f"it was refused, and left {sorted(self.project.folder.iterdir())}")
            return told
        if all(refusals) or is_refusal_due:
            return [*told, f"it was loaded in spite of {refusals}: {result.stderr}"]
        return told + self._differences([r for r, refused in zip(readings, refusals, strict=True) if not refused])

    def _differences(self, readings: list[Expected]) -> list[str]:
        """What is wrong with a warehouse that was built, by the reading that comes nearest to it."""
        warehouse = found(self.project.database)
        told = min((differences(reading, warehouse) for reading in readings), key=len)
        check = self.project.run("check", "--database", self.project.database)
        if check.exit_code:
            told.append(f"check failed: {check.stderr}")
        good, now = wanted(self.base.expected), wanted(readings[0])
        is_identical = all(good[part] == now[part] for part in (*COLUMNS, "report"))
        counts["identical" if is_identical else "loaded"] += 1
        if not told and good == now and exports(self.project, "exported") != self.base.exports:
            told.append("it is as the good one was, and its exports are not")
        return told

    # Damages

    def _byte(self, text: bytes) -> bytes:
        header = text.find(b"\n") if self.random.random() < 0.8 else 0
        place = self.random.randrange(header, len(text)) if header < len(text) - 1 else 0
        byte = bytes([self.random.choice(BYTES) if self.random.random() < 0.8 else self.random.randrange(256)])
        kind = self.random.randrange(4)
        if kind == 0:
            return text[:place] + text[place + 1 :]
        if kind == 1:
            return text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
        return text[:place] + byte + text[place + (kind == 2) :]

    def _cell(self, text: bytes) -> bytes:
        lines = text.split(b"\n")
        number = self.random.randrange(len(lines)) if self.random.random() < 0.3 else len(lines) // 2
        line, end = (lines[number][:-1], b"\r") if lines[number].endswith(b"\r") else (lines[number], b"")
        cells = line.split(b",")
        place, other = (self.random.randrange(len(cells)) for _ in range(2))
        kind = self.random.randrange(8)
        if kind == 0:
            del cells[place]
        elif kind == 1:
            cells.insert(place, cells[other])
        elif kind == 2:
            cells[place], cells[other] = cells[other], cells[place]
        elif kind == 3:
            cells[place] = b'"' + cells[place] + b'"'
        else:
            cells[place] = self.random.choice(CELLS).encode()
        lines[number] = b",".join(cells) + end
        return b"\n".join(lines)

    def _row(self, text: bytes) -> bytes:
        lines = text.splitlines(keepends=True)
        place, other = (self.random.randrange(len(lines)) for _ in range(2))
        kind = self.random.randrange(9)
        if kind == 0:
            del lines[place]
        elif kind == 1:
            lines.insert(other, lines[place])
        elif kind == 2:
            lines[place], lines[other] = lines[other], lines[place]
        elif kind == 3:
            lines[place] = lines[place][: self.random.randrange(len(lines[place]) + 1)]
        elif kind == 4:
            lines[place] = lines[place].rstrip(b"\r\n")
        elif kind == 5:
            lines.insert(place, lines[0])
        else:
            rows = (
                b"\n",
                b"  \t \r\n",
                b",,,,\n",
                b"# a comment\n",
                b"(3 rows)\n",
                b"," * 10 + b"\n",
                b'""\n',
                b'"\n',
                b"\r",
            )
            lines.insert(place, self.random.choice(rows))
        return b"".join(lines)

    def _whole_file(self, path: Path) -> str:
        text = path.read_bytes()
        header, _, rows = text.partition(b"\n")
        readable = text.decode("utf-8-sig")
        contents = {
            "truncated": text[: self.random.randrange(len(text))],
            "empty": b"",
            "a newline": b"\n",
            "header only": header + b"\n",
            "no header": rows,
            "twice": text + text,
            "rows twice": text + b"\n" * (not text.endswith(b"\n")) + rows,
            "UTF-16": readable.encode("utf-16"),
            "Latin-1": readable.encode("latin-1", "replace"),
            "gzip": gzip.compress(text),
            "semicolons": text.replace(b",", b";"),
            "tabs": text.replace(b",", b"\t"),
            "LF": text.replace(b"\r\n", b"\n"),
            "CRLF": text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
            "CR": text.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
            "BOM": b"\xef\xbb\xbf" + text,
            "NUL": text + b"\0" * 10,
            "Ctrl-Z": text + b"\x1a",
            "no quotes": text.replace(b'"', b""),
            "a column more": text.replace(b"\r\n", b"\n").replace(b"\n", b",x\n"),
            "a header cell more": header.rstrip(b"\r") + b",x\n" + rows,
        }
        names = {
            "misspelt": path.with_name(f"x{path.name}"),
            "in capitals": path.with_name(path.name.upper()),
            "too early": path.with_name(f"{path.stem.removesuffix(self.base.last_month)}202412.csv"),
            "later": path.with_name(f"{path.stem.removesuffix(self.base.last_month)}202612.csv"),
        }
        kind = self.random.choice([*contents, *names, "missing", "a folder", "another table's", "a second one"])
        if kind in contents:
            path.write_bytes(contents[kind])
        elif kind == "another table's":
            path.write_bytes(self.random.choice(sorted(path.parent.glob("*.csv"))).read_bytes())
        elif kind == "a second one":
            path.with_name(path.name.title()).write_bytes(text)
        else:
            path.unlink()
            if kind == "a folder":
                path.mkdir()
            elif kind in names:
                names[kind].write_bytes(text)
        return f"{path.name}, {kind}"
