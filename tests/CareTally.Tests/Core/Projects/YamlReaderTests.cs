using System.Text;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Tests.CoreTests.Projects;

public class YamlReaderTests
{
    private readonly Problems _problems = new();

    private string[] Lines => [.. _problems.All.Select(SampleProject.Line)];

    private YamlNode? Parse(string text) => YamlParser.Parse(new SourceText("a.yml", text), _problems);

    private Value Value(string scalar) => YamlValues.ToValue(((YamlMapping)Parse($"v: {scalar}")!)["v"]!);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Every_value_knows_where_it_stands(string newLine)
    {
        var text = "name: shop\nnested:\n  list: [one, 'two', \"thrée\"]\n  deep:\n    - key: last 😀 value\n      other: |\n        block\n".Replace("\n", newLine, StringComparison.Ordinal);
        var found = new List<string>();
        Walk(Parse(text)!);
        found.ShouldBe(["1:7 shop", "3:10 one", "3:15 'two'", "3:22 \"thrée\"", "5:12 last 😀 value", "6:14 |"]);

        void Walk(YamlNode node)
        {
            switch (node)
            {
                case YamlScalar scalar: found.Add($"{scalar.Span.Position.Line}:{scalar.Span.Position.Column} {scalar.Span.Text.Split('\r', '\n')[0]}"); break;
                case YamlSequence sequence: foreach (var item in sequence.Items) Walk(item); break;
                case YamlMapping mapping: foreach (var entry in mapping.Entries) Walk(entry.Value); break;
            }
        }
    }

    [Theory]
    [InlineData("true", "True")]
    [InlineData("Yes", "True")]
    [InlineData("ON", "True")]
    [InlineData("no", "False")]
    [InlineData("off", "False")]
    [InlineData("y", "'y'")]
    [InlineData("'true'", "'true'")]
    [InlineData("\"no\"", "'no'")]
    [InlineData("null", "None")]
    [InlineData("~", "None")]
    [InlineData("", "None")]
    [InlineData("NULL", "None")]
    [InlineData("none", "'none'")]
    [InlineData("'null'", "'null'")]
    [InlineData("42", "42")]
    [InlineData("-7", "-7")]
    [InlineData("+7", "7")]
    [InlineData("1.50", "1.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("0.5", "0.5")]
    [InlineData("0", "0")]
    [InlineData("1e5", "'1e5'")]
    [InlineData("007", "'007'")]
    [InlineData("-01.5", "'-01.5'")]
    [InlineData("1.2.3", "'1.2.3'")]
    [InlineData("2026-01-31", "'2026-01-31'")]
    [InlineData("2026-01-31 10:00:00", "'2026-01-31 10:00:00'")]
    [InlineData("12:30:45", "'12:30:45'")]
    [InlineData("-", "None")]
    [InlineData(".", "'.'")]
    [InlineData("!!str 12", "'12'")]
    public void A_scalar_becomes_the_value_that_dbt_sees(string scalar, string repr)
    {
        // A lone dash is an empty list item.
        if (scalar == "-") YamlValues.ToValue(((YamlSequence)Parse("-")!).Items[0]).ToRepr().ShouldBe(repr);
        else Value(scalar).ToRepr().ShouldBe(repr);
        Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Aliases_and_merge_keys_give_what_they_name_and_own_keys_win()
    {
        var root = YamlValues.ToValue(Parse("base: &b {a: 1, b: 2}\nmore: &m {c: 3, a: 9}\none: {<<: *b, b: 5}\ntwo: {<<: [*b, *m]}\nsame: *b\n")!);
        root.ToRepr().ShouldBe("{'base': {'a': 1, 'b': 2}, 'more': {'c': 3, 'a': 9}, 'one': {'b': 5, 'a': 1}, 'two': {'a': 1, 'b': 2, 'c': 3}, 'same': {'a': 1, 'b': 2}}");
        Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "TLY2011 a.yml:3:1 key 'a' stands twice in one mapping")]
    [InlineData("a: 1\n---\nb: 2\n", "TLY2012 a.yml:2:1 a file holds one YAML document; a second one starts here")]
    [InlineData("a: *nowhere\n", "TLY2010 a.yml:1:4 YAML cannot be read: anchor 'nowhere' is not defined above")]
    [InlineData("a: &a [*a]\n", "TLY2010 a.yml:1:8 YAML cannot be read: anchor 'a' is not defined above")]
    [InlineData("a: {<<: 5}\n", "TLY2021 a.yml:1:9 '<<' must be a mapping, or a list of mappings, not '5'")]
    [InlineData("? [a, b]\n: 1\n", "TLY2010 a.yml:2:3 YAML cannot be read: a key must be a plain name; is a pair of quotes missing around a template?")]
    public void What_cannot_be_meant_is_an_error_at_its_place(string text, string expected)
    {
        Parse(text);
        Lines.ShouldBe([expected]);
    }

    [Theory]
    [InlineData("a:\n  - b\n c: 1\n", 3)]
    [InlineData("a: [1, 2\nb: 3\n", 1)]
    [InlineData("a: 'open\nb: 3\n", 1)]
    [InlineData("a:\n\t- b\n", 1)]
    [InlineData("models:\n  - name: x\n    description: it: breaks\n", 3)]
    public void A_broken_file_points_at_the_line(string text, int line)
    {
        Parse(text).ShouldBeNull();
        _problems.All.ShouldHaveSingleItem().Span!.Value.Position.Line.ShouldBe(line);
    }

    [Fact]
    public void A_tab_in_the_indentation_is_named()
    {
        Parse("a:\n\t- b\n");
        _problems.All.ShouldHaveSingleItem().Hint.ShouldBe("YAML is indented with spaces; this line holds a tab");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("~\n")]
    public void An_empty_file_is_nothing_and_no_error(string text)
    {
        Parse(text).ShouldBeNull();
        Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 9; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Parse(text.ToString()).ShouldBeNull();
        Lines.ShouldHaveSingleItem().ShouldContain("more than 1000000 values, counted with all aliases written out");
    }

    [Fact]
    public void Merges_that_multiply_are_refused()
    {
        var text = new StringBuilder("a0: &a0 {x: 1}\n");
        for (var i = 1; i < 30; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} {{k{i}: 1, <<: [*a{i - 1}, *a{i - 1}]}}\n");
        Parse(text.ToString()).ShouldBeNull();
        Lines.ShouldHaveSingleItem().ShouldContain("more than 1000000 values");
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_crash()
    {
        Parse("a: " + new string('[', 5000) + new string(']', 5000)).ShouldBeNull();
        Lines.ShouldHaveSingleItem().ShouldContain("levels deep");
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_named()
    {
        using var project = new SampleProject("");
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(project.PathOf("models")).FullName, "m.yml"), [0x61, 0x3a, 0x20, 0xe9, 0x0a]);
        project.LoadErrors().ShouldBe(["TLY2003 - models/m.yml is not UTF-8 text (first bad byte at offset 3)"]);
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_text()
    {
        using var project = new SampleProject("-- file: models/a.sql\nselect 1 as x\n");
        File.WriteAllText(project.PathOf("models/m.yml"), "version: 2\nmodels: [{name: a, description: hi}]\n", new UTF8Encoding(true));
        File.WriteAllText(project.PathOf("models/a.sql"), "select 1 as x\n", new UTF8Encoding(true));
        var model = project.Load().Model("a");
        model.Description.ShouldBe("hi");
        model.Template.PlainText.ShouldNotBeNull().ShouldStartWith("select");
        project.Lines.ShouldBeEmpty();
    }
}
