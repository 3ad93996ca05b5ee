using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary><c>adapter.dispatch</c>: finds the macro of a name that is written for the kind of database at hand.</summary>
internal sealed class MacroDispatch(MacroLibrary library, Project project)
{
    private const string Default = "default";

    private readonly ImmutableArray<string> _prefixes = PrefixesFor(project.Target.Type);

    /// <summary>What may stand before a macro's name: the kind of database, what it descends from, and <c>default</c>.</summary>
    public static ImmutableArray<string> PrefixesFor(string adapterType) => adapterType switch
    {
        "redshift" => ["redshift", "postgres", Default],
        _ => [adapterType, Default],
    };

    /// <summary>The function itself: <c>adapter.dispatch('name', 'namespace')</c> gives the macro.</summary>
    public Value Call(CallArguments call)
    {
        var bound = call.Bind("adapter.dispatch", "macro_name", "macro_namespace?", "packages?");
        var name = bound[0].ToText();
        if (bound.Has(2) || (bound.Has(1) && !bound[1].IsNone && !bound[1].IsString))
            throw call.ErrorWithHint(ManifestProblems.BadDispatch, $"write adapter.dispatch('{name}', 'package')", "the namespace is one package's name; a list of packages was dbt's form before version 1.0");
        if (name.Split('.') is [var package, var macro])
            throw call.ErrorWithHint(ManifestProblems.BadDispatch, $"write adapter.dispatch('{macro}', '{package}')", $"'{name}' is no macro's name");

        var @namespace = bound.Has(1) && bound[1].IsString ? bound[1].AsString : null;
        var rendering = call.Context.Options.Macros as MacroNamespace ?? library.NamesFor(project.Name);
        var seen = call.Context.VisibleMacros as MacroNamespace ?? rendering;
        return Find(name, @namespace, seen, rendering)?.Value ?? throw NotFound(call, name, @namespace, seen, rendering);
    }

    /// <summary>The macro of a name, or null.</summary>
    /// <param name="name">Its name without a prefix.</param>
    /// <param name="namespace">The package it is said to be of, or null.</param>
    /// <param name="seen">What the caller sees.</param>
    /// <param name="rendering">What the template being rendered sees.</param>
    public Macro? Find(string name, string? @namespace, MacroNamespace seen, MacroNamespace rendering)
    {
        foreach (var place in Places(@namespace, seen, rendering))
        {
            foreach (var prefix in _prefixes)
            {
                if (place.Macros.GetValueOrDefault($"{prefix}__{name}") is { } macro) return macro;
            }
        }

        return null;
    }

    /// <summary>Reports what the project file's search orders name in vain.</summary>
    public void WarnOfUnknownPackages(Problems problems)
    {
        foreach (var rule in project.Dispatch)
        {
            foreach (var package in rule.SearchOrder.Where(package => library.MacrosOf(package) is null))
                problems.ReportWithHint(ManifestProblems.UnknownDispatchPackage, rule.Span, DidYouMean.Hint(package, library.Packages), package, rule.Namespace);
        }
    }

    // Built-in macros are looked for as a bare name would be, so that a package may have its own.
    private IEnumerable<SearchPlace> Places(string? @namespace, MacroNamespace seen, MacroNamespace rendering)
    {
        if (@namespace is null) return [new("", seen.Macros), new("", rendering.Macros)];
        if (project.Dispatch.FirstOrDefault(rule => rule.Namespace == @namespace) is { } configured)
            return configured.SearchOrder.Select(PlaceOf).OfType<SearchPlace>();
        return BuiltInMacros.Owns(@namespace) || PlaceOf(@namespace) is not { } own
            ? [new SearchPlace("", rendering.Macros)]
            : new[] { PlaceOf(project.Name), own }.OfType<SearchPlace>().Distinct();
    }

    private SearchPlace? PlaceOf(string package) => library.MacrosOf(package) is { } macros ? new SearchPlace(package + ".", macros) : null;

    private TemplateException NotFound(CallArguments call, string name, string? @namespace, MacroNamespace seen, MacroNamespace rendering)
    {
        var places = Places(@namespace, seen, rendering).DistinctBy(place => place.Macros).ToArray();
        var searched = from place in places from prefix in _prefixes select $"{place.Label}{prefix}__{name}";
        var known = from place in places
                    from macro in place.Macros.Keys
                    from prefix in _prefixes
                    where macro.StartsWith(prefix + "__", StringComparison.Ordinal)
                    select macro[(prefix.Length + 2)..];
        var isUnknown = @namespace is not null && library.MacrosOf(@namespace) is null;
        var hint = isUnknown && DidYouMean.Nearest(@namespace!, library.Packages) is { } nearest
            ? $"there is no package '{@namespace}'; did you mean '{nearest}'?"
            : DidYouMean.Hint(name, known.Distinct());
        return call.ErrorWithHint(
            ManifestProblems.DispatchFoundNothing, hint, name, @namespace is null ? "" : $" in the namespace '{@namespace}'", string.Join(", ", searched.Distinct()));
    }

    private sealed record SearchPlace(string Label, IReadOnlyDictionary<string, Macro> Macros);
}
