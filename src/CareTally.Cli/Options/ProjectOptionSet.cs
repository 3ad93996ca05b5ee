using System.CommandLine;
using CareTally.Cli.Retrying;
using CareTally.Core.Projects;

namespace CareTally.Cli.Options;

/// <summary>Options of every command that reads a project.</summary>
internal sealed class ProjectOptionSet
{
    private static readonly string[] ProjectFiles = ["tally_project.yml", "dbt_project.yml"];

    private readonly Option<string?> _folder = new("--project-dir")
    {
        HelpName = "FOLDER",
        Description = "The project's folder. Default: the nearest one with a tally_project.yml, from the current folder upwards",
    };

    private readonly Option<string?> _profiles = new("--profiles-dir")
    {
        HelpName = "FOLDER",
        Description = "Where profiles.yml is. Default: the project's folder, then ~/.dbt",
    };

    private readonly Option<string?> _profile = new("--profile") { HelpName = "NAME", Description = "The profile of profiles.yml, instead of the project's" };

    private readonly Option<string?> _target = new("--target", "-t") { HelpName = "NAME", Description = "The target to run on, such as dev or prod" };

    private readonly Option<string?> _vars = new("--vars")
    {
        HelpName = "YAML",
        Description = "Variables for this run, over those of the project, for example '{year: 2026}'",
    };

    private readonly Option<int?> _threads = new("--threads") { HelpName = "N", Description = "How many nodes are run at once" };

    public ProjectOptionSet() => _threads.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var threads) && threads < 1) result.AddError("--threads must be 1 or more");
    });

    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_profiles);
        command.Add(_profile);
        command.Add(_target);
        command.Add(_vars);
    }

    /// <summary>As <see cref="AddTo"/>, for commands that run several nodes at once.</summary>
    public void AddWithThreadsTo(Command command)
    {
        AddTo(command);
        command.Add(_threads);
    }

    /// <summary>Those that may differ from what the command was given that is run again.</summary>
    public void AddToRetry(Command command)
    {
        command.Add(_folder);
        command.Add(_profiles);
        command.Add(_vars);
        command.Add(_threads);
    }

    public LoadOptions Read(ParseResult parse, Surroundings surroundings) => new()
    {
        ProjectFolder = FolderOf(parse, surroundings),
        ProfilesFolder = parse.GetValue(_profiles) is { } profiles ? Path.GetFullPath(profiles, surroundings.Folder) : null,
        Profile = parse.GetValue(_profile),
        Target = parse.GetValue(_target),
        Vars = parse.GetValue(_vars),
        Threads = parse.GetValue(_threads),
        Flags = new CommandFlags { Command = parse.CommandResult.Command.Name },
        Environment = surroundings.Environment,
        Arguments = SavedArguments.Of(parse),
        StartedAt = surroundings.Clock.GetUtcNow(),
    };

    private string FolderOf(ParseResult parse, Surroundings surroundings)
    {
        var given = parse.GetValue(_folder)
            ?? surroundings.Environment.GetValueOrDefault("TALLY_PROJECT_DIR")
            ?? surroundings.Environment.GetValueOrDefault("DBT_PROJECT_DIR");
        if (given is not null) return Path.GetFullPath(given, surroundings.Folder);
        for (var folder = surroundings.Folder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Array.Exists(ProjectFiles, name => File.Exists(Path.Combine(folder, name)))) return folder;
        }

        return surroundings.Folder;
    }
}
