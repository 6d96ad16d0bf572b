"""What a server or a network can do to a command: it ends in time, with a sentence."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest

from tests.conftest import Project, interactions
from tests.spark.conftest import free_port, sail

#: How long a command may take to give up, in seconds: at first, and once a server has answered.
AT_FIRST, LATER = 30, 90


def started(project: Project, server: str, *arguments: str) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    places = ["--data-dir", str(project.extract.folder), "--database", str(project.folder / "spark")]
    command = [sys.executable, "-m", "warehouse", "build", *places, "--remote", server, *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def ended(process: subprocess.Popen[str], seconds: float) -> tuple[int, str]:
    """The exit code of a process that ends in time, and what it said."""
    try:
        said = process.communicate(timeout=seconds)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        pytest.fail(f"not ended after {seconds} s: {process.communicate()[1]}")
    assert "Traceback" not in said, said
    return process.returncode, said


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections, and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


class Refusing(grpc.GenericRpcHandler):
    """Answers every call with an error."""

    def __init__(self, code: grpc.StatusCode, words: str) -> None:
        self.code, self.words = code, words

    def service(self, _: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        def refuse(_: object, context: grpc.ServicerContext) -> None:
            context.abort(self.code, self.words)

        return grpc.unary_stream_rpc_method_handler(refuse)


@contextlib.contextmanager
def refusing(code: grpc.StatusCode, words: str) -> Iterator[int]:
    server = grpc.server(ThreadPoolExecutor(2), handlers=[Refusing(code, words)])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield port
    server.stop(None)


def test_a_port_that_never_answers_is_given_up(project: Project, silent_port: int) -> None:
    code, said = ended(started(project, f"sc://127.0.0.1:{silent_port}"), AT_FIRST)
    assert code == 1
    assert "does not respond as a Spark Connect server" in said


def test_a_server_without_tls_is_reported_if_the_address_asks_for_it(project: Project, server: str) -> None:
    code, said = ended(started(project, f"{server}/;use_ssl=true"), AT_FIRST)
    assert code == 1
    assert "does not respond as a Spark Connect server" in said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (grpc.StatusCode.UNAUTHENTICATED, "the token has expired"),
        (grpc.StatusCode.PERMISSION_DENIED, "not yours"),
        (grpc.StatusCode.UNIMPLEMENTED, "another service"),
    ],
)
def test_a_server_that_refuses_is_quoted(status: grpc.StatusCode, words: str, project: Project) -> None:
    with refusing(status, words) as port:
        code, said = ended(started(project, f"sc://127.0.0.1:{port}"), AT_FIRST)
    assert code == 1
    assert words in said


@pytest.mark.parametrize("address", ["sc://127.0.0.1:abc", "sc://127.0.0.1:99999", "sc://[::1"])
def test_an_invalid_port_is_an_error_message(address: str, project: Project) -> None:
    code, said = ended(started(project, address), AT_FIRST)
    assert code in (1, 2)
    assert said.count("\n") <= 4


@pytest.fixture
def long_build(project: Project) -> Project:
    """An extract that takes a server some seconds."""
    project.extract.initial("interactions", interactions(30_000))
    return project


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "silent"])
def test_a_server_that_stops_ends_a_build(stop: signal.Signals, long_build: Project) -> None:
    port = free_port()
    with sail(port) as address:
        process = started(long_build, address)
        time.sleep(4)
        with stopped(port, stop):
            code, said = ended(process, LATER)
    assert code == 1
    assert "Error: " in said
    assert "The server no longer responds." in said


def test_a_second_signal_ends_the_process(long_build: Project) -> None:
    port = free_port()
    with sail(port) as address:
        process = started(long_build, address)
        time.sleep(4)
        with stopped(port, signal.SIGSTOP):
            process.send_signal(signal.SIGTERM)
            time.sleep(2)
            process.send_signal(signal.SIGTERM)
            code, _ = ended(process, 5)
    assert code == 143


@contextlib.contextmanager
def stopped(port: int, how: signal.Signals) -> Iterator[None]:
    """Send a signal to the server of a port, which may go on in the end."""
    [number] = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if f"--port\0{port}\0" in path.read_bytes().decode(errors="replace")
    ]
    os.kill(number, how)
    yield
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGCONT)


def test_a_missing_storage_is_an_error_message(project: Project) -> None:
    names = {"ENDPOINT": f"http://127.0.0.1:{free_port()}", "ALLOW_HTTP": "true", "ACCESS_KEY_ID": "x"}
    environment = {f"AWS_{name}": value for name, value in names.items()}
    environment |= {"AWS_SECRET_ACCESS_KEY": "y", "AWS_REGION": "us-east-1"}
    with sail(free_port(), environment) as address:
        command = [sys.executable, "-m", "warehouse", "export", "--database", "s3://nowhere/w", "--remote", address]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        code, said = ended(process, LATER)
    assert code == 1
    assert "Error: " in said
