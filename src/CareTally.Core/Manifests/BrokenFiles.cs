using System.Collections.Frozen;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>
/// Files that are wrong in themselves. What they would have said is missing from the project, so that some of what is found wrong
/// between the sound files may only follow from them, and is not said.
/// </summary>
internal sealed class BrokenFiles
{
    /// <summary>None.</summary>
    public static readonly BrokenFiles None = new([], []);

    // What a property file may have declared, renamed or switched off.
    private static readonly FrozenSet<DiagnosticKind> OfProperties =
        new[] { ManifestProblems.UnknownSource, ManifestProblems.DuplicateName, ManifestProblems.SameRelation, ManifestProblems.WorkingName }.ToFrozenSet();

    // What a macro may have defined, named or computed.
    private static readonly FrozenSet<DiagnosticKind> OfMacros = new[]
    {
        ManifestProblems.UnknownTest, ManifestProblems.UnknownMaterialization, ManifestProblems.SameRelation, ManifestProblems.WorkingName,
        ManifestProblems.BadDispatch, ManifestProblems.DispatchFoundNothing, ScopeProblems.RaisedByTemplate,
    }.ToFrozenSet();

    private readonly FrozenSet<DiagnosticKind> _consequences;
    private readonly bool _hasMacros;

    private BrokenFiles(IEnumerable<string> models, IEnumerable<DiagnosticKind> consequences, bool hasMacros = false) =>
        (Models, _consequences, _hasMacros) = (models.ToFrozenSet(StringComparer.Ordinal), consequences.ToFrozenSet(), hasMacros);

    /// <summary>The names of models whose files cannot be understood: they exist all the same.</summary>
    public FrozenSet<string> Models { get; }

    /// <summary>Those that the problems so far are about; null where something is wrong that everything hangs on, as the project file is.</summary>
    public static BrokenFiles? Find(ProjectFiles project, Problems problems)
    {
        var broken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var error in problems.All.Where(problem => problem.Severity == Severity.Error))
        {
            if (error.Span is not { } span) return null;
            broken.Add(span.Source.Path);
        }

        if (broken.Count == 0) return None;
        ProjectFiles[] all = [project, .. project.Packages];
        var models = Of(files => files.Models);
        var macros = Of(files => files.Macros);
        var properties = Of(files => files.Properties);
        var documents = Of(files => files.Documents);
        var known = models.Concat(macros).Concat(properties).Concat(documents).Concat(Of(files => files.SingularTests));
        if (!broken.SetEquals(known.Select(file => file.Source.Path))) return null;
        IEnumerable<DiagnosticKind> consequences =
        [
            .. models.Length > 0 ? [ProjectProblems.ConfigPathMatchesNothing] : Array.Empty<DiagnosticKind>(),
            .. macros.Length > 0 ? OfMacros : [],
            .. properties.Length > 0 ? OfProperties : [],
            .. documents.Length > 0 ? [ManifestProblems.UnknownDoc] : Array.Empty<DiagnosticKind>(),
        ];
        return new BrokenFiles(models.Select(file => file.Name), consequences, macros.Length > 0);

        ProjectFile[] Of(Func<ProjectFiles, IEnumerable<ProjectFile>> kind) => [.. all.SelectMany(kind).Where(file => broken.Contains(file.Source.Path))];
    }

    /// <summary>Whether something that is found wrong may only follow from these files.</summary>
    public bool MayCause(Diagnostic found) =>
        _consequences.Contains(found.Kind) || (_hasMacros && found.Kind.Code.StartsWith("TLY1", StringComparison.Ordinal));
}
