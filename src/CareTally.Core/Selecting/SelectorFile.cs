using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>A selector of selectors.yml.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name stands.</param>
/// <param name="IsDefault">Whether it holds where nothing else is said.</param>
/// <param name="Definition">What it selects.</param>
internal sealed record NamedSelector(string Name, SourceSpan Span, bool IsDefault, SelectionSpec Definition);

/// <summary>selectors.yml: selections with names.</summary>
public sealed class SelectorFile
{
    private const string FileName = "selectors.yml";

    private readonly SortedDictionary<string, NamedSelector> _selectors;

    private SelectorFile(IEnumerable<NamedSelector> selectors) =>
        _selectors = new(selectors.ToDictionary(selector => selector.Name), StringComparer.Ordinal);

    /// <summary>The selector that holds where nothing else is said, or null.</summary>
    internal NamedSelector? Default => _selectors.Values.FirstOrDefault(selector => selector.IsDefault);

    /// <summary>The selectors of a project; none where it has no such file.</summary>
    /// <param name="project">The project.</param>
    /// <param name="indirect">Which tests come along where a definition does not say so.</param>
    /// <exception cref="InvalidProjectException">The file has errors.</exception>
    public static SelectorFile Read(Project project, IndirectSelection indirect = IndirectSelection.Eager)
    {
        var path = Path.Combine(project.Root, FileName);
        if (!File.Exists(path)) return new SelectorFile([]);
        var problems = new Problems();
        var root = ProjectReader.ReadText(project.Root, path, problems) is { } source ? YamlParser.Parse(source, problems) : null;
        problems.ThrowIfErrors();
        var selectors = root is null ? [] : Read(root, new YamlRenderer(project.Scope, problems), indirect, problems);
        problems.ThrowIfErrors();
        var file = new SelectorFile(selectors);
        file.CheckReferences(problems);
        problems.ThrowIfErrors();
        return file;
    }

    /// <exception cref="DiagnosticException">There is none of that name.</exception>
    internal NamedSelector Get(string name) => _selectors.TryGetValue(name, out var selector) ? selector : throw Unknown(name, null);

    /// <summary>The selectors that a term means by their names.</summary>
    /// <exception cref="DiagnosticException">There is none.</exception>
    internal IEnumerable<NamedSelector> Matching(SelectorTerm term)
    {
        var found = _selectors.Values.Where(selector => NamePattern.Like(selector.Name, term.Value)).ToArray();
        return found.Length > 0 ? found : throw Unknown(term.Value, term.Span);
    }

    private DiagnosticException Unknown(string name, SourceSpan? span) => new(Diagnostic.Of(SelectionProblems.UnknownSelector, span, name) with
    {
        Hint = DidYouMean.Hint(name, _selectors.Keys) ?? (_selectors.Count == 0 ? "the project has none" : $"selectors: {string.Join(", ", _selectors.Keys)}"),
    });

    private static ImmutableArray<NamedSelector> Read(YamlNode root, YamlRenderer renderer, IndirectSelection indirect, Problems problems)
    {
        if (root is not YamlMapping mapping)
        {
            problems.Report(SelectionProblems.BadDefinition, root.Span, $"expected the key 'selectors', not {YamlValues.Describe(root)}");
            return [];
        }

        var reader = new MappingReader(mapping, FileName, problems);
        var definitions = new SelectorDefinitionReader(renderer, indirect, problems);
        ImmutableArray<NamedSelector> selectors = [.. reader.Maps("selectors").Select(selector => definitions.ReadNamed(selector)).OfType<NamedSelector>()];
        reader.Accept("version");
        reader.RejectUnknown();
        foreach (var twice in selectors.GroupBy(selector => selector.Name).Where(group => group.Count() > 1))
            problems.Report(SelectionProblems.SelectorTwice, twice.ElementAt(1).Span, twice.Key);
        if (selectors.Where(selector => selector.IsDefault).ToArray() is [var first, var second, ..])
            problems.Report(SelectionProblems.TwoDefaults, second.Span, first.Name, second.Name);
        return selectors;
    }

    private void CheckReferences(Problems problems)
    {
        var references = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var selector in _selectors.Values)
        {
            try
            {
                references[selector.Name] = [.. selector.Definition.Criteria.Where(criterion => criterion.Term.Method == SelectorMethods.Named)
                    .SelectMany(criterion => Matching(criterion.Term)).Select(named => named.Name).Distinct()];
            }
            catch (DiagnosticException e)
            {
                problems.Add(e.Diagnostic);
                references[selector.Name] = [];
            }
        }

        var graph = new Dag<string>(references);
        if (graph.Sort() is not null) return;
        var cycle = graph.FindCycle();
        problems.ReportWithHint(SelectionProblems.SelectorCycle, _selectors[cycle[0]].Span, "take one reference out", string.Join(" -> ", cycle));
    }
}
