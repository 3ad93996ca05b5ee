using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Properties;

/// <summary>Reads an entry of <c>functions:</c>.</summary>
internal static class FunctionLoader
{
    public static FunctionProperties Load(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a function", problems);
        reader.Accept("access");
        if (reader.Node("overloads") is { } overloads)
            problems.ReportWithHint(ProjectProblems.NoOverloads, overloads.Span, "give each form a name and a file of its own, or give the last arguments a default_value", map["name"] is YamlScalar name ? name.Text : "");
        var arguments = ImmutableArray.CreateBuilder<FunctionArgument>();
        foreach (var argument in reader.Maps("arguments")) arguments.Add(Argument(argument, problems));
        var signature = new FunctionSignature(arguments.ToImmutable(), Returns(reader, problems));
        CheckNames(signature, problems);
        CheckDefaults(signature, reader, problems);
        return new FunctionProperties(PropertyFileLoader.Resource(reader, problems, takesTests: false, topLevelConfigs: "group"), signature);
    }

    private static FunctionArgument Argument(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "an argument of a function", problems);
        var given = reader.Scalar("default_value");
        var argument = new FunctionArgument(
            reader.RequiredText("name"), reader.RequiredText("data_type"), reader.Text("description"), given is null ? (Value?)null : YamlValues.ToValue(given), PropertyFileLoader.NameSpan(map));
        reader.RejectUnknown();
        return argument;
    }

    private static FunctionReturns? Returns(MappingReader owner, Problems problems)
    {
        if (owner.Map("returns") is not { } map) return null;
        var reader = new MappingReader(map, "what a function returns", problems);
        var returns = new FunctionReturns(reader.RequiredText("data_type"), reader.Text("description"), (map["data_type"] ?? map).Span);
        reader.RejectUnknown();
        return returns;
    }

    // As in the database, case does not matter.
    private static void CheckNames(FunctionSignature signature, Problems problems)
    {
        foreach (var twice in signature.Arguments.GroupBy(argument => argument.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Key.Length > 0 && group.Count() > 1))
            problems.Report(ProjectProblems.ArgumentTwice, twice.ElementAt(1).Span, twice.Key, twice.First().Span);
    }

    private static void CheckDefaults(FunctionSignature signature, MappingReader reader, Problems problems)
    {
        foreach (var argument in signature.Arguments.SkipWhile(argument => argument.DefaultValue is null).Where(argument => argument.DefaultValue is null))
            problems.ReportWithHint(ProjectProblems.DefaultBefore, argument.Span, "give it a default_value too, or move it before those that have one", argument.Name, reader.Text("name") ?? "");
    }
}
