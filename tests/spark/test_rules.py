"""A statement for each rule of the transpiler: DuckDB's SQL, and what Spark is sent. Read the difference."""

import pytest
from sqlglot import exp

from warehouse.errors import WarehouseError
from warehouse.spark.dialect import Dialect, parse
from warehouse.spark.rules import RENAMED, RULES

#: DuckDB's SQL on a table t with the columns a, b, k and at, and the same in Spark's.
STATEMENTS = [
    (
        "select avg(a) as x from t",
        "SELECT (CAST(sum(t.a) AS DOUBLE) / nullif(count(t.a), 0)) AS x FROM t AS t",
    ),
    (
        "select avg(a) filter (where b > 1) as x from t",
        "SELECT (CAST(sum(t.a) FILTER(WHERE t.b > 1) AS DOUBLE) / nullif(count(t.a) FILTER(WHERE t.b > 1), 0)) AS x FROM t AS t",
    ),
    (
        "select quantile_cont(a, 0.5) as x from t",
        "SELECT percentile(t.a, 0.5) AS x FROM t AS t",
    ),
    (
        "select median(a) as x from t",
        "SELECT median(t.a) AS x FROM t AS t",
    ),
    (
        "select median(a) over (partition by k order by b) as x from t",
        "SELECT percentile(t.a, 0.5) OVER (PARTITION BY t.k ORDER BY t.b NULLS LAST) AS x FROM t AS t",
    ),
    (
        "select a from t where rowid in (select t.rowid from t where t.line in (select u.line from u))",
        "SELECT t.a AS a FROM t AS t WHERE t.line IN (SELECT u.line AS line FROM u AS u)",
    ),
    (
        "select a = not b as x, not a as y from t",
        "SELECT t.a = (NOT t.b) AS x, NOT t.a AS y FROM t AS t",
    ),
    (
        "select list(a) as x from t",
        "SELECT collect_list(t.a) AS x FROM t AS t",
    ),
    (
        "select string_split(k, ',')[2] as x from t",
        "SELECT get(split(t.k, ','), 1) AS x FROM t AS t",
    ),
    (
        "select isodow(at) as x from t",
        "SELECT ((dayofweek(t.at) + 5) % 7 + 1) AS x FROM t AS t",
    ),
    (
        "select dayname(at) as x, monthname(at) as y from t",
        "SELECT date_format(t.at, 'EEEE') AS x, date_format(t.at, 'MMMM') AS y FROM t AS t",
    ),
    (
        "select week(at) as x from t",
        "SELECT weekofyear(t.at) AS x FROM t AS t",
    ),
    (
        "select a / b as x, a / 2 as y, a / nullif(b, 0) as z from t",
        "SELECT t.a / nullif(t.b, 0) AS x, t.a / 2 AS y, t.a / nullif(t.b, 0) AS z FROM t AS t",
    ),
    (
        "select 'h' || a - 1 as x from t",
        "SELECT 'h' || (t.a - 1) AS x FROM t AS t",
    ),
    (
        "select regexp_full_match(k, '[0-9]+') as x from t",
        "SELECT t.k RLIKE '^(' || ('[0-9]+') || ')$' AS x FROM t AS t",
    ),
    (
        "select regexp_replace(k, '(a)b', '\\1') as x from t",
        "SELECT regexp_replace(t.k, '(a)b', '$1') AS x FROM t AS t",
    ),
    (
        "select a from t qualify row_number() over (partition by k order by b) = 1",
        "SELECT a FROM (SELECT t.a AS a, row_number() OVER (PARTITION BY t.k ORDER BY t.b NULLS LAST) AS _w FROM t AS t) AS _t WHERE _w = 1",
    ),
    (
        "with c as materialized (select a from t) select a from c",
        "WITH c AS (SELECT t.a AS a FROM t AS t) SELECT c.a AS a FROM c AS c",
    ),
    (
        "select string_split(k, ',') as x from t",
        "SELECT split(t.k, ',') AS x FROM t AS t",
    ),
    (
        "select at + to_minutes(a) as x from t",
        "SELECT t.at + make_dt_interval(0, 0, t.a) AS x FROM t AS t",
    ),
    (
        "select epoch_us(at) as x, hash(k) as y, strlen(k) as z from t",
        "SELECT unix_micros(CAST(t.at AS TIMESTAMP_LTZ)) AS x, xxhash64(t.k) AS y, octet_length(t.k) AS z FROM t AS t",
    ),
    (
        "select list(a order by a)[1:5] as x, list(distinct a order by a) as y from t",
        "SELECT slice(array_sort(collect_list(t.a)), 1, 5) AS x, array_sort(collect_set(t.a)) AS y FROM t AS t",
    ),
    (
        "select cast(unnest(generate_series(a, b)) as date) as x from t",
        "SELECT explode(CAST(sequence(t.a, t.b) AS ARRAY<DATE>)) AS x FROM t AS t",
    ),
    (
        "select list_sort(list(a)) as x from t",
        "SELECT array_sort(collect_list(t.a)) AS x FROM t AS t",
    ),
    (
        "select string_agg(k, ' and ' order by k) as x, string_agg(k, ',' order by b) as y from t",
        "SELECT nullif(array_join(array_sort(collect_list(t.k)), ' and '), '') AS x, listagg(t.k, ',') WITHIN GROUP (ORDER BY t.b NULLS LAST) AS y FROM t AS t",
    ),
    (
        "select error('no') as x from t",
        "SELECT raise_error('no') AS x FROM t AS t",
    ),
    (
        "from t where rowid > 1",
        "SELECT t.a AS a, t.b AS b, t.k AS k, t.at AS at, t.line AS line FROM t AS t WHERE t.line > 1",
    ),
    (
        "select k, count(*) as n from t group by all order by all",
        "SELECT t.k AS k, count(*) AS n FROM t AS t GROUP BY 1 ORDER BY 1 NULLS LAST, 2 NULLS LAST",
    ),
    (
        "select getvariable('v') as x from t where k = $p",
        "SELECT 7 AS x FROM t AS t WHERE t.k = 'it\\'s'",
    ),
    (
        "select a from core.agents",
        "SELECT a AS a FROM core_agents AS agents",
    ),
]
ACCENTS = "select strip_accents(k) as x from t"


def transpiled(sql: str) -> str:
    columns = {"t": ["a", "b", "k", "at", "line"], "u": ["line"]}
    dialect = Dialect(lambda name: columns.get(name, []), lambda name: "line", lambda name: 7)
    return dialect.transpile(parse(sql), {"p": "it's"})[0]


@pytest.mark.parametrize(("sql", "expected"), STATEMENTS, ids=[sql for sql, _ in STATEMENTS])
def test_a_statement_is_transpiled(sql: str, expected: str) -> None:
    assert transpiled(sql) == expected


def test_letters_lose_their_accents_by_a_table_of_letters() -> None:
    sql = transpiled(ACCENTS)
    assert sql.startswith("SELECT translate(regexp_replace(t.k, ")
    assert "\u00c0\u00c1\u00c2" in sql
    assert "AAAAAA" in sql


def test_a_list_in_an_order_is_refused() -> None:
    with pytest.raises(WarehouseError, match="order"):
        transpiled("select list(a order by b) as x from t")


def test_every_rule_has_a_statement() -> None:
    kinds: set[type[exp.Expression]] = set()
    names = set()
    for sql in [*(sql for sql, _ in STATEMENTS), ACCENTS]:
        kinds |= {type(node) for node in parse(sql).walk()}
        names |= {node.name.lower() for node in parse(sql).find_all(exp.Anonymous)}
    assert RULES.keys() <= kinds
    assert RENAMED.keys() - names <= {"list_sort"}  # which sqlglot knows, and its rule is for what it does not
