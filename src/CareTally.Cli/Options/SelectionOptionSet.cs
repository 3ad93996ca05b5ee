using System.CommandLine;
using CareTally.Cli.Completion;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;

namespace CareTally.Cli.Options;

/// <summary>Options of every command that is about a part of a project. Names and meaning are dbt's.</summary>
internal sealed class SelectionOptionSet
{
    private static readonly string[] Kinds = [.. Enum.GetValues<NodeKind>().Select(NodeId.Word)];

    private readonly Option<string[]> _select = new("--select", "-s", "--models", "--model", "-m")
    {
        HelpName = "SELECTOR",
        Description = "What to take: names, paths (models/marts), tag:daily, source:talkdesk, with + for ancestors or descendants (+orders, orders+), @ for all that is needed to rebuild; several are added up, a comma means both",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _exclude = new("--exclude")
    {
        HelpName = "SELECTOR",
        Description = "What to leave out of it",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _named = new("--selector") { HelpName = "NAME", Description = "Take what a selector of selectors.yml says, instead of --select and --exclude" };

    private readonly Option<string[]> _kinds = new("--resource-type")
    {
        HelpName = "KIND",
        Description = $"Kinds to keep: {string.Join(", ", Kinds)}",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _otherKinds = new("--exclude-resource-type")
    {
        HelpName = "KIND",
        Description = "Kinds to leave out",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _indirect = new("--indirect-selection")
    {
        HelpName = "MODE",
        Description = "Which tests come along: eager (any parent is selected; the default), cautious (all are), buildable (all are, or are ancestors), empty (none)",
    };

    public SelectionOptionSet()
    {
        _kinds.AcceptOnlyFromAmong(Kinds);
        _otherKinds.AcceptOnlyFromAmong(Kinds);
        _indirect.AcceptOnlyFromAmong([.. Enum.GetNames<IndirectSelection>().Select(name => name.ToLowerInvariant())]);
    }

    /// <summary>Lets shells complete names of nodes.</summary>
    public void CompleteWith(NodeCompletions completions)
    {
        _select.CompletionSources.Add(completions.Complete);
        _exclude.CompletionSources.Add(completions.Complete);
    }

    public void AddTo(Command command)
    {
        command.Add(_select);
        command.Add(_exclude);
        command.Add(_named);
        command.Add(_kinds);
        command.Add(_otherKinds);
        command.Add(_indirect);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_otherKinds) is { Length: > 0 } others && Kept(result.GetValue(_kinds), others).Length == 0)
                result.AddError("--exclude-resource-type leaves out every kind that is asked for");
        });
    }

    /// <summary>What is asked for; which tests come along the project may say too.</summary>
    public SelectionCriteria Read(ParseResult parse, ProjectFlags project) => new()
    {
        Select = [.. parse.GetValue(_select) ?? []],
        Exclude = [.. parse.GetValue(_exclude) ?? []],
        Named = parse.GetValue(_named),
        Kinds = [.. ReadKinds(parse)],
        Indirect = Enum.Parse<IndirectSelection>(ReadIndirect(parse, project), ignoreCase: true),
    };

    // None means all of them, as everywhere in a selection.
    private IEnumerable<NodeKind> ReadKinds(ParseResult parse)
    {
        var kinds = parse.GetValue(_kinds) ?? [];
        if (parse.GetValue(_otherKinds) is { Length: > 0 } others) kinds = Kept(kinds, others);
        return kinds.Select(word => Enum.GetValues<NodeKind>().First(kind => NodeId.Word(kind) == word));
    }

    private static string[] Kept(string[]? kinds, string[] others) => [.. (kinds is { Length: > 0 } ? kinds : Kinds).Except(others)];

    public string ReadIndirect(ParseResult parse, ProjectFlags project) => parse.GetValue(_indirect) ?? project.IndirectSelection ?? nameof(IndirectSelection.Eager).ToLowerInvariant();
}
