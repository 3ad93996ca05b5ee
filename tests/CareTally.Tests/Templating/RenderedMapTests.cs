using CareTally.Templating;

namespace CareTally.Tests.Templating;

public class RenderedMapTests
{
    private static (string Origin, int Line) At(RenderedText text, string part)
    {
        var origin = text.OriginOf(text.Text.IndexOf(part, StringComparison.Ordinal));
        return (origin.Text, origin.Position.Line);
    }

    [Fact]
    public void Text_maps_character_by_character_and_output_to_its_expression()
    {
        var text = Jinja.RenderMapped("select a,\n  {{ col }} as b\nfrom t", ("col", "column_name"));
        text.Text.ShouldBe("select a,\n  column_name as b\nfrom t");
        At(text, "from").ShouldBe(("f", 3));
        At(text, "column_name").ShouldBe(("{{ col }}", 2));
        At(text, "name as").ShouldBe(("{{ col }}", 2));
        At(text, "as b").ShouldBe(("a", 2));
        text.OriginOf(text.Text.Length).Text.ShouldBe("t");
    }

    [Fact]
    public void Every_piece_begins_where_the_one_before_ends_and_verbatim_pieces_are_copies()
    {
        var text = Jinja.RenderMapped("a {%- for i in [1, 2] %}\r\n x{{ i }} {% endfor -%} b{% if true %}{{ '' }}c{% endif %}");
        text.Map.Select(piece => piece.Offset).ShouldBeInOrder();
        for (var i = 0; i < text.Map.Length; i++)
        {
            var piece = text.Map[i];
            var end = i + 1 < text.Map.Length ? text.Map[i + 1].Offset : text.Text.Length;
            if (piece.IsVerbatim) text.Text[piece.Offset..end].ShouldBe(piece.Origin.Text);
        }
    }

    [Fact]
    public void Text_of_a_macro_maps_into_the_macro()
    {
        var text = Jinja.RenderMapped("{% macro m(x) %}\n  wrong {{ x }} sql\n{% endmacro %}select {{ m(1) }} from t");
        At(text, "wrong").ShouldBe(("w", 2));
        At(text, "1").ShouldBe(("{{ x }}", 2));
        At(text, "from").ShouldBe(("f", 3));
    }

    [Fact]
    public void Text_of_a_macro_that_another_one_returns_maps_into_it()
    {
        var text = Jinja.RenderMapped(
            "{% macro default__m() %}inner text{% endmacro %}{% macro f() %}{{ return(default__m) }}{% endmacro %}\n"
            + "{% macro m() %}dropped{{ return(f()()) }}{% endmacro %}\nselect {{ m() }}");
        text.Text.Trim().ShouldBe("select inner text");
        At(text, "inner").ShouldBe(("i", 1));
    }

    [Fact]
    public void Text_of_a_call_block_maps_into_the_block()
    {
        var text = Jinja.RenderMapped("{% macro m() %}({{ caller() }}){% endmacro %}\n{% call m() %}body\n{% endcall %}");
        At(text, "body").ShouldBe(("b", 2));
    }

    [Fact]
    public void A_value_that_a_macro_returns_maps_to_the_call()
    {
        var text = Jinja.RenderMapped("{% macro m() %}{{ return([1]) }}{% endmacro %}select {{ m() }}");
        At(text, "[1]").ShouldBe(("m()", 1));
    }

    [Fact]
    public void Plain_text_is_a_copy()
    {
        var template = Jinja.Parse("select 1\n");
        template.PlainText.ShouldBe("select 1");
        Jinja.Parse("select {{ 1 }}").PlainText.ShouldBeNull();
        var text = Jinja.RenderMapped("select 1\r\nfrom x\n");
        text.Text.ShouldBe("select 1\nfrom x");
        At(text, "from").ShouldBe(("f", 2));
    }
}
