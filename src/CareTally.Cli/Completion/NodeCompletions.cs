using System.CommandLine.Completions;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Cli.Completion;

/// <summary>Names that may stand where the user is typing a selector, from the project's files; the database is not opened.</summary>
internal sealed class NodeCompletions(CommandContext context)
{
    private static readonly string[] Methods = ["path:", "source:", "tag:", "resource_type:", "test_type:", "config.materialized:", "group:", "result:error", "selector:", "state:modified", "state:new"];

    /// <summary>For a selector: what stands before the last comma, and operators, are kept.</summary>
    public IEnumerable<CompletionItem> Complete(CompletionContext completion)
    {
        var word = completion.WordToComplete;
        var start = word.LastIndexOf(',') + 1;
        while (start < word.Length && (word[start] is '+' or '@' || char.IsAsciiDigit(word[start]))) start++;
        var (kept, typed) = (word[..start], word[start..]);
        return Candidates(completion)
            .Where(candidate => candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(candidate => new CompletionItem(kept + candidate.Text, detail: candidate.What));
    }

    /// <summary>For the name of one node.</summary>
    public IEnumerable<CompletionItem> CompleteNames(CompletionContext completion) =>
        Load(completion) is { } manifest
            ? manifest.Nodes.Values.Where(node => node is not SourceNode).Select(node => new CompletionItem(node.Name, detail: NodeId.Word(node.Id.Kind)))
            : [];

    private IEnumerable<(string Text, string What)> Candidates(CompletionContext completion)
    {
        if (Load(completion) is not { } manifest) yield break;
        foreach (var node in manifest.Nodes.Values.Where(node => node is ModelNode or SeedNode or SnapshotNode or FunctionNode)) yield return (node.Name, NodeId.Word(node.Id.Kind));
        foreach (var tag in manifest.Nodes.Values.SelectMany(node => node.Tags).Distinct()) yield return ($"tag:{tag}", "tag");
        foreach (var source in manifest.Nodes.Values.OfType<SourceNode>().Select(node => node.SourceName).Distinct()) yield return ($"source:{source}", "source");
        foreach (var method in Methods) yield return (method, "method");
    }

    // A project that is broken at the moment has no names to offer; completion is no place to complain.
    private Manifest? Load(CompletionContext completion)
    {
        try
        {
            return ManifestLoader.Load(context.Options.Project.Read(completion.ParseResult, context.Surroundings), new Problems());
        }
        catch (Exception e) when (e is InvalidProjectException or DiagnosticException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
