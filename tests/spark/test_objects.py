"""A warehouse in a storage of objects: moto's server of S3, where `cluster.sh` looks for it."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Project, interaction
from tests.spark.conftest import answers, free_port, sail

#: Where the storage is that the cluster knows.
CLUSTER_PORT = 5055


class Storage(NamedTuple):
    """A server with an empty storage, and how it calls a bucket of it."""

    server: str
    scheme: str
    endpoint: str


@pytest.fixture
def storage(request: pytest.FixtureRequest) -> Iterator[Storage]:
    named = request.config.getoption("--remote")
    port = CLUSTER_PORT if named else free_port()
    endpoint = f"http://127.0.0.1:{port}"
    command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as objects:
        try:
            answers(port)
            if named:
                yield Storage(named, "s3a", endpoint)
                return
            names = {"ENDPOINT": endpoint, "ALLOW_HTTP": "true", "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "y"}
            environment = {f"AWS_{name}": value for name, value in names.items()} | {"AWS_REGION": "us-east-1"}
            with sail(free_port(), environment) as server:
                yield Storage(server, "s3", endpoint)
        finally:
            objects.kill()


def put(url: str, content: bytes = b"") -> None:
    request = urllib.request.Request(url, content, {"Content-Type": "text/csv"}, method="PUT")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


class Bucket(Project):
    """A warehouse and its dumps in a bucket, beside the same on this machine."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        super().__init__(folder)
        self.storage = storage
        self.uploaded: dict[Path, bytes] = {}
        self.root = f"{storage.scheme}://dumps"
        self.places = ("--database", f"{self.root}/warehouse", "--remote", storage.server)
        put(f"{storage.endpoint}/dumps")

    def upload(self) -> None:
        for path in self.extract.folder.rglob("*.csv"):
            content = path.read_bytes()
            if self.uploaded.get(path) != content:
                self.uploaded[path] = content
                put(f"{self.storage.endpoint}/dumps/data/{path.relative_to(self.extract.folder)}", content)

    def command(self) -> list[str]:
        """A build in the bucket."""
        return ["build", "--data-dir", f"{self.root}/data", *self.places]

    def built_there(self) -> str:
        """A build in the bucket; what it said."""
        self.upload()
        result = self.run(*self.command())
        assert result.exit_code == 0, result.stderr
        return str(result.stderr)

    def exported(self, *arguments: str) -> bytes:
        """The interactions, as a warehouse exports them."""
        folder = self.folder / "exported"
        result = self.run("export", "fact_interactions", "--output-dir", folder, *arguments)
        assert result.exit_code == 0, result.stderr
        return (folder / "fact_interactions.csv").read_bytes()


@pytest.fixture
def bucket(tmp_path: Path, storage: Storage) -> Bucket:
    return Bucket(tmp_path, storage)


def test_a_bucket_has_the_dumps_and_the_warehouse(bucket: Bucket) -> None:
    bucket.built_there()
    bucket.extract.delta("interactions", "202502", [f"{interaction('I1', channel='chat')},update"])
    assert "1 updated" in bucket.built_there()
    assert "Nothing new" in bucket.built_there()
    bucket.built()
    for arguments in ((), ("--as-of", "202501")):
        assert bucket.exported(*arguments, *bucket.places) == bucket.exported(
            *arguments, "--database", str(bucket.database)
        )


def test_of_two_builds_in_a_bucket_one_is_refused(bucket: Bucket, request: pytest.FixtureRequest) -> None:
    bucket.built_there()
    refused = 0
    for number in range(50 if request.config.getoption("--full") else 3):
        rows = [f"{interaction(f'I{number}-{row}')},add" for row in range(9)]
        bucket.extract.delta("interactions", f"{2025 + (number + 1) // 12}{(number + 1) % 12 + 1:02}", rows)
        bucket.upload()
        pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "text": True}
        command = [sys.executable, "-m", "warehouse", *bucket.command()]
        builds = [subprocess.Popen(command, **pipes) for _ in range(2)]
        said = [build.communicate()[1] for build in builds]
        codes = sorted(build.returncode for build in builds)
        assert codes in ([0, 1], [0, 0]), said
        refused += codes == [0, 1]
        assert any("another build has started" in text or "Nothing new" in text for text in said), said
    assert refused
    bucket.built()
    assert bucket.exported(*bucket.places) == bucket.exported("--database", str(bucket.database))
