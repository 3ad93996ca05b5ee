using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A hook as a config gives it.</summary>
/// <param name="Sql">Its template.</param>
/// <param name="InTransaction">Whether it is part of its node's transaction.</param>
internal sealed record ConfiguredHook(string Sql, bool InTransaction);

/// <summary>Reads the hooks in the config of a node.</summary>
internal static class HookConfig
{
    public const string Before = "pre-hook";
    public const string After = "post-hook";

    /// <summary>The hooks in a config's value: one, or a list of them. Null stands for what is no hook.</summary>
    public static IEnumerable<ConfiguredHook?> Read(Value value) => (value.AsObject is ListValue list ? list : Value.ListOf(value).AsList).Select(One);

    /// <summary>What the hooks of a node refer to besides the node itself; one that cannot be rendered is reported.</summary>
    public static TemplateReferences ReferencesOf(PackageContext context, NodeConfig config, NodeKind kind, string name)
    {
        var all = TemplateReferences.None;
        if (!config.IsEnabled) return all;
        foreach (var configured in new[] { config.Get(Before), config.Get(After) }.OfType<ConfigValue>())
        {
            foreach (var hook in Read(configured.Value).OfType<ConfiguredHook>().Where(hook => YamlRenderer.IsTemplate(hook.Sql)))
                all = all.Plus(ReferencesOf(context, config, configured, hook, new NodeId(kind, $"{context.Package.Name}.{name}"), name));
        }

        return all;
    }

    private static TemplateReferences ReferencesOf(PackageContext context, NodeConfig config, ConfigValue configured, ConfiguredHook hook, NodeId node, string name)
    {
        var package = context.Package.Name;
        try
        {
            var template = Template.Parse(new SourceText($"hook of {node}", hook.Sql));
            var found = TemplateReader.Read(template, context.Facts, package) ?? new TemplateRecorder(context.Project, context.Facts).Record(
                scope => TemplateRenderer.Render(template, scope, context.Macros.OptionsFor(package)), package, name, key => config.Get(key)?.Value);
            var others = node.Kind == NodeKind.Function ? found with { Functions = Others(found.Functions) } : found with { Refs = Others(found.Refs) };
            return others.At(span => configured.Span ?? span);
        }
        catch (DiagnosticException e)
        {
            var place = configured.Span is { } span ? new[] { new DiagnosticFrame($"hook of {node}", span) } : [];
            context.Problems.Add(e.Diagnostic with { Frames = [.. e.Diagnostic.Frames, .. place] });
            return TemplateReferences.None;
        }

        ImmutableArray<RefCall> Others(ImmutableArray<RefCall> calls) => [.. calls.Where(call => call.Name != name || (call.Package ?? package) != package)];
    }

    // The macros before_begin and after_commit give JSON.
    private static ConfiguredHook? One(Value item)
    {
        var value = item.TryGetString(out var text) && text.TrimStart().StartsWith('{') && TemplateJson.TryRead(text) is { IsDict: true } json ? json : item;
        return value.AsObject switch
        {
            DictValue dictionary when dictionary.TryGet("sql", out var given) => new ConfiguredHook(given.ToText(), !dictionary.TryGet("transaction", out var flag) || flag.IsTruthy),
            null when value.IsString => new ConfiguredHook(value.AsString, true),
            _ => null,
        };
    }
}
