using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A call of <c>ref()</c>, or of <c>function()</c>.</summary>
/// <param name="Package">First of two arguments, or null.</param>
/// <param name="Name">Model, seed, snapshot or function.</param>
/// <param name="Span">The call.</param>
internal sealed record RefCall(string? Package, string Name, SourceSpan Span)
{
    /// <summary>The version it names, or null.</summary>
    public string? Version { get; init; }

    /// <summary>As messages name it: with package and version where it names them.</summary>
    public string Shown => $"{(Package is null ? "" : $"{Package}.")}{Name}{(Version is null ? "" : $".v{Version}")}";
}

/// <summary>A call of <c>source()</c>.</summary>
/// <param name="Source">Source.</param>
/// <param name="Table">Its table.</param>
/// <param name="Span">The call.</param>
internal sealed record SourceCall(string Source, string Table, SourceSpan Span);

/// <summary>A call of <c>config()</c> with arguments.</summary>
/// <param name="Values">Its keyword arguments.</param>
/// <param name="Span">The call.</param>
internal sealed record ConfigCall(ImmutableArray<KeyValuePair<string, Value>> Values, SourceSpan Span)
{
    /// <summary>How its arguments are written, as far as the template itself writes them.</summary>
    public IReadOnlyDictionary<string, WrittenConfig> Written { get; init; } = FrozenDictionary<string, WrittenConfig>.Empty;
}

/// <summary>What a template says about its place in the graph.</summary>
internal sealed record TemplateReferences(ImmutableArray<RefCall> Refs, ImmutableArray<SourceCall> Sources, ImmutableArray<ConfigCall> Configs)
{
    public static readonly TemplateReferences None = new([], [], []);

    /// <summary>Calls of <c>function()</c>.</summary>
    public ImmutableArray<RefCall> Functions { get; init; } = [];

    /// <summary>Whether it reads nothing.</summary>
    public bool IsAlone => Refs.IsEmpty && Sources.IsEmpty && Functions.IsEmpty;

    public TemplateReferences Plus(TemplateReferences other) =>
        new(Refs.AddRange(other.Refs), Sources.AddRange(other.Sources), Configs.AddRange(other.Configs)) { Functions = Functions.AddRange(other.Functions) };

    /// <summary>What it reads, all of it at another place, and without its configs.</summary>
    public TemplateReferences At(Func<SourceSpan, SourceSpan> place) => new(
        [.. Refs.Select(call => call with { Span = place(call.Span) })], [.. Sources.Select(call => call with { Span = place(call.Span) })], [])
    {
        Functions = [.. Functions.Select(call => call with { Span = place(call.Span) })],
    };
}
