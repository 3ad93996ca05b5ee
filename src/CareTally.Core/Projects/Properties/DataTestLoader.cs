using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>Reads the uses of generic tests: a bare name, a name with arguments, or the long form with <c>test_name</c>.</summary>
internal static class DataTestLoader
{
    private static readonly FrozenSet<string> ConfigKeys = new[]
    {
        "enabled", "severity", "tags", "where", "limit", "warn_if", "error_if", "fail_calc", "store_failures", "store_failures_as",
        "meta", "database", "schema", "alias", "group",
    }.ToFrozenSet();

    public static ImmutableArray<DataTestProperties> Load(MappingReader owner, Problems problems)
    {
        var tests = ImmutableArray.CreateBuilder<DataTestProperties>();
        foreach (var node in owner.List("data_tests").Concat(owner.List("tests")))
        {
            if (LoadOne(node, problems) is { } test) tests.Add(test);
        }

        return tests.ToImmutable();
    }

    private static DataTestProperties? LoadOne(YamlNode node, Problems problems)
    {
        switch (node)
        {
            case YamlScalar bare:
                return Named(bare, new YamlMapping([], bare.Span), problems);
            case YamlMapping map when map["test_name"] is YamlScalar name:
                return Named(name, map, problems);

            // not_null: {...}, perhaps with siblings where the indentation slipped; dbt accepts these too.
            case YamlMapping { Entries.Length: > 0 } map when map.Entries[0].Value is YamlMapping or YamlScalar { IsNull: true }:
                var inner = map.Entries[0].Value as YamlMapping ?? new YamlMapping([], map.Span);
                return Named(map.Entries[0].Key, inner with { Entries = inner.Entries.AddRange(map.Entries.Skip(1)) }, problems);
            default:
                problems.Report(ProjectProblems.WrongType, node.Span, "data_tests", "a list of test names, or of one test name with its arguments", YamlValues.Describe(node));
                return null;
        }
    }

    private static DataTestProperties Named(YamlScalar name, YamlMapping body, Problems problems)
    {
        var arguments = ImmutableArray.CreateBuilder<YamlEntry>();
        var config = ImmutableArray.CreateBuilder<YamlEntry>();
        YamlScalar? customName = null, description = null;
        foreach (var entry in body.Entries)
        {
            switch (entry.Key.Text)
            {
                case "test_name": break;
                case "name": customName = entry.Value as YamlScalar; break;
                case "description": description = entry.Value as YamlScalar; break;
                case "config" when entry.Value is YamlMapping map: config.AddRange(map.Entries); break;
                case "arguments" when entry.Value is YamlMapping map: arguments.AddRange(map.Entries); break;
                case "config" or "arguments":
                    problems.Report(ProjectProblems.WrongType, entry.Value.Span, entry.Key.Text, "a mapping", YamlValues.Describe(entry.Value));
                    break;
                case var key when ConfigKeys.Contains(key): config.Add(entry); break;
                default: arguments.Add(entry); break;
            }
        }

        var parts = name.Text.Split('.', 2);
        return new DataTestProperties
        {
            Package = parts.Length == 2 ? parts[0] : null,
            TestName = parts[^1],
            CustomName = customName?.Text,
            Description = description,
            Arguments = arguments.ToImmutable(),
            Config = config.ToImmutable(),
            Span = name.Span,
        };
    }
}
