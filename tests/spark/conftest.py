"""The same warehouse on a Spark Connect server: Sail, started here, or another one that `--remote` names.

pytest -m spark                              # needs tests/spark/requirements.txt
pytest -m spark --remote sc://127.0.0.1:15002
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import Project

HERE = Path(__file__).parent

# pyspark takes a process without a main file for its own doctests, which a worker of pytest-xdist is not.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.spark)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(port: int) -> None:
    """Wait until a server of this machine does, half a minute at most."""
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)


@contextlib.contextmanager
def sail(port: int, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """A Sail server of one's own: its address."""
    program = Path(sys.executable).with_name("sail")
    command = [program, "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env={**os.environ, **(environment or {})}, **silent) as server:
        try:
            answers(port)
            yield f"sc://127.0.0.1:{port}"
        finally:
            server.kill()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the server that the tests run on."""
    if named := request.config.getoption("--remote"):
        yield named
        return
    with sail(free_port()) as address:
        yield address


class RemoteProject(Project):
    """A warehouse in a folder that a server reads and writes."""

    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self.server = server
        self.database = folder / "spark"

    def run(self, *arguments: str | Path) -> Result:
        return super().run(*arguments, "--remote", self.server)

    def refused(self, *arguments: str) -> str:
        """A build that must stop with exit code 1 and publish nothing; what it said."""
        before = self.published()
        result = self.build(*arguments)
        assert result.exit_code == 1, result.stderr
        assert self.published() == before
        return result.stderr

    def published(self) -> object:
        """The tables that are the warehouse, and their versions."""
        from warehouse.engine.location import SparkTarget
        from warehouse.spark.builds import read_builds
        from warehouse.spark.session import Session
        from warehouse.spark.storage import Storage

        session = Session(SparkTarget(self.server, ""))
        try:
            builds = read_builds(Storage(session, str(self.database)))
        finally:
            session.close()
        return builds.published, builds.folder, builds.tables


@pytest.fixture
def remote_project(tmp_path: Path, server: str) -> RemoteProject:
    return RemoteProject(tmp_path, server)
