using System.Collections.Immutable;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Makes the nodes of the unit tests in property files.</summary>
internal sealed class UnitTestBuilder
{
    private readonly PackageContext _context;
    private readonly NodeLookup _lookup;
    private readonly NodeLookup _disabled;
    private readonly UnitTestRowsReader _rows;

    private UnitTestBuilder(PackageContext context, NodeLookup lookup, NodeLookup disabled) =>
        (_context, _lookup, _disabled, _rows) = (context, lookup, disabled, new UnitTestRowsReader(context));

    /// <param name="context">The package.</param>
    /// <param name="relations">Models, seeds and sources of all packages.</param>
    public static ImmutableArray<NodeDraft> Build(PackageContext context, IReadOnlyCollection<Node> relations)
    {
        if (context.Package.Contents.Properties.All(file => file.UnitTests.IsEmpty)) return [];
        var root = context.Project.Name;
        var builder = new UnitTestBuilder(
            context, new NodeLookup(relations.Where(node => node.Config.IsEnabled), root), new NodeLookup(relations.Where(node => !node.Config.IsEnabled), root));
        var drafts = context.Package.Contents.Properties.SelectMany(file => file.UnitTests.SelectMany(test => builder.Of(file, test))).ToImmutableArray();
        foreach (var twice in drafts.GroupBy(draft => draft.Node.Id).Where(group => group.Count() > 1))
            context.Problems.ReportWithHint(ManifestProblems.DuplicateTest, twice.ElementAt(1).Node.Span, "give it a name of its own", twice.First().Node.Name);
        return drafts;
    }

    // Of a model with versions a test for each.
    private IEnumerable<NodeDraft> Of(PropertyFile file, UnitTestProperties test)
    {
        if (test.Macro is { } called) return MacroOf(called, test) is { } macro ? [One(file, test, null, macro)] : [];
        if (test.Snapshot is { } snapshot) return SnapshotOf(snapshot, test) is { } found ? [One(file, test, found, null)] : [];
        return test.Model is { } name && ModelOf(name, test) is { } model ? VersionsOf(model, test).Select(version => One(file, test, version, null)) : [];
    }

    private NodeDraft One(PropertyFile file, UnitTestProperties test, RelationNode? tested, Macro? macro)
    {
        var version = (tested as ModelNode)?.Version?.Text;
        var package = _context.Package.Name;
        var subject = tested?.Name ?? macro!.Name;
        var name = version is null ? test.Name : $"{test.Name}_v{version}";
        ImmutableArray<string> fqn = [package, .. file.File.Folders, subject, test.Name];
        var config = _context.MergeConfigs(contents => contents.UnitTestConfigs, fqn, _context.Read(test.Configs));
        var (positional, named) = ArgumentsOf(test);
        var node = new UnitTestNode
        {
            Id = new NodeId(NodeKind.UnitTest, $"{package}.{subject}.{name}"),
            Package = package,
            Name = name,
            Fqn = fqn,
            Path = file.File.Path,
            PropertiesPath = file.File.Path,
            Span = test.Span,
            Config = config,
            Description = _context.Descriptions.Render(test.Description),
            DependsOn = tested is null ? [] : [tested.Id],
            Model = tested?.Id,
            Version = version,
            Macro = macro,
            ExpectsTable = tested is SnapshotNode || test.Expect.AfterTable is not null,
            Given = [.. test.Given.Select(given => Input(given, test)).OfType<UnitTestInput>()],
            Expected = test.Expect.Rows is { } rows ? _rows.Read(rows) ?? new UnitTestRows([], null, test.Expect.Span) : null,
            ExpectedText = test.Expect.Text?.Text,
            Positional = positional,
            Named = named,
            Overrides = new UnitTestOverrides(Values(test.Macros), Values(test.Vars), Values(test.EnvironmentVariables)),
        };
        if (macro is null && test.Expect.Text is { } text)
            _context.Problems.ReportWithHint(ManifestProblems.TextOfModel, text.Span, "write rows: with a list of mappings", test.Name);
        if (test.Expect.AfterTable is { } after && tested is not (SnapshotNode or ModelNode { Materialization: Materialization.Incremental }))
            _context.Problems.ReportWithHint(ManifestProblems.NoTableAfter, after, "only an incremental model or a snapshot does; leave out 'after'", test.Name, subject);
        return new NodeDraft(node, TemplateReferences.None);
    }

    private IEnumerable<ModelNode> VersionsOf(ModelNode model, UnitTestProperties test)
    {
        ModelNode[] all = model.Version is null ? [] : [.. _lookup.VersionsOf(model.Name).Where(version => version.Package == model.Package)];
        foreach (var unknown in test.Versions?.Named.Where(name => !all.Any(version => IsNamed(version, name))) ?? [])
        {
            var hint = all.Length == 0 ? "it has no versions at all; leave out 'versions'" : $"its versions: {string.Join(", ", all.Select(version => version.Version!.Text))}";
            _context.Problems.ReportWithHint(ManifestProblems.UnknownTestedVersion, unknown.Span, hint, unknown.Text, test.Name, model.Name);
        }

        if (all.Length == 0) return [model];
        return test.Versions is not { } versions ? all : all.Where(version => versions.Named.Any(name => IsNamed(version, name)) != versions.AreExcluded);
    }

    private static bool IsNamed(ModelNode version, YamlScalar name) => version.Version!.Text == name.Text;

    private SnapshotNode? SnapshotOf(YamlScalar name, UnitTestProperties test)
    {
        if (_lookup.FindRef(_context.Package.Name, null, name.Text, null) is [SnapshotNode snapshot, ..]) return snapshot;
        if (!_disabled.FindRef(_context.Package.Name, null, name.Text, null).IsEmpty) return null;
        _context.Problems.ReportWithHint(ManifestProblems.UnknownTestedSnapshot, name.Span, DidYouMean.Hint(name.Text, _lookup.RefNames), name.Text, test.Name);
        return null;
    }

    // Null where it does not exist (which is reported), or is switched off, and its tests with it.
    private ModelNode? ModelOf(YamlScalar name, UnitTestProperties test)
    {
        var found = _lookup.FindRef(_context.Package.Name, null, name.Text, null);
        if (found is [ModelNode model, ..]) return model;
        if (!_disabled.FindRef(_context.Package.Name, null, name.Text, null).IsEmpty) return null;
        _context.Problems.ReportWithHint(ManifestProblems.UnknownTestedModel, name.Span, DidYouMean.Hint(name.Text, _lookup.RefNames), name.Text, test.Name);
        return null;
    }

    private Macro? MacroOf(YamlScalar name, UnitTestProperties test)
    {
        var seen = _context.Macros.NamesFor(_context.Package.Name);
        var parts = name.Text.Split('.', 2);
        var found = parts.Length == 2 ? seen.Find(parts[0], parts[1]) : seen.Find(name.Text);
        if (found is null) _context.Problems.ReportWithHint(ManifestProblems.UnknownTestedMacro, name.Span, DidYouMean.Hint(name.Text, seen.Macros.Keys), name.Text, test.Name);
        return found;
    }

    private UnitTestInput? Input(GivenProperties given, UnitTestProperties test)
    {
        var rows = _rows.Read(given.Rows);
        if (given.Input.Text.Trim() == "this") return new UnitTestInput(null, "this", given.Input.Span, rows ?? new UnitTestRows([], null, given.Rows.Span));
        if (Resolve(given.Input) is not { } node)
        {
            var known = _lookup.RefNames.Select(name => $"ref('{name}')").Concat(_lookup.SourceNames.Select(name => $"source('{name.Replace(".", "', '", StringComparison.Ordinal)}')"));
            _context.Problems.ReportWithHint(
                ManifestProblems.UnknownInput, given.Input.Span, DidYouMean.Hint(given.Input.Text, known) ?? "write ref('model'), source('source', 'table') or this", given.Input.Text, test.Name);
            return null;
        }

        if (rows is null && node is not SeedNode)
            _context.Problems.ReportWithHint(ManifestProblems.NoRows, given.Rows.Span with { Length = 0 }, "for none at all, write rows: []", given.Input.Text, test.Name);
        return new UnitTestInput(node.Id, given.Input.Text, given.Input.Span, rows);
    }

    private Node? Resolve(YamlScalar input)
    {
        try
        {
            var template = Template.Parse(new SourceText(input.Span.Source.Path, $"{{{{ {input.Text} }}}}"));
            return TemplateReader.Read(template, _context.Facts, _context.Package.Name) switch
            {
                { Refs: [var call], Sources: [] } => _lookup.FindRef(_context.Package.Name, call.Package, call.Name, call.Version).FirstOrDefault(),
                { Refs: [], Sources: [var call] } => _lookup.FindSource(_context.Package.Name, call.Source, call.Table).FirstOrDefault(),
                _ => null,
            };
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private static (ImmutableArray<Value>, IReadOnlyDictionary<string, Value>) ArgumentsOf(UnitTestProperties test) => test.Arguments switch
    {
        YamlSequence list => ([.. list.Items.Select(YamlValues.ToValue)], Values([])),
        YamlMapping map => ([], Values(map.Entries)),
        null => ([], Values([])),
        { } single => ([YamlValues.ToValue(single)], Values([])),
    };

    private static Dictionary<string, Value> Values(ImmutableArray<YamlEntry> entries) => entries.ToDictionary(entry => entry.Key.Text, entry => YamlValues.ToValue(entry.Value));
}
