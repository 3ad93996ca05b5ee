using CareTally.Core.Contexts;
using CareTally.Core.Warehouses;
using CareTally.Templating;
using CareTally.Templating.Values;
using CareTally.Tests.Templating;

namespace CareTally.Tests.CoreTests.Contexts;

/// <summary>Results of queries as tables of agate.</summary>
public sealed class TableTests
{
    private static readonly TableValue Table = TableValue.Of(new QueryResult(
        [new Column("queue", "VARCHAR"), new Column("calls", "BIGINT"), new Column("asa", "DECIMAL(9,1)")],
        [["b", 3L, 1.5m], ["a", 7L, null], ["b", 1L, 0.5m], [null, 2L, 2m]],
        false));

    internal static Value Sample => TableValue.Of(new QueryResult([new Column("a", "INTEGER"), new Column("b", "INTEGER")], [[1L, null], [2L, 3L]], false));

    // What agate 1.9 prints for the same.
    [Theory]
    [InlineData("{% for r in t.order_by('calls').rows %}{{ r.calls }} {% endfor %}", "1 2 3 7 ")]
    [InlineData("{% for r in t.order_by('queue').rows %}{{ r[0] }} {% endfor %}", "a b b None ")]
    [InlineData("{% for r in t.order_by('asa', reverse=true).rows %}{{ r['calls'] }} {% endfor %}", "7 2 3 1 ")]
    [InlineData("{% for r in t.order_by(['queue', 'calls']).rows %}{{ r.calls }} {% endfor %}", "7 1 3 2 ")]
    [InlineData("{% macro k(row) %}{{ return(row.calls * -1) }}{% endmacro %}{% for r in t.order_by(k).rows %}{{ r.calls }} {% endfor %}", "7 3 2 1 ")]
    [InlineData("{{ t.group_by('queue').keys() }}", "('b', 'a', None)")]
    [InlineData("{% for key, part in t.group_by('queue').items() %}{{ key }}={{ part.rows | length }} {% endfor %}", "b=2 a=1 None=1 ")]
    [InlineData("{% for part in t.group_by('queue') %}{{ part.columns['calls'].values() }}{% endfor %}", "(3, 1)(7,)(2,)")]
    [InlineData("{{ t.group_by('queue')['b'].columns[1].values() }} {{ t.group_by('queue').key_name }}", "(3, 1) queue")]
    [InlineData("{% macro k(row) %}{{ return('odd' if row.calls % 2 else 'even') }}{% endmacro %}{{ t.group_by(k).keys() }} {{ t.group_by(k).key_name }}", "('odd', 'even') group")]
    [InlineData("{{ t.group_by('queue').order_by('calls').limit(1).values() | map(attribute='rows') | map('first') | map(attribute='calls') | list }}", "[1, 7, 2]")]
    [InlineData("{{ t.group_by('queue').select(['calls']).merge().column_names }}", "('queue', 'calls')")]
    [InlineData("{{ t.group_by('queue').merge().rows | length }} {{ t.where(nothing).group_by('queue') | length }}", "4 1")]
    [InlineData("{{ t.limit(1).rows | length }}{{ t.limit(1, 3).rows | length }}{{ t.limit(0, 4, 2).rows | length }}{{ t.limit(-1).rows | length }}{{ t.limit(99999999999).rows | length }}", "12234")]
    [InlineData("{{ t.rows[0].dict() }}", "{'queue': 'b', 'calls': 3, 'asa': Decimal('1.5')}")]
    public void Does_what_agate_does(string template, string expected) => Jinja.Render(template, ("t", Table), ("nothing", Jinja.Package("p", "{% macro nothing(row) %}{{ return(false) }}{% endmacro %}")["nothing"])).ShouldBe(expected);

    [Theory]
    [InlineData("{{ t.order_by('cals') }}", "the table has no column 'cals'")]
    [InlineData("{{ t.limit('x') }}", "limit() takes whole numbers, not str")]
    [InlineData("{{ t.limit(0, 2, 0) }}", "a step of at least 1")]
    [InlineData("{{ t.group_by('queue')['c'].rows }}", "no attribute 'c'")]
    public void Says_what_is_wrong(string template, string message) =>
        Should.Throw<TemplateException>(() => Jinja.Render(template, ("t", Table))).Diagnostic.Message.ShouldContain(message);
}
