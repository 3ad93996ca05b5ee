using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Tests.Fuzzing;

/// <summary>Makes calls of all that a scope holds, three names deep, with arguments that nobody would give. The same number gives the same text.</summary>
internal sealed class ContextCalls
{
    private static readonly string[] Arguments =
    [
        "none", "true", "-1", "0", "1", "99999999999999999999", "1e308", "(1e308 * 10)", "''", "'a'", "'main'", "'select 1 as a'", "'%Y-%m-%d'", "'(a)'", "[]", "['a', 1, none]", "{}", "{'a': 1}", "{'identifier': 'b', 'database': none}",
        "{1: [2]}", "(1, 2)", "this", "ref('a')", "source('raw', 'calls')", "api.Relation.create(identifier='x')", "api.Column('a', 'varchar')", "run_query('select 1 as a, null as b')", "range(3)", "namespace(a=1)", "nowhere", "shout", "itself()",
        "modules.datetime.datetime(2024, 2, 29, 13, 5)", "modules.datetime.date(1, 1, 1)", "modules.datetime.date.max", "modules.datetime.timedelta(days=999999999)", "modules.pytz.utc", "modules.re.compile('a')", "modules.re.match('(a)', 'ab')",
        "adapter", "graph", "model", "target", "config", "exceptions", "'é😀'", "'a' * 500", "[[[]]]", "set([1, 2])", "dict(a=1)", "modules", "'\\n'", "'{{ ref(\"a\") }}'", "'day'", "'2024-01-01'", "load_result('main')",
    ];

    private static readonly string[] Names =
        ["value", "default", "name", "key", "reverse", "identifier", "schema", "database", "type", "sql", "fetch", "relation", "path", "tz", "sort_keys", "days", "year", "repeat", "flags", "count", "msg", "x"];

    private static readonly string[] Uses = ["", "", "", " | string", " | list", " | tojson", " | length", "[0]", "['a']", ".name", "()", " | first", " == this", " < 1", " ~ ''", " | sort", " in [1]", " | int"];

    private static readonly string[] Operators = ["+", "-", "*", "/", "//", "%", "**", "~", "<", ">=", "==", "in", "not in", "and"];

    private readonly string[] _paths;

    public ContextCalls(Scope scope)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in scope.Names)
        {
            paths.Add(name);
            if (scope.TryGet(name, out var value)) Add(paths, name, value, 3);
        }

        // What only calls give.
        foreach (var made in new[] { "run_query('select 1 as a, null as b union all select 2, 3')", "ref('a')", "api.Column('a', 'varchar')", "modules.datetime.datetime(2024, 2, 29)", "modules.datetime.date(2024, 2, 29)", "modules.datetime.timedelta(1)", "modules.datetime.time(1)",
            "modules.pytz.timezone('Asia/Kolkata')", "modules.re.compile('(?P<x>a)')", "modules.re.match('(a)', 'ab')", "run_query('select 1.5 as a').rows[0][0]", "run_query('select 1 as a').group_by('a')", "run_query('select 1 as a').rows[0]", "run_query('select 1 as a').columns[0]" })
        {
            paths.Add(made);
            foreach (var attribute in AttributesOf(scope, made)) paths.Add($"{made}.{attribute}");
        }

        _paths = [.. paths];
    }

    public string Make(int number)
    {
        var random = new Random(number);
        var text = new System.Text.StringBuilder("{{ ");
        if (random.Next(8) == 0) text.Append(Arguments[random.Next(Arguments.Length)]).Append(' ').Append(Operators[random.Next(Operators.Length)]).Append(' ');
        var path = _paths[random.Next(_paths.Length)];
        text.Append(path);
        if (random.Next(5) > 0) text.Append('(').Append(string.Join(", ", MakeArguments(random))).Append(')');
        if (random.Next(6) == 0) text.Append('.').Append(path.Split('.')[^1]).Append('(').Append(string.Join(", ", MakeArguments(random))).Append(')');
        if (random.Next(4) == 0) text.Append(' ').Append(Operators[random.Next(Operators.Length)]).Append(' ').Append(random.Next(2) == 0 ? Arguments[random.Next(Arguments.Length)] : _paths[random.Next(_paths.Length)]);
        return text.Append(Uses[random.Next(Uses.Length)]).Append(" }}").ToString();
    }

    private static IEnumerable<string> MakeArguments(Random random)
    {
        var (positional, named) = (random.Next(5), random.Next(4) == 0 ? random.Next(3) : 0);
        for (var i = 0; i < positional; i++) yield return Arguments[random.Next(Arguments.Length)];
        for (var i = 0; i < named; i++) yield return $"{Names[random.Next(Names.Length)]}={Arguments[random.Next(Arguments.Length)]}";
    }

    private static void Add(SortedSet<string> paths, string path, Value value, int depth)
    {
        if (depth == 0 || value.AsObject is not { } found) return;
        foreach (var attribute in found.AttributeNames.Where(IsName))
        {
            paths.Add($"{path}.{attribute}");
            if (found.TryGetAttribute(attribute, out var member)) Add(paths, $"{path}.{attribute}", member, depth - 1);
        }
    }

    private static List<string> AttributesOf(Scope scope, string expression)
    {
        var names = new List<string>();
        var look = new FunctionValue("look", call =>
        {
            names.AddRange(call.Positional[0].AsObject?.AttributeNames.Where(IsName) ?? []);
            return Value.None;
        });
        var inner = new Scope(new Dictionary<string, Value> { ["look"] = look, ["run_query"] = new FunctionValue("run_query", _ => CareTally.Tests.CoreTests.Contexts.TableTests.Sample) }, scope);
        TemplateRenderer.Render(Templating.Jinja.Parse($"{{{{ look({expression}) }}}}"), inner, RenderOptions.Default);
        return names;
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
