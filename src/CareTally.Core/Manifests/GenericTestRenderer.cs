using System.Text.RegularExpressions;
using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A generic test as SQL.</summary>
/// <param name="Sql">The query for failing rows.</param>
/// <param name="Rows">What stands in it for the rows that are tested: the relation, or a query with the test's <c>where</c>.</param>
/// <param name="Subject">The relation.</param>
internal sealed record RenderedTest(RenderedText Sql, string Rows, string Subject);

/// <summary>Renders the use of a generic test to the query for failing rows.</summary>
internal sealed partial class GenericTestRenderer(MacroLibrary macros, string package, CancellationToken cancellationToken = default)
{
    private readonly RenderOptions _options = macros.OptionsFor(package) with { CancellationToken = cancellationToken };

    /// <summary>The macro of a use, or null where there is none.</summary>
    public Macro? FindMacro(GenericTestUse use) => macros.FindTest(use.TestName, use.Package, package);

    /// <summary>The arguments that are templates, which may refer to other nodes.</summary>
    /// <exception cref="TemplateException">One of them is malformed.</exception>
    public static IEnumerable<Template> TemplatesIn(GenericTestUse use) => use.Arguments.Count == 0 ? [] : use.Arguments.Values.SelectMany(TemplatesIn);

    /// <summary>The query for failing rows.</summary>
    /// <param name="use">The use.</param>
    /// <param name="macro">Its macro.</param>
    /// <param name="scope">The names of the test node.</param>
    /// <param name="subject">The relation tested.</param>
    /// <exception cref="DiagnosticException">The macro cannot be rendered.</exception>
    public RenderedTest Render(GenericTestUse use, Macro macro, Scope scope, RelationValue subject)
    {
        var rows = TemplateRenderer.CallMacro(macros.Find("get_where_subquery")!.Value, scope, [subject], null, _options);
        var arguments = new Dictionary<string, Value>(StringComparer.Ordinal)
        {
            ["model"] = rows,
        };
        if (use.ColumnSql is { } column) arguments["column_name"] = column;
        foreach (var (key, value) in use.Arguments.Entries) arguments[key.ToText()] = RenderArgument(value, scope);
        return new RenderedTest(TemplateRenderer.RenderMacro(macro.Value, scope, [], arguments, _options), rows.ToText(), subject.ToText());
    }

    /// <summary>An argument with the templates in it rendered.</summary>
    public Value RenderArgument(Value value, Scope scope)
    {
        if (!IsTemplate(value)) return value;
        return value.AsObject switch
        {
            ListValue list => new ListValue(list.Select(item => RenderArgument(item, scope))),
            DictValue dictionary => new DictValue(dictionary.Entries.Select(entry => KeyValuePair.Create(entry.Key, RenderArgument(entry.Value, scope)))),
            _ => RenderText(value.AsString, scope),
        };
    }

    /// <summary>A config of a test, such as <c>where</c>, with the template in it rendered.</summary>
    public Value RenderText(string text, Scope scope)
    {
        return IsTemplate(text) ? TemplateRenderer.RenderNative(Parse(text), scope, _options) : text;
    }

    private static Template Parse(string text) =>
        Template.Parse(new SourceText("test argument", YamlRenderer.IsTemplate(text) ? text : $"{{{{ {text} }}}}"));

    private static IEnumerable<Template> TemplatesIn(Value value) => value.AsObject switch
    {
        ListValue list => list.SelectMany(TemplatesIn),
        DictValue dictionary => dictionary.Values.SelectMany(TemplatesIn),
        _ => IsTemplate(value) ? [Parse(value.AsString)] : [],
    };

    private static bool IsTemplate(Value value) => value.AsObject switch
    {
        ListValue list => list.Any(IsTemplate),
        DictValue dictionary => dictionary.Values.Any(IsTemplate),
        _ => value.IsString && IsTemplate(value.AsString),
    };

    private static bool IsTemplate(string text) => YamlRenderer.IsTemplate(text) || (text.Contains('(', StringComparison.Ordinal) && CallAlone().IsMatch(text));

    // dbt lets these stand without braces.
    [GeneratedRegex(@"\A\s*(ref|source|var|env_var|doc)\s*\(.*\)\s*\z", RegexOptions.Singleline)]
    private static partial Regex CallAlone();
}
