using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Makes test nodes of the uses of generic tests in property files.</summary>
internal sealed class GenericTestBuilder
{
    private static readonly NodeKind[] RefKinds = [NodeKind.Model, NodeKind.Seed, NodeKind.Snapshot];

    private readonly PackageContext _context;
    private readonly IReadOnlyDictionary<NodeId, NodeDraft> _subjects;
    private readonly GenericTestRenderer _renderer;

    private GenericTestBuilder(PackageContext context, IReadOnlyDictionary<NodeId, NodeDraft> subjects) =>
        (_context, _subjects, _renderer) = (context, subjects, new GenericTestRenderer(context.Macros, context.Package.Name));

    public static ImmutableArray<NodeDraft> Build(PackageContext context, IReadOnlyDictionary<NodeId, NodeDraft> subjects)
    {
        var builder = new GenericTestBuilder(context, subjects);
        var drafts = InParallel.Select(context.Package.Contents.Properties, builder.OfFile).SelectMany(file => file).ToImmutableArray();
        foreach (var twice in drafts.GroupBy(draft => draft.Node.Id).Where(group => group.Count() > 1))
        {
            context.Problems.ReportWithHint(
                ManifestProblems.DuplicateTest, twice.ElementAt(1).Node.Span, "remove it, or give it a name of its own with 'name:'", twice.First().Node.Name);
        }

        return drafts;
    }

    private IEnumerable<NodeDraft> OfFile(PropertyFile file)
    {
        var package = _context.Package.Name;
        var models = file.Models.SelectMany(model => OfResource(file, model, SubjectOf(NodeKind.Model, model), model.Version is null ? model.Name : $"{model.Name}_{model.Version.Version}", ""));
        var seeds = file.Seeds.SelectMany(seed => OfResource(file, seed, SubjectOf(NodeKind.Seed, seed), seed.Name, ""));
        var snapshots = file.Snapshots.SelectMany(snapshot => OfResource(file, snapshot.Resource, SubjectOf(NodeKind.Snapshot, snapshot.Resource), snapshot.Resource.Name, ""));
        var sources = from source in file.Sources
                      from table in source.Tables
                      let name = table.Resource.Name
                      from test in OfResource(file, table.Resource, new NodeId(NodeKind.Source, $"{package}.{source.Name}.{name}"), $"{source.Name}_{name}", "source_")
                      select test;
        return models.Concat(seeds).Concat(snapshots).Concat(sources).ToArray();
    }

    // A test refers to its subject by name: where a seed stands among the models, its description is lost, but its tests hold.
    private NodeId SubjectOf(NodeKind kind, ResourceProperties resource)
    {
        var ids = RefKinds.OrderByDescending(known => known == kind).Select(known => new NodeId(known, $"{_context.Package.Name}.{resource.FullName}")).ToArray();
        return ids.FirstOrDefault(_subjects.ContainsKey, ids[0]);
    }

    private IEnumerable<NodeDraft> OfResource(PropertyFile file, ResourceProperties resource, NodeId subject, string subjectName, string prefix)
    {
        // What is described but does not exist has been reported already; what is disabled has no tests.
        if (!_subjects.TryGetValue(subject, out var draft) || !draft.Node.Config.IsEnabled) yield break;
        foreach (var test in resource.DataTests)
        {
            if (One(file, test, subject, subjectName, prefix, null) is { } node) yield return node;
        }

        foreach (var column in resource.Columns)
        {
            foreach (var test in column.DataTests)
            {
                if (One(file, test, subject, subjectName, prefix, column) is { } node) yield return node;
            }
        }
    }

    private NodeDraft? One(PropertyFile file, DataTestProperties test, NodeId subject, string subjectName, string prefix, ColumnProperties? column)
    {
        var use = new GenericTestUse
        {
            TestName = test.TestName,
            Package = test.Package,
            Subject = subject,
            Column = column?.Name,
            ColumnSql = column is null ? null : column.IsQuoted ? SqlText.Identifier(column.Name) : column.Name,
            Arguments = YamlValues.ToValue(test.Arguments),
        };
        if (_renderer.FindMacro(use) is not { } macro)
        {
            _context.Problems.ReportWithHint(ManifestProblems.UnknownTest, test.Span, DidYouMean.Hint(use.TestName, _context.Macros.GenericTests(_context.Package.Name)), use.TestName);
            return null;
        }

        prefix = use.Package is { } package ? $"{package}_{prefix}" : prefix;
        var fullName = GenericTestNames.FullName(prefix, use.TestName, subjectName, use.Column, use.Arguments);
        var identifier = test.CustomName ?? $"{prefix}{use.TestName}_{subjectName}";
        var owner = _context.Package.Name;
        ImmutableArray<string> fqn = [owner, .. file.File.Folders, test.CustomName ?? fullName];
        ConfigLayer tagged = column is { Tags.IsEmpty: false }
            ? new([KeyValuePair.Create("tags", new ConfigValue(Templating.Values.Value.Of(column.Tags), column.Span))])
            : ConfigLayer.Empty;
        var own = ConfigReader.Read(new YamlMapping(test.Config, test.Span), _context.Yaml, _context.Problems);
        var config = MergeConfigs(fqn, [tagged, own]);
        var references = ReferencesOf(fqn[^1], config, test.Span, use, macro);

        // What the test's definition configures holds for each of its uses that does not say otherwise.
        if (!references.Configs.IsEmpty) config = MergeConfigs(fqn, [tagged, .. _context.InFile(references), own]);
        var hash = GenericTestNames.Hash(fqn[^1], use.Package, use.TestName, ModelArgument(_subjects[subject].Node), use.Column, use.Arguments);
        var node = new DataTestNode
        {
            Id = new NodeId(NodeKind.Test, $"{owner}.{fqn[^1]}.{hash}"),
            Package = owner,
            Name = fqn[^1],
            Alias = GenericTestNames.Alias(identifier, fqn[^1]),
            Fqn = fqn,
            Path = file.File.Path,
            PropertiesPath = file.File.Path,
            Span = test.Span,
            Config = config,
            Description = _context.Descriptions.Render(test.Description),
            DocBlocks = _context.Descriptions.DocsIn(test.Description),
            DependsOn = [subject],
            Rules = DataTestRulesReader.Read(config, test.Span, _context.Problems),
            Generic = use,
        };
        return new NodeDraft(node with { Store = FailureStores.Of(node, _context) }, references);
    }

    private NodeConfig MergeConfigs(ImmutableArray<string> fqn, ImmutableArray<ConfigLayer> own) =>
        _context.MergeConfigs(contents => contents.TestConfigs, fqn, own);

    // Null where only an evaluation can tell.
    private TemplateReferences? ReadArguments(GenericTestUse use)
    {
        var all = TemplateReferences.None;
        foreach (var template in GenericTestRenderer.TemplatesIn(use))
        {
            if (TemplateReader.Read(template, _context.Facts, _context.Package.Name) is not { } read) return null;
            all = all.Plus(read);
        }

        return all;
    }

    // As dbt writes it: part of the test's hash.
    private static string ModelArgument(Node subject) =>
        $"{{{{ get_where_subquery({(subject switch
        {
            SourceNode source => $"source('{source.SourceName}', '{source.Name}')",
            ModelNode { Version: { } version } => $"ref('{subject.Name}', version='{version.Text}')",
            _ => $"ref('{subject.Name}')",
        })}) }}}}";

    private TemplateReferences ReferencesOf(string name, NodeConfig config, SourceSpan span, GenericTestUse use, Macro macro)
    {
        var touches = _context.Facts.TouchesGraph(macro, _context.Macros.NamesFor(_context.Project.Name));
        var where = config.Text("where");
        try
        {
            if (!touches && where is null && ReadArguments(use) is { } read) return read;
            return new TemplateRecorder(_context.Project, _context.Facts).Record(
                scope =>
                {
                    if (touches) _renderer.Render(use, macro, scope, RelationValue.Of(new Warehouses.Relation(null, _context.Project.Target.Schema, name), _context.Project.Target.Database));
                    else foreach (var argument in use.Arguments.Values) _renderer.RenderArgument(argument, scope);
                    if (where is not null) _renderer.RenderText(where, scope);
                },
                _context.Package.Name,
                name,
                key => config.Get(key)?.Value);
        }
        catch (DiagnosticException e)
        {
            _context.Problems.Add(e.Diagnostic with { Span = span });
            return TemplateReferences.None;
        }
    }
}
