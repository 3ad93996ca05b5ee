namespace CareTally.Tests.Templating;

/// <summary>Writes random templates: the statements. Most make sense, so that the result says something; some fail.</summary>
internal sealed partial class TemplateGenerator(Random random)
{
    // The variables known so far, by type.
    private readonly Dictionary<Kind, List<string>> _names = new()
    {
        [Kind.Int] = ["n", "zero", "big"],
        [Kind.Float] = ["x"],
        [Kind.Text] = ["s", "e", "t"],
        [Kind.Bool] = ["yes", "no"],
        [Kind.Ints] = ["list", "empty"],
        [Kind.Texts] = ["words"],
        [Kind.Dict] = ["d"],
        [Kind.Rows] = ["rows"],
    };

    private int _made;
    private int _loops;

    private enum Kind
    {
        Int,
        Float,
        Text,
        Bool,
        Ints,
        Texts,
        Dict,
        Rows,
    }

    /// <summary>The parts of a template; any of them may be left out.</summary>
    public string[] Make() => [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Statement(3))];

    private T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private bool Chance(int percent) => random.Next(100) < percent;

    private Kind AnyKind() => (Kind)random.Next(8);

    private string Tag(string inside) => $"{{%{Any("", "", "", "-", "+")} {inside} {Any("", "", "", "-", "+")}%}}";

    private string Output(string expression) => $"{{{{{Any("", "", "", "-")} {expression} {Any("", "", "", "-")}}}}}";

    private string Text() => Any("", " ", "\n", "a", " b\n", "\n  c ", "\t.", "{ } ", "select 1\n", "é", "\r\n", "'\"");

    private string Body(int depth) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Statement(depth - 1)));

    private string NewName(Kind kind)
    {
        // Not a name of the context: what reading one means that is set further on depends on how Jinja2 compiles the scope around it.
        string[] known = [.. _names[kind].Where(other => other[0] == 'v')];
        if (known.Length > 0 && Chance(40)) return Any(known);
        var name = "v" + _made++;
        _names[kind].Add(name);
        return name;
    }

    private string Statement(int depth)
    {
        if (depth <= 0 || Chance(35)) return Text() + Output(Expression(AnyKind(), 3)) + Text();
        var text = Text();
        return random.Next(16) switch
        {
            0 or 1 => text + If(depth) + Text(),
            2 or 3 or 4 => text + For(depth) + Text(),
            5 or 6 => text + Set() + Text(),
            7 => text + SetBlock(depth) + Text(),
            8 => text + Namespace(depth) + Text(),
            9 or 10 => text + Macro(depth) + Text(),
            11 => text + CallBlock(depth) + Text(),
            12 => text + Tag($"filter {Any("upper", "trim", "replace('a', 'b')", "title | trim", "indent(2)", "reverse")}") + Body(depth) + Tag("endfilter"),
            13 => text + With(depth),
            14 => text + Change(),
            _ => text + Any("{# a comment #}", "{#- trimmed -#}", "{% raw %} {{ x }} {% endraw %}", "{%- raw -%} {% if %} {%- endraw -%}", Recursive()),
        };
    }

    private string If(int depth) => Tag("if " + Expression(Kind.Bool, 3)) + Body(depth)
        + (Chance(30) ? Tag("elif " + Expression(AnyKind(), 2)) + Body(depth) : "")
        + (Chance(50) ? Tag("else") + Body(depth) : "") + Tag("endif");

    private string For(int depth)
    {
        var kind = Any(Kind.Int, Kind.Text, Kind.Dict, Kind.Dict);
        var (name, other) = ("i" + _made++, "k" + _made++);
        var iterable = kind switch
        {
            Kind.Int => Expression(Kind.Ints, 2),
            Kind.Text => Expression(Any(Kind.Texts, Kind.Texts, Kind.Text, Kind.Dict), 2),
            _ => $"({Expression(Kind.Dict, 2)}).items()",
        };
        var target = kind == Kind.Dict ? Any($"{other}, {name}", $"({other}, {name})") : name;
        var condition = Chance(20) ? $" if {Expression(Kind.Bool, 1)}" : Chance(10) ? $" if {name} is string or {name} is not none" : "";
        if (kind != Kind.Dict) _names[kind].Add(name);
        else _names[Kind.Text].Add(other);
        _loops++;
        var body = Body(depth) + (Chance(10) ? Tag("if " + Expression(Kind.Bool, 1)) + Tag(Any("break", "continue")) + Tag("endif") : "");
        _loops--;
        if (kind != Kind.Dict) _names[kind].Remove(name);
        else _names[Kind.Text].Remove(other);
        return Tag($"for {target} in {iterable}{condition}") + body + (Chance(25) ? Tag("else") + Body(depth) : "") + Tag("endfor");
    }

    private string Set()
    {
        var (kind, second) = (AnyKind(), AnyKind());
        if (Chance(15))
        {
            var value = $"{Expression(kind, 2)}, {Expression(second, 2)}";
            return Tag($"set {NewName(kind)}, {NewName(second)} = {Any(value, $"({value})", $"[{value}]")}");
        }

        var expression = Expression(kind, 3);
        return Tag($"set {NewName(kind)} = {expression}");
    }

    private string SetBlock(int depth)
    {
        var body = Body(depth);
        return Tag($"set {NewName(Kind.Text)}{Any("", "", " | upper", " | trim | replace('a', '')")}") + body + Tag("endset");
    }

    private string Namespace(int depth)
    {
        var name = "ns" + _made++;
        var begin = Tag($"set {name} = namespace(a={Expression(Kind.Int, 1)}, b={Expression(Kind.Text, 1)})");
        var loop = Tag($"for i in {Expression(Kind.Ints, 1)}") + Tag($"set {name}.a = {Any($"{name}.a + i", "i", $"{name}.b")}") + Body(depth - 1) + Tag("endfor");
        return begin + loop + Output($"{name}.{Any("a", "b", "c")}");
    }

    private string Macro(int depth)
    {
        var name = "m" + _made++;
        var parameters = Any("a", "a, b", "a, b=" + Expression(AnyKind(), 1), "a=" + Expression(AnyKind(), 1) + ", b=none", "");
        var extra = Any("", "", Output("varargs"), Output("kwargs"), Output("caller() if caller else 'none'"));
        var body = Body(depth) + Output(Any("a", "b", "a ~ b", "b is defined", "a | default('d')")) + extra;
        if (Chance(20)) body += Any(Output($"return({Expression(AnyKind(), 2)})"), Tag($"do return({Expression(AnyKind(), 2)})"));
        var call = $"{name}({Any("", Argument(), $"{Argument()}, {Argument()}", $"b={Argument()}", $"{Argument()}, b={Argument()}", $"*[{Argument()}]", $"**{{'a': {Argument()}}}", $"{Argument()}, 1, 2, c=3")})";
        return Tag($"macro {name}({parameters})") + body + Tag("endmacro") + Text() + Output(Any(call, call, $"{call} | upper", $"{call} ~ {call}", $"{name}.name", $"{name}.arguments"));
    }

    private string Argument() => Expression(AnyKind(), 1);

    private string CallBlock(int depth)
    {
        var name = "m" + _made++;
        var given = Chance(50);
        return Tag($"macro {name}(a=1)") + Text() + Output(given ? $"caller({Argument()})" : Any("caller()", "caller() | upper", "a")) + Tag("endmacro")
            + Tag($"call{(given ? "(c)" : "")} {name}({Any("", Argument())})") + (given ? Output("c") : "") + Body(depth) + Tag("endcall");
    }

    private string With(int depth)
    {
        var name = "w" + _made++;
        return Tag($"with {name} = {Expression(Kind.Int, 2)}, s = {Expression(Kind.Text, 2)}") + Output(name) + Body(depth) + Tag("endwith");
    }

    private string Change() => Tag("do " + Any(
        $"list.append({Expression(Kind.Int, 1)})",
        $"words.extend({Expression(Kind.Texts, 1)})",
        $"list.insert({random.Next(-3, 4)}, {Expression(Kind.Int, 1)})",
        $"list.pop({Any("", "0", "-1", "9")})",
        "list.sort()",
        "list.reverse()",
        $"words.remove({Any("'fig'", "'none'")})",
        $"d.update({Any($"{{'z': {Argument()}}}", $"z={Argument()}", Expression(Kind.Dict, 1))})",
        $"d.pop({Any("'a'", "'q'", "'q', 1")})",
        $"d.setdefault({Any("'a'", "'q'")}, {Argument()})",
        "d.clear()")) + Output(Any("list", "words", "d"));

    private static string Recursive() =>
        "{% for r in [{'n': 1, 'k': [{'n': 2, 'k': []}, {'n': 3, 'k': [{'n': 4, 'k': []}]}]}] recursive %}{{ loop.depth }}:{{ r.n }}{{ '(' ~ loop(r.k) ~ ')' if r.k }}{% endfor %}";
}
