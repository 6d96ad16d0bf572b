"""A warehouse in a storage of objects: moto's server of S3, which Sail reads and writes by itself."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Project, interaction
from tests.spark.conftest import answers, free_port, sail


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The address of an empty storage."""
    port = free_port()
    command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            answers(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def put(url: str, content: bytes = b"") -> None:
    request = urllib.request.Request(url, content, {"Content-Type": "text/csv"}, method="PUT")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


def test_a_bucket_has_the_dumps_and_the_warehouse(project: Project, endpoint: str) -> None:
    names = {"ENDPOINT": endpoint, "ALLOW_HTTP": "true", "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "y"}
    environment = {f"AWS_{name}": value for name, value in names.items()} | {"AWS_REGION": "us-east-1"}
    put(f"{endpoint}/dumps")
    with sail(free_port(), environment) as server:
        uploaded: set[Path] = set()
        places = ("--database", "s3://dumps/warehouse", "--remote", server)

        def built() -> str:
            for path in set(project.extract.folder.rglob("*.csv")) - uploaded:
                uploaded.add(path)
                put(f"{endpoint}/dumps/data/{path.relative_to(project.extract.folder)}", path.read_bytes())
            project.built()
            result = project.run("build", "--data-dir", "s3://dumps/data", *places)
            assert result.exit_code == 0, result.stderr
            return str(result.stderr)

        built()
        project.extract.delta("interactions", "202502", [f"{interaction('I1', channel='chat')},update"])
        assert "1 updated" in built()
        assert "Nothing new" in built()
        for arguments in ((), ("--as-of", "202501")):
            said = []
            for place in (("--database", project.database), places):
                folder = project.folder / "exported"
                result = project.run("export", "fact_interactions", *arguments, "--output-dir", folder, *place)
                assert result.exit_code == 0, result.stderr
                said.append((folder / "fact_interactions.csv").read_bytes())
            assert said[0] == said[1]
