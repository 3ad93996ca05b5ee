using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Targets;

/// <summary>Reads <c>secrets:</c> of a DuckDB target, in dbt-duckdb's keys. Which parameters a type has, only DuckDB knows.</summary>
internal sealed class SecretLoader(YamlRenderer renderer, Problems problems)
{
    // dbt-duckdb's name for one that has none, with its number.
    private const string UsualName = "_dbt_secret_";

    private static readonly string[] OwnKeys = ["name", "type", "persistent"];

    public ImmutableArray<DatabaseSecret> Load(MappingReader target)
    {
        var secrets = target.Maps("secrets").Select(Load).ToImmutableArray();
        foreach (var twice in secrets.GroupBy(secret => secret.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.Report(ProjectProblems.SecretTwice, target.Node("secrets")!.Span with { Length = 0 }, twice.Key);
        return secrets;
    }

    private DatabaseSecret Load(YamlMapping mapping, int index)
    {
        var reader = new MappingReader(mapping, "an entry of 'secrets'", problems);
        reader.RequiredText("type");
        return new DatabaseSecret(
            renderer.RenderText(reader.Scalar("name")) ?? string.Create(CultureInfo.InvariantCulture, $"{UsualName}{index + 1}"),
            renderer.RenderText(reader.Scalar("type")) ?? "",
            [.. mapping.Entries.Where(entry => !OwnKeys.Contains(entry.Key.Text) && entry.Value is not YamlScalar { IsNull: true }).Select(entry => KeyValuePair.Create(entry.Key.Text, ValueOf(entry.Value)))],
            reader.Bool("persistent") ?? false);
    }

    // As it is written: a key of digits is no number.
    private Value ValueOf(YamlNode node) => node switch
    {
        YamlSequence list => Value.Of(new ListValue(list.Items.Select(ValueOf))),
        YamlMapping map => Value.Of(new DictValue(map.Entries.Select(entry => KeyValuePair.Create(Value.Of(entry.Key.Text), ValueOf(entry.Value))))),
        _ => Value.Of(renderer.RenderText((YamlScalar)node)!),
    };
}
