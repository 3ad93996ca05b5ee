using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Collects the macros of packages, complaining of those that stand twice or in the wrong place.</summary>
/// <param name="names">What the macros of a package see.</param>
/// <param name="problems">Where to complain.</param>
internal sealed class MacroCollector(Func<string, MacroNamespace> names, Problems problems)
{
    public IReadOnlyDictionary<string, Macro> BuiltIns()
    {
        var seen = Seen(BuiltInMacros.Package);
        return BuiltInMacros.All.Select(macro => new Macro(macro.Package, macro.Name, macro.Definition, seen))
            .ToDictionary(macro => macro.Name, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, Macro> Collect(string package, ProjectContents contents)
    {
        var described = contents.Properties.SelectMany(file => file.Macros).DistinctBy(macro => macro.Name).ToDictionary(macro => macro.Name);
        var seen = Seen(package);
        var macros = new Dictionary<string, Macro>(StringComparer.Ordinal);
        foreach (var definition in contents.Macros.SelectMany(file => file.Template.Macros).Where(IsMacro))
        {
            var macro = new Macro(package, definition, seen, described.GetValueOrDefault(definition.Name)?.Description?.Text ?? "");
            if (!macros.TryAdd(macro.Name, macro))
                problems.Report(ManifestProblems.DuplicateMacro, definition.NameSpan, definition.Name, macros[macro.Name].Definition.NameSpan);
        }

        foreach (var addition in BuiltInMacros.AdditionsTo(package))
            macros.TryAdd(addition.Name, new Macro(package, addition.Name, addition.Definition, seen));
        foreach (var file in contents.SingularTests.Concat(contents.Models).Concat(contents.Functions)) CheckMisplaced(file);
        foreach (var (name, properties) in described)
        {
            if (!macros.ContainsKey(name) && !macros.ContainsKey("test_" + name))
                problems.ReportWithHint(ManifestProblems.UnknownPatch, properties.Span, DidYouMean.Hint(name, macros.Keys), "macro", name);
        }

        return macros;
    }

    private Func<MacroNamespace> Seen(string package)
    {
        MacroNamespace? seen = null;
        return () => seen ??= names(package);
    }

    private bool IsMacro(MacroDefinition definition)
    {
        if (definition.MacroKind == MacroKind.Snapshot) ReportSnapshot(definition);
        return definition.MacroKind is not (MacroKind.Snapshot or MacroKind.Docs);
    }

    private void ReportSnapshot(MacroDefinition definition) =>
        problems.ReportWithHint(ManifestProblems.MisplacedBlock, definition.NameSpan, "move it to a snapshots folder", "snapshot", definition.Name);

    // A macro inside a model is that model's own affair; a test or a materialization there is out of reach.
    private void CheckMisplaced(TemplateFile file)
    {
        foreach (var definition in file.Template.Macros)
        {
            switch (definition.MacroKind)
            {
                case MacroKind.Test:
                    problems.ReportWithHint(
                        ManifestProblems.MisplacedBlock, definition.NameSpan, "move it to a macros folder, or to the folder 'generic' of the tests",
                        "generic test", definition.Name);
                    break;
                case MacroKind.Materialization:
                    problems.ReportWithHint(ManifestProblems.MisplacedBlock, definition.NameSpan, "move it to a macros folder", "materialization", definition.Name);
                    break;
                case MacroKind.Snapshot:
                    ReportSnapshot(definition);
                    break;
            }
        }
    }
}
