using System.Collections.Immutable;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Projects.Versions;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Projects;

/// <summary>Understands a project's files: the second stage of the pipeline. Everything wrong is collected, nothing is thrown.</summary>
internal static class ProjectLoader
{
    public static Project Load(ProjectFiles files, LoadOptions options, Problems problems)
    {
        var reader = new MappingReader(files.ProjectFile, files.ProjectFile.Span.Source.Path, problems);
        var name = ProjectName(reader, problems);
        var packages = PackageNames(name, files, problems);
        var commandLine = ProjectVars.FromCommandLine(options.Vars, problems);
        var names = packages.Keys.Append(name).ToHashSet(StringComparer.Ordinal);
        var given = VarsFile.Read(files, problems);
        var known = commandLine.WithProject(given, names, above => new YamlRenderer(ProjectScope.ForProjectFile(name, above, options), problems));
        var early = new YamlRenderer(ProjectScope.ForProjectFile(name, known, options), problems);
        var withSecrets = new YamlRenderer(ProjectScope.WithSecrets(name, commandLine, options), problems);
        var target = new TargetLoader(options, files.Root, withSecrets, problems)
            .Load(name, early.RenderText(reader.Scalar("profile")), reader.Map("targets"), early.RenderText(reader.Scalar("target")));
        var vars = given is null ? commandLine.WithProject(reader.Map("vars"), names, above => Renderer(name, above)) : known;
        var lenient = problems.OnlyWarningOf(ProjectProblems.WarningsInPackages);
        var root = LoadPackage(WithInline(files, options.Inline), name, reader, ProjectScope.Create(name, vars, target, options), problems);
        var installed = packages.Select(package =>
        {
            var packageReader = new MappingReader(package.Value.ProjectFile, package.Value.ProjectFile.Span.Source.Path, lenient);
            vars.AddDefaults(package.Key, VarsFile.Read(package.Value, lenient) ?? packageReader.Map("vars"), Renderer(package.Key, vars));
            return LoadPackage(package.Value, package.Key, packageReader, ProjectScope.Create(package.Key, vars, target, options), lenient);
        });
        return new Project([root, .. installed])
        {
            Name = name,
            Version = root.Version,
            Root = files.Root,
            Paths = root.Paths,
            Target = target,
            Vars = vars,
            PointsToLatestVersions = reader.Map("flags")?["latest_version_pointer_enabled_by_default"] is YamlScalar pointer && YamlValues.TryBool(pointer, out var isOn) && isOn,
            QueryComment = QueryCommentSetting.Read(reader, problems),
            Dispatch = [.. reader.Maps("dispatch").Select(rule => DispatchRule(rule, problems))],
            FreshnessRunsHooks = reader.Map("flags")?["source_freshness_run_project_hooks"] is not YamlScalar hooks || !YamlValues.TryBool(hooks, out var runsHooks) || runsHooks,
            Flags = ProjectFlags.Of(reader, options.WarningNames, problems),
            Options = options,
        };

        YamlRenderer Renderer(string package, ProjectVars known) => new(ProjectScope.Create(package, known, target, options), problems);
    }

    private static ProjectFiles WithInline(ProjectFiles files, string? query) => query is null ? files : files with
    {
        Models = files.Models.Add(new ProjectFile(new SourceText("--inline", query), "--inline", "", $"{LoadOptions.InlineName}.sql")),
    };

    private static Package LoadPackage(ProjectFiles files, string name, MappingReader reader, Scope scope, Problems problems)
    {
        var renderer = new YamlRenderer(scope, problems);
        var contents = new ProjectContents
        {
            ModelConfigs = ConfigTree.Read(reader.Map("models"), renderer, problems),
            SeedConfigs = ConfigTree.Read(reader.Map("seeds"), renderer, problems),
            SourceConfigs = ConfigTree.Read(reader.Map("sources"), renderer, problems),
            TestConfigs = ConfigTree.Read(TestConfigs(reader, problems), renderer, problems),
            ExposureConfigs = ConfigTree.Read(reader.Map("exposures"), renderer, problems),
            SnapshotConfigs = ConfigTree.Read(reader.Map("snapshots"), renderer, problems),
            AnalysisConfigs = ConfigTree.Read(reader.Map("analyses"), renderer, problems),
            FunctionConfigs = ConfigTree.Read(reader.Map("functions"), renderer, problems),
            UnitTestConfigs = ConfigTree.Read(reader.Map("unit_tests"), renderer, problems),
            Models = Parse(files.Models, problems),
            SingularTests = Parse(files.SingularTests, problems),
            Snapshots = Parse(files.Snapshots, problems),
            Analyses = Parse(files.Analyses, problems),
            Functions = Parse(files.Functions, problems),
            InOtherLanguages = files.InOtherLanguages,
            Macros = Parse(files.Macros, problems),
            Seeds = files.Seeds,
            Fixtures = files.Fixtures,
            Properties = [.. InParallel.Select(files.Properties, file => PropertyFileLoader.Load(file, problems)).OfType<PropertyFile>()],
            DocsBlocks = DocsBlocks(files.Documents, problems),
        };
        var package = new Package(scope, contents)
        {
            Name = name,
            Version = reader.Text("version"),
            Root = files.Root,
            Paths = ProjectPaths.Read(reader),
            Quoting = reader.Map("quoting") is { } quoting ? Quoting.Read(quoting, problems) : Quoting.Default,
            RestrictsAccess = reader.Bool("restrict-access") ?? false,
            OnRunStart = Scalars(reader, "on-run-start", problems),
            OnRunEnd = Scalars(reader, "on-run-end", problems),
        };
        CheckDbtVersion(name, reader, problems);
        AcceptOtherKeys(reader);
        return package;
    }

    private static void CheckDbtVersion(string name, MappingReader reader, Problems problems)
    {
        if (reader.Map("flags")?["version_check"] is YamlScalar check && YamlValues.TryBool(check, out var isChecked) && !isChecked) return;
        var texts = reader.Texts("require-dbt-version");
        if (texts.IsEmpty) return;
        var span = reader.Node("require-dbt-version")!.Span;
        if (VersionRange.TryParse(texts) is not { } range)
        {
            var bad = texts.First(text => VersionRange.TryParse([text]) is null);
            problems.ReportWithHint(ProjectProblems.BadVersionRange, span, "for example [\">=1.3.0\", \"<3.0.0\"]", bad);
        }
        else if (!range.Holds(SemanticVersion.TryParse(ProjectScope.DbtVersion)!))
        {
            problems.ReportWithHint(
                ProjectProblems.OtherDbt, span, "change require-dbt-version, or switch the check off with flags: {version_check: false}", name, range, ProjectScope.DbtVersion);
        }
    }

    private static ImmutableArray<YamlScalar> Scalars(MappingReader reader, string key, Problems problems)
    {
        var scalars = ImmutableArray.CreateBuilder<YamlScalar>();
        foreach (var node in reader.List(key))
        {
            if (node is YamlScalar scalar) scalars.Add(scalar);
            else problems.Report(ProjectProblems.WrongType, node.Span, key, "a statement or a list of statements", YamlValues.Describe(node));
        }

        return scalars.ToImmutable();
    }

    // By name: the first of two that share one is kept.
    private static SortedDictionary<string, ProjectFiles> PackageNames(string root, ProjectFiles project, Problems problems)
    {
        var packages = new SortedDictionary<string, ProjectFiles>(StringComparer.Ordinal);
        foreach (var files in project.Packages)
        {
            var reader = new MappingReader(files.ProjectFile, files.ProjectFile.Span.Source.Path, problems);
            var name = ProjectName(reader, problems);
            if (name == root || !packages.TryAdd(name, files))
            {
                var other = (name == root ? project : packages[name]).ProjectFile.Span.Source.Path;
                problems.ReportWithHint(
                    ProjectProblems.PackageNameTaken, reader.Scalar("name")?.Span, "a project and its packages need names of their own; remove one of them",
                    other, files.ProjectFile.Span.Source.Path, name);
            }
        }

        return packages;
    }

    private static DispatchRule DispatchRule(YamlMapping mapping, Problems problems)
    {
        var reader = new MappingReader(mapping, "an entry of 'dispatch'", problems);
        var rule = new DispatchRule(reader.RequiredText("macro_namespace"), reader.Texts("search_order"), mapping.Span with { Length = 0 });
        if (rule.SearchOrder.IsEmpty) problems.Report(ProjectProblems.MissingKey, rule.Span, "an entry of 'dispatch'", "search_order");
        reader.RejectUnknown();
        return rule;
    }

    // One key under two names, of which dbt prefers the newer.
    private static YamlMapping? TestConfigs(MappingReader reader, Problems problems)
    {
        var (current, old) = (reader.Map("data_tests"), reader.Map("tests"));
        if (current is not null && old is not null) problems.Report(ProjectProblems.TwoNames, old.Span with { Length = 0 }, "tests", "data_tests");
        return current ?? old;
    }

    private static string ProjectName(MappingReader reader, Problems problems)
    {
        var name = reader.RequiredText("name");
        if (name.Length > 0 && !(name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0])))
            problems.Report(ProjectProblems.BadName, reader.Scalar("name")?.Span, name);
        return name;
    }

    private static void AcceptOtherKeys(MappingReader reader)
    {
        reader.Accept(
            "dispatch", "quoting", "name", "profile", "target", "targets", "vars", "config-version", "require-dbt-version", "flags", "analysis-paths", "asset-paths", "docs-paths", "function-paths",
            "packages-install-path", "log-path", "tests", "cloud", "dbt-cloud", "modules-path", "query-comment");
        reader.WarnNotYet(
            "metrics", "semantic-models", "saved-queries");
        reader.RejectUnknown();
    }

    private static ImmutableArray<TemplateFile> Parse(ImmutableArray<ProjectFile> files, Problems problems) =>
        [.. InParallel.Select(files, file => Parse(file, problems)).OfType<TemplateFile>()];

    private static TemplateFile? Parse(ProjectFile file, Problems problems)
    {
        try
        {
            return new TemplateFile(file, Template.Parse(file.Source));
        }
        catch (TemplateException e)
        {
            problems.Add(e.Diagnostic);
            return null;
        }
    }

    private static Dictionary<string, DocsBlock> DocsBlocks(ImmutableArray<ProjectFile> documents, Problems problems)
    {
        var blocks = new Dictionary<string, DocsBlock>(StringComparer.Ordinal);
        foreach (var document in documents.Where(d => d.Source.Text.Contains("docs", StringComparison.Ordinal) && YamlRenderer.IsTemplate(d.Source.Text)))
        {
            foreach (var block in Parse(document, problems)?.Template.Macros ?? [])
            {
                if (block.MacroKind == MacroKind.Docs) blocks[block.Name] = new DocsBlock(block.Name, block.RawText ?? "", document);
            }
        }

        return blocks;
    }
}
