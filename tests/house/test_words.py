"""Every message in one file, to be read in one sitting, and no phrase that the language of the project excludes.

`pytest tests/house/test_words.py --update` writes tests/messages.txt.
"""

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MESSAGES = ROOT / "tests" / "messages.txt"
#: Calls whose texts people read, and the arguments that are texts.
CALLS = {
    "WarehouseError": ("message", "advice"),
    "Advice": ("advice",),
    "UsageError": ("message",),
    "BadParameter": ("message",),
    "Fault": ("reason",),
    "fault": ("reason",),
    "reject_file": ("reason",),
    "DataWarning": ("what", "advice"),
    "notify": ("text",),
    "Event": ("text",),
    "echo": ("text",),
}
#: Words for which the project has a better one; texts in code spans and quotes of files are not words.
EXCLUDED = (
    *("dump", "what came in", "bring in", "brought in", "brings in", "stands", "stood", "hardly true", "odd"),
    *(
        "good row",
        "good rows",
        "faulty",
        "made anew",
        "anew",
        "that is not there",
        "that are not there",
        "is not there",
    ),
    *("as it was", "changed since it was sent", "can change nothing", "machinery"),
    *("there is no such", "the reports are made", "what loads and", "vanished", "no more than chance would"),
)
#: What a text that is SQL or a pattern has.
IN_SQL = r"\b(select|order by|comment on|group by)\b|\{\{|\(\?|where month|^from "
WORDS = re.compile(rf"\b({'|'.join(EXCLUDED)})\b", re.IGNORECASE)


def text_of(node: ast.expr) -> str | None:
    """A text as it is written, with the values in it in braces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (value.value if isinstance(value, ast.Constant) else "{" + ast.unparse(value.value) + "}"  # type: ignore[attr-defined]
                 for value in node.values)  # fmt: skip
        return "".join(map(str, parts))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return f"{text_of(node.left) or '{…}'}{text_of(node.right) or '{…}'}"
    return None


def python_messages(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS:
                keywords = [word.value for word in node.keywords if word.arg in (*CALLS[name], "message")]
                for argument in (*node.args, *keywords):
                    text = text_of(argument)
                    if text and " " in text:
                        yield text


def sql_messages(path: Path) -> Iterator[str]:
    """The texts in quotes that have a blank; what is concatenated is one text, with other values as {…}."""
    code = re.sub(r"--[^\n]*|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    code = re.sub(r"'\s*\|\|\s*'", "", code)
    code = re.sub(r"'\s*\|\|\s*([^';]{1,120}?)\s*\|\|\s*'", "{…}", code)
    for text in re.findall(r"'((?:[^'\n]|'')*)'", code):
        if " " in text.strip() and re.search(r"[a-z]{3}", text) and not re.search(IN_SQL, text):
            yield text.strip().replace("''", "'")


def all_messages() -> str:
    """Every message, by the file that it is from; then the kinds of errors and warnings."""
    parts = []
    files = [*sorted((ROOT / "warehouse").rglob("*.py"))]
    for folder in ("2_staging", "3_load", "6_checks", "settings", "analysis", "dashboard", "ops"):
        files += sorted((ROOT / "sql" / folder).glob("*.sql"))
    for path in files:
        found = dict.fromkeys(python_messages(path) if path.suffix == ".py" else sql_messages(path))
        if found:
            parts.append("\n".join([f"## {path.relative_to(ROOT)}", *(" ".join(text.split()) for text in found)]))
    with (ROOT / "sql" / "kinds.csv").open(encoding="utf-8") as file:
        kinds = [f"{row['kind']} ({row['severity']}): {row['meaning']}" for row in csv.DictReader(file)]
    return "\n\n".join([*parts, "\n".join(["## sql/kinds.csv", *kinds])]) + "\n"


def test_every_message_is_in_one_file(request: pytest.FixtureRequest) -> None:
    text = all_messages()
    if request.config.getoption("--update"):
        MESSAGES.write_text(text, "utf-8")
    assert MESSAGES.read_text("utf-8") == text


def readable() -> list[Path]:
    """The files that people read: documents, SQL and its descriptions, Python."""
    patterns = ["*.md", "docs/*.md", "sql/**", "warehouse/**", "examples/**", "benchmarks/**", "cli.py"]
    names = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in names.stdout.split() if not name.endswith((".png", ".pdf"))]


@pytest.mark.parametrize("path", readable(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_excluded_phrase_is_used(path: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", path.read_text("utf-8"))
    if path.name == "CHANGELOG.md":
        text = text.split("\n## 1.", 1)[0]  # older releases are history
    lines = enumerate(text.splitlines(), 1)
    found = [(number, match[0]) for number, line in lines for match in WORDS.finditer(line)]
    assert [(number, phrase) for number, phrase in found if "--data-dir odd" not in text.splitlines()[number - 1]] == []


def test_the_list_of_phrases_finds_what_it_is_for() -> None:
    assert WORDS.search("The reports were made anew.")
    assert WORDS.search("There is no such warehouse.")
    assert not WORDS.search("A pandas DataFrame is loaded; method names may be odder.")
