using CareTally.Core.Warehouses;

namespace CareTally.Tests.Adapters;

public sealed class SqlStatementsTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n;; -- only ; a comment")]
    [InlineData("/* a /* b; */ c; */")]
    [InlineData("/* open")]
    public void Comments_and_semicolons_are_no_statements(string sql) => SqlStatements.Split(sql).ShouldBeEmpty();

    [Theory]
    [InlineData("select 1", "select 1")]
    [InlineData("select 1; -- two\n select 2 ;", "select 1|-- two\n select 2")]
    [InlineData("select ';'; select 'it''s;'", "select ';'|select 'it''s;'")]
    [InlineData("select \"a;\"\"b\"; select 2", "select \"a;\"\"b\"|select 2")]
    [InlineData(@"select E'a\';b'; select 2", @"select E'a\';b'|select 2")]
    [InlineData(@"select 'a\'; select 2", @"select 'a\'|select 2")]
    [InlineData(@"select some'a\'; select 2", @"select some'a\'|select 2")]
    [InlineData("select $$a;b$$; select $tag$ ; $$ ; $tag$", "select $$a;b$$|select $tag$ ; $$ ; $tag$")]
    [InlineData("select $1; select $2", "select $1|select $2")]
    [InlineData("select a$b; select c$d", "select a$b|select c$d")]
    [InlineData("select 1 /* ; */ + 2 -- ;\n; select 3", "select 1 /* ; */ + 2 -- ;|select 3")]
    [InlineData("select 'open ; ", "select 'open ;")]
    [InlineData("select 5 - -- minus ;\n -3", "select 5 - -- minus ;\n -3")]
    public void Statements_end_at_semicolons_outside_of_strings_and_comments(string sql, string expected)
    {
        var statements = SqlStatements.Split(sql);

        string.Join("|", statements.Select(s => s.Text)).ShouldBe(expected);
        statements.ShouldAllBe(s => sql.Substring(s.Start, s.Text.Length) == s.Text);
    }

    [Theory]
    [InlineData("-- c\n INSERT into t values (1)", "insert")]
    [InlineData("(select 1)", "")]
    public void The_first_word_says_what_a_statement_does(string sql, string keyword) =>
        SqlStatements.Split(sql).Single().Keyword.ShouldBe(keyword);
}
