using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Properties;

/// <summary>What a function takes and gives.</summary>
/// <param name="Arguments">In order; those with a default stand behind those without.</param>
/// <param name="Returns">What it gives; null where nothing is said.</param>
public sealed record FunctionSignature(ImmutableArray<FunctionArgument> Arguments, FunctionReturns? Returns)
{
    /// <summary>Of a function that no property file describes.</summary>
    public static readonly FunctionSignature None = new([], null);
}

/// <summary>An argument of a function.</summary>
/// <param name="Name">Its name, as the body uses it.</param>
/// <param name="DataType">A type of the database.</param>
/// <param name="Description">Markdown, or null.</param>
/// <param name="DefaultValue">What stands for it where a call leaves it out, as SQL; null where a call must give it.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record FunctionArgument(string Name, string DataType, string? Description, Value? DefaultValue, SourceSpan Span);

/// <summary>What a function gives.</summary>
/// <param name="DataType">A type of the database.</param>
/// <param name="Description">Markdown, or null.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record FunctionReturns(string DataType, string? Description, SourceSpan Span);

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
        return new FunctionProperties(PropertyFileLoader.Resource(reader, problems, takesTests: false, "group"), signature);
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
