"""Draws charts in a process of its own: what the library that draws does to it, it does not do to ours."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from warehouse.text import OBEYED

#: A chart: Vega-Lite with its data.
Spec = dict[str, Any]

#: Reads charts and what they share from stdin; prints for each an SVG, or null where it cannot be drawn.
PROGRAM = """
import json, sys
import vl_convert
specs, config = json.load(sys.stdin)
drawn = []
for spec in specs:
    try:
        svg = vl_convert.vegalite_to_svg(spec, config=config)
        svg.encode()
    except Exception:
        svg = None
    drawn.append(svg)
json.dump(drawn, sys.stdout)
"""


def draw(specs: list[Spec], config: Spec) -> list[str]:
    """An SVG of each chart; nothing for one that the library does not survive, however its texts are written."""
    first = [_rewritten(spec, _without_controls) for spec in specs]
    drawn = _drawn(first, config) or [_drawn_alone(spec, config) for spec in first]
    return [
        svg or _drawn_alone(_rewritten(spec, _without_astral), config) or ""
        for spec, svg in zip(specs, drawn, strict=True)
    ]


def _drawn(specs: list[Spec], config: Spec) -> list[str | None] | None:
    given = json.dumps([specs, config])
    done = subprocess.run([sys.executable, "-c", PROGRAM], input=given, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def _drawn_alone(spec: Spec, config: Spec) -> str | None:
    return (_drawn([spec], config) or [None])[0]


def _rewritten(value: Any, rewrite: Callable[[str], str]) -> Any:
    """A chart with all its texts rewritten."""
    if isinstance(value, dict):
        return {name: _rewritten(item, rewrite) for name, item in value.items()}
    if isinstance(value, list):
        return [_rewritten(item, rewrite) for item in value]
    return rewrite(value) if isinstance(value, str) else value


def _without_controls(text: str) -> str:
    """Escapes in the place of what XML cannot hold: controls, surrogates and noncharacters."""
    letters = (letter if _is_xml(letter) else letter.encode("unicode_escape").decode() for letter in text)
    return "".join(letters)


def _is_xml(letter: str) -> bool:
    code = ord(letter)
    is_nonsense = 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0 or code & 0xFFFE == 0xFFFE
    return not is_nonsense and not OBEYED.match(letter)


def _without_astral(text: str) -> str:
    """The same, and in the place of what takes two units of UTF-16: a label is cut between them."""
    letters = (letter if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}" for letter in _without_controls(text))
    return "".join(letters)
