"""Where each key of a TOML file stands, however it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import Diagnostics, KeyPath
from briefgen.lookup import builtin_templates
from briefgen.tomlfile import TomlFile, key_spans, read_toml

TRICKY = '''\
a = [ # x ] "
  [1],
  ["]", [2, "#"]], {x = 1, "y z" = [3.5]}
]
s = """
[x]
b = 3 "" """""
  "q.r".k = 1.5 # [z]
d = 1979-05-27 07:32:00
[ t . u ]
v = '[w] = \\'
w = \'\'\'
[a]
\'\'\'
[[arr]]
n=1
[arr.sub]
m=[[{p=[1]}]]
[[arr]]
n=2
[[arr.deep]]
k=1
'''


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), "1:1"),
        (("a", 0), "2:3"),
        (("a", 1, 1, 1), "3:13"),
        (("a", 2, "y z", 0), "3:37"),
        (("s",), "5:1"),
        (("q.r", "k"), "8:3"),
        (("d",), "9:1"),
        (("t",), "10:1"),
        (("t", "u"), "10:1"),
        (("t", "u", "v"), "11:1"),
        (("t", "u", "w"), "12:1"),
        (("arr", 0), "15:1"),
        (("arr", 0, "sub", "m", 0, 0, "p"), "18:6"),
        (("arr", 1, "n"), "20:1"),
        (("arr", 1, "deep", 0, "k"), "22:1"),
        (("a", 2, "none"), "3:20"),
        (("none", "at", "all"), "1:1"),
    ],
)
def test_strings_arrays_and_tables_of_all_kinds_are_known(path: KeyPath, place: str) -> None:
    file = TomlFile(tomllib.loads(TRICKY), (("f", TRICKY),))
    assert str(file.place(*path)) == f"f:{place}"


def paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    pairs = value.items() if isinstance(value, dict) else ()
    for key, inner in enumerate(value) if isinstance(value, list) else pairs:
        yield (*path, key)
        yield from paths(inner, (*path, key))


WORDS = st.sampled_from(["a", "b", "[a]", "a.b", "x = 1", "#", '"', "\n[b]\n", "é", "'", ",", "]"])
BARE = st.sampled_from(["a", "b", "c-d", "1"])


def basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n") + '"'


STRINGS = st.one_of(
    WORDS.map(basic),
    st.lists(WORDS, max_size=4).map(
        lambda parts: '"""' + basic("".join(parts))[1:-1].replace("\\n", "\n") + '"""'
    ),
    st.lists(WORDS.filter(lambda w: "'" not in w)).map(lambda w: "'''" + "".join(w) + "'''"),
)
KEYS = BARE | WORDS.map(basic)
SPACE = st.sampled_from(["", " ", "\n", " # [a] = ]\n  "])


def inline_table(pairs: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + "}"


VALUES = st.recursive(
    st.sampled_from(["1", "-1.5", "true", "1979-05-27T07:32:00Z"]) | STRINGS,
    lambda inner: (
        st.tuples(SPACE, st.lists(inner, max_size=3)).map(
            lambda t: "[" + t[0] + ("," + t[0]).join(t[1]) + t[0] + "]"
        )
        | st.dictionaries(KEYS, inner, max_size=3).map(inline_table)
    ),
    max_leaves=5,
)
LINES = st.tuples(st.lists(KEYS, min_size=1, max_size=3), VALUES).map(
    lambda t: f"{' . '.join(t[0])} = {t[1]}"
)
HEADERS = st.tuples(st.lists(KEYS, min_size=1, max_size=3), st.booleans()).map(
    lambda t: f"[[{'.'.join(t[0])}]] # x" if t[1] else f"[ {'.'.join(t[0])} ]"
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # tests run side by side
@given(st.lists(LINES | HEADERS | st.just("# [a]"), max_size=6))
def test_every_key_and_item_has_a_place_and_nothing_else_has(lines: list[str]) -> None:
    kept: list[str] = []
    for line in lines:
        try:
            tomllib.loads("\n".join([*kept, line]))
        except tomllib.TOMLDecodeError:  # it defines something again
            continue
        kept.append(line)
    text = "\n".join(kept)
    spans = key_spans("f", text)
    assert set(spans) == set(paths(tomllib.loads(text)))
    for path, span in spans.items():
        if isinstance(path[-1], str):
            start = text.split("\n")[span.line - 1][span.column - 1 :]
            assert start[0] in '["' or start.startswith(tuple(map(str, path))), (path, start)


@pytest.mark.parametrize("path", sorted(builtin_templates().rglob("*.toml")), ids=lambda p: p.name)
def test_every_key_of_the_files_that_come_along_has_its_own_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for keys, span in key_spans("f", text).items():
        if isinstance(keys[-1], str):
            assert keys[-1] in lines[span.line - 1]


def test_a_file_is_asked_before_those_that_it_extends() -> None:
    low = TomlFile({"a": {"x": 1, "y": 2}, "b": 1}, (("low", "b = 1\n[a]\nx = 1\ny = 2\n"),))
    high = TomlFile({"a": {"y": 3}}, (("high", "[a]\n\ny = 3\n"),))
    both = high.over(low)
    assert both.data == {"a": {"x": 1, "y": 3}, "b": 1}
    assert [str(both.place(*path)) for path in (("a", "y"), ("a", "x"), ("b",), ("c",))] == [
        "high:3:1",
        "low:3:1",
        "low:1:1",
        "high:1:1",
    ]


@pytest.mark.parametrize(
    ("data", "reported"),
    [
        (b"a = 1\n  b = ", "f.toml:2:6: error[bad-toml]: the theme is no TOML: Invalid value"),
        (b"a = 1\na = 2", "f.toml:2:6: error[bad-toml]: the theme is no TOML: Cannot overwrite a"),
        (b"\na = [1,\n2", "f.toml:3:2: error[bad-toml]: the theme is no TOML: Unclosed array"),
        (b"a = '\xff'", "f.toml:1:1: error[unreadable]: cannot read the theme"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(
    data: bytes, reported: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f.toml").write_bytes(data)
    sink = Diagnostics()
    assert read_toml(Path("f.toml"), "the theme", sink) is None
    assert str(sink.items[0]).startswith(reported)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_bytes(b"\xef\xbb\xbfa = 1\n")
    file = read_toml(tmp_path / "f.toml", "the theme", Diagnostics())
    assert file is not None
    assert (file.data, str(file.place("a"))[-3:]) == ({"a": 1}, "1:1")
