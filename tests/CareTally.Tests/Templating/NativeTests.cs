using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Tests.Templating;

public class NativeTests
{
    [Theory]
    [InlineData("{{ x }}", "[1]", ValueKind.List)]
    [InlineData("{{ 1 + 1 }}", "2", ValueKind.Int)]
    [InlineData("{{ none }}", "None", ValueKind.None)]
    [InlineData("{{ 1 }}{{ 2 }}", "'12'", ValueKind.String)]
    [InlineData("a{{ x }}", "'a[1]'", ValueKind.String)]
    [InlineData("{{ '5' }}", "'5'", ValueKind.String)]
    [InlineData("5", "'5'", ValueKind.String)]
    [InlineData("", "''", ValueKind.String)]
    [InlineData("{{ '5' | as_number }}", "5", ValueKind.Int)]
    [InlineData("{{ '-2.5' | as_number }}", "-2.5", ValueKind.Float)]
    [InlineData("{{ 'True' | as_bool }}", "True", ValueKind.Bool)]
    [InlineData("{{ yes | as_bool }}", "True", ValueKind.Bool)]
    [InlineData("{{ '[1, {\"a\": (2,)}]' | as_native }}", "[1, {'a': (2,)}]", ValueKind.List)]
    [InlineData("{{ 'plain text' | as_native }}", "'plain text'", ValueKind.String)]
    [InlineData("{{ 'true' | as_native }}", "'true'", ValueKind.String)]
    [InlineData("{{ '1 + 1' | as_native }}", "'1 + 1'", ValueKind.String)]
    [InlineData("{{ 5 | as_text }}", "'5'", ValueKind.String)]
    [InlineData("{{ '5' | as_number }}!", "'5!'", ValueKind.String)]
    [InlineData("{% if yes %}{{ x }}{% endif %}", "[1]", ValueKind.List)]
    [InlineData("{% set y = 5 %}{{ y }}", "5", ValueKind.Int)]
    [InlineData("{% macro m() %}5{% endmacro %}{{ m() }}", "'5'", ValueKind.String)]
    [InlineData("{% macro m() %}{{ return(5) }}{% endmacro %}{{ m() }}", "5", ValueKind.Int)]
    public void A_lone_expression_gives_its_value(string text, string repr, ValueKind kind)
    {
        var value = Jinja.Native(text, ("x", Value.ListOf(1)), ("yes", true));
        value.ToRepr().ShouldBe(repr);
        value.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("{{ 'yes' | as_bool }}", "could not convert value 'yes' into type 'bool'")]
    [InlineData("{{ 'true' | as_bool }}", "could not convert value 'true' into type 'bool'")]
    [InlineData("{{ 'True' | as_number }}", "could not convert value 'True' into type 'number'")]
    public void What_cannot_be_converted_is_an_error(string text, string message) =>
        Should.Throw<TemplateException>(() => Jinja.Native(text)).Message.ShouldBe(message);
}
