"""A warehouse with damaged blocks, and one that cannot be written."""

import os
import random
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Project, interaction

#: The first three pages of a file of DuckDB are its headers; then come its blocks.
HEADERS, BLOCK = 3 * 4096, 262_144
DAMAGE = random.Random(2025).randbytes(64)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A warehouse of more than a block a table, with history, and a month that is not loaded yet."""
    project = Project(tmp_path_factory.mktemp("large"))
    rows = [interaction(f"I{key * 7919 % 100_003}", agent_id=f"A{key * 31 % 1009}") for key in range(40_000)]
    project.extract.initial("interactions", rows)
    late = [row.replace("2025-01-05T14:30:00Z,phone", "2025-02-05T14:30:00Z,web") for row in rows]
    project.extract.delta("interactions", "202502", [f"{row},update" for row in late[:20_000]])
    project.built()
    project.extract.delta("interactions", "202503", [f"{row},update" for row in late[10_000:]])
    return project


def blocks(database: Path) -> dict[int, str]:
    """The blocks of a warehouse and a table that has a part in each."""
    with duckdb.connect(str(database), read_only=True) as con:
        found = {}
        tables = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        for (table,) in tables:
            for block, others in con.execute(
                f"select distinct block_id, additional_block_ids from pragma_storage_info('{table}')"
            ).fetchall():
                found.update(dict.fromkeys([block, *(others or [])], table))
    return {block: table for block, table in found.items() if block is not None and block >= 0}


def damaged(project: Project, block: int) -> Path:
    """A copy of a warehouse with 64 bytes of a block overwritten."""
    content = bytearray(project.database.read_bytes())
    place = HEADERS + block * BLOCK + 1000
    content[place : place + len(DAMAGE)] = DAMAGE
    copy = project.folder / "damaged.duckdb"
    copy.write_bytes(content)
    return copy


def test_check_reads_every_block_and_names_the_table_that_is_damaged(large: Project) -> None:
    found = blocks(large.database)
    assert {"core.interactions", "history.interactions", "ops.processed_files", "ops.warnings"} <= set(found.values())
    for block, table in found.items():
        result = large.run("check", "--database", damaged(large, block))
        assert result.exit_code == 1, (block, table)
        assert "Traceback" not in result.output
        assert f"{table} is damaged" in result.stdout or "Cannot open" in result.stderr or table == "ops.warehouse"
        assert "--full-refresh" in result.stderr


@pytest.mark.parametrize("table", ["core.interactions", "core.agents", "ops.processed_files"])
def test_a_build_that_meets_damage_changes_nothing_and_says_how_to_rebuild(large: Project, table: str) -> None:
    block = next(block for block, owner in blocks(large.database).items() if owner == table)
    copy = damaged(large, block)
    before = copy.read_bytes()
    result = large.run("build", "--data-dir", large.extract.folder, "--database", copy)
    assert result.exit_code == 1
    assert "Corrupt database file" in result.stderr
    assert result.stderr.endswith("--full-refresh\n")
    assert copy.read_bytes() == before


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root of Linux can mount a folder read-only"
)
def test_a_build_with_nothing_new_on_a_read_only_mount_says_so(project: Project) -> None:
    project.built()
    mount = f"mount --bind {project.folder} {project.folder} && mount -o remount,ro,bind {project.folder}"
    build = f"{sys.executable} -m warehouse build --data-dir {project.extract.folder} --database {project.database}"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{mount} && {build}"], capture_output=True, text=True, check=False
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this machine allows no mounts")
    assert (done.returncode, done.stderr) == (0, "Nothing new: the warehouse is up to date.\n")


def test_a_build_with_nothing_new_needs_no_writable_folder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.built()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr("warehouse.load.local.build_directory", lambda path: pytest.fail("it asked for a lock"))
    assert project.built().stderr == "Nothing new: the warehouse is up to date.\n"
