using System.Collections.Immutable;
using CareTally.Core.Projects.Properties;
using CareTally.Templating;

namespace CareTally.Core.Manifests;

/// <summary>What calling a function gives.</summary>
public enum FunctionKind
{
    /// <summary>A value, of each row it is called for.</summary>
    Scalar,

    /// <summary>A value, of many rows.</summary>
    Aggregate,

    /// <summary>Rows.</summary>
    Table,
}

/// <summary>A function that queries call by <c>function()</c>, made in the warehouse before them.</summary>
public sealed record FunctionNode : RelationNode
{
    /// <summary>The language of every function that can be made.</summary>
    public const string Language = "sql";

    /// <summary>The words of <see cref="FunctionKind"/>, as the config <c>type</c> spells them.</summary>
    public static readonly ImmutableArray<string> KindWords = [.. Enum.GetNames<FunctionKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>What calling it gives.</summary>
    public required FunctionKind Kind { get; init; }

    /// <summary>Its arguments, and what it returns.</summary>
    public required FunctionSignature Signature { get; init; }

    /// <summary>Its body: an expression or a query.</summary>
    public required Template Template { get; init; }

    /// <summary>The type it returns; of a table function that does not say it, a word for its rows.</summary>
    public string ReturnType => Signature.Returns?.DataType ?? "table";

    /// <summary>The signature as it is called, for example <c>price_for_xlarge(price float)</c>.</summary>
    public string Call => $"{Name}({string.Join(", ", Signature.Arguments.Select(Shown))})";

    /// <summary>The macro that writes the statement which makes it, as dbt names it.</summary>
    internal string Macro => MacroFor(KindWords[(int)Kind], Language);

    /// <summary>The macro that writes the statement which makes a function.</summary>
    internal static string MacroFor(string kind, string language) => $"{kind}_function_{language}";

    private static string Shown(FunctionArgument argument) =>
        $"{argument.Name} {argument.DataType}{(argument.DefaultValue is { } value ? $" = {value.ToText()}" : "")}";
}
