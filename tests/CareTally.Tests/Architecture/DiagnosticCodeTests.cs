using System.Reflection;
using CareTally.Adapters.DuckDb;
using CareTally.Cli;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Docs;
using CareTally.Templating;

namespace CareTally.Tests.Architecture;

public sealed class DiagnosticCodeTests
{
    private const BindingFlags Anything = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_two_kinds_of_complaint_share_a_code()
    {
        var kinds = new[] { typeof(ExitCode).Assembly, typeof(SiteWriter).Assembly, typeof(DuckDbWarehouse).Assembly, typeof(Manifest).Assembly, typeof(Template).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(Anything))
            .Where(field => field.FieldType == typeof(DiagnosticKind))
            .Select(field => (Where: $"{field.DeclaringType!.Name}.{field.Name}", ((DiagnosticKind)field.GetValue(null)!).Code))
            .ToArray();
        kinds.Length.ShouldBeGreaterThan(100);
        kinds.GroupBy(kind => kind.Code).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(kind => kind.Where))}").ShouldBeEmpty();
    }
}
