using System.Collections.Immutable;
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
