using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>What every part of the build needs to make the nodes of one package.</summary>
internal sealed class PackageContext
{
    public PackageContext(Project project, Package package, MacroFacts facts, Problems problems)
    {
        (Project, Package, Facts) = (project, package, facts);
        Problems = IsRoot ? problems : problems.OnlyWarningOf(ProjectProblems.WarningsInPackages);
        Properties = new PropertyIndex(package, Problems);
        Yaml = new YamlRenderer(package.Scope, Problems);
        Naming = new RelationNamer(project, facts.Macros, Problems);
        Descriptions = new Descriptions(project, package, Problems);
    }

    public Project Project { get; }

    public Package Package { get; }

    /// <summary>Where to complain.</summary>
    public Problems Problems { get; }

    public MacroFacts Facts { get; }

    public MacroLibrary Macros => Facts.Macros;

    public PropertyIndex Properties { get; }

    public YamlRenderer Yaml { get; }

    public RelationNamer Naming { get; }

    public Descriptions Descriptions { get; }

    private bool IsRoot => ReferenceEquals(Package, Project.Packages[0]);

    /// <summary>
    /// A node's configuration: what the package's project file says of its folders, then what the node itself says. What the project says
    /// of a package's nodes comes last, so that its users have the final word.
    /// </summary>
    /// <param name="tree">The part of a project file that the node's kind is configured in.</param>
    /// <param name="fqn">Package, folders, name.</param>
    /// <param name="own">What the node's files say, from the most general to the most specific.</param>
    public NodeConfig MergeConfigs(Func<ProjectContents, ConfigTree> tree, ImmutableArray<string> fqn, IEnumerable<ConfigLayer> own) =>
        NodeConfig.Merge([.. tree(Package.Contents).LayersFor(fqn), .. own, .. IsRoot ? [] : tree(Project.Contents).LayersFor(fqn)]);

    /// <summary>What a property file configures.</summary>
    public IEnumerable<ConfigLayer> Described(Described? described) => described is null ? [] : Read(described.Properties.Configs);

    /// <summary>Config mappings of a property file.</summary>
    public IEnumerable<ConfigLayer> Read(IEnumerable<YamlMapping> configs) => configs.Select(map => ConfigReader.Read(map, Yaml, Problems));

    /// <summary>What calls of <c>config()</c> configure.</summary>
    public IEnumerable<ConfigLayer> InFile(TemplateReferences references) => references.Configs.Select(call => ConfigReader.Read(call.Values, call.Written, call.Span, Problems));

    /// <summary>What a template refers to; where it cannot be rendered, the problem is reported.</summary>
    /// <param name="template">The template.</param>
    /// <param name="name">The node's name.</param>
    /// <param name="place">Where to complain; null for the place in the template itself.</param>
    public TemplateReferences ReferencesOf(Template template, string name, SourceSpan? place = null) =>
        TemplateReader.Read(template, Facts, Package.Name) ?? WrittenConfigs.NoteIn(template.Root, Record(scope => TemplateRenderer.Render(template, scope, Macros.OptionsFor(Package.Name)), name, place));

    /// <summary>What a block refers to; where it cannot be rendered, the problem is reported.</summary>
    public TemplateReferences ReferencesOf(MacroDefinition block, string name) =>
        TemplateReader.Read(block, Facts, Package.Name) ?? WrittenConfigs.NoteIn(block, Record(scope => TemplateRenderer.Render(block, scope, Macros.OptionsFor(Package.Name)), name, null));

    private TemplateReferences Record(Action<Scope> render, string name, SourceSpan? place)
    {
        try
        {
            return new TemplateRecorder(Project, Facts).Record(render, Package.Name, name, _ => null);
        }
        catch (DiagnosticException e)
        {
            Problems.Add(place is null ? e.Diagnostic : e.Diagnostic with { Span = place });
            return TemplateReferences.None;
        }
    }

    /// <summary>What a call of <c>ref()</c> or <c>source()</c> that YAML holds without braces refers to.</summary>
    /// <param name="call">The call.</param>
    /// <param name="span">Where it stands.</param>
    /// <param name="key">Under which key.</param>
    public TemplateReferences ReferencesOfCall(string call, SourceSpan span, string key)
    {
        try
        {
            var template = Template.Parse(new SourceText(key, YamlRenderer.IsTemplate(call) ? call : $"{{{{ {call} }}}}"));
            if (TemplateReader.Read(template, Facts, Package.Name) is { } found && found.Refs.Length + found.Sources.Length == 1)
                return found with { Refs = [.. found.Refs.Select(one => one with { Span = span })], Sources = [.. found.Sources.Select(one => one with { Span = span })] };
        }
        catch (TemplateException)
        {
            // Said below, with what was expected.
        }

        Problems.ReportWithHint(ManifestProblems.BadReference, span, "write ref('model') or source('source', 'table')", $"'{key}' must name a model, seed or source, not '{call}'");
        return TemplateReferences.None;
    }
}
