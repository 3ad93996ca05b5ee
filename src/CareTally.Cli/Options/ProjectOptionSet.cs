using System.CommandLine;
using System.CommandLine.Parsing;
using CareTally.Cli.Retrying;
using CareTally.Core.Projects;

namespace CareTally.Cli.Options;

/// <summary>Options of every command that reads a project.</summary>
internal sealed class ProjectOptionSet
{
    /// <summary>Says where the project is.</summary>
    public const string FolderOption = "--project-dir";

    private static readonly string[] ProjectFiles = ["tally_project.yml", "dbt_project.yml"];

    private readonly Option<string?> _folder = new(FolderOption)
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

    private readonly Option<bool> _storeFailures = new("--store-failures") { Description = "Keep the rows that tests find, each in a table of its own, in the schema that ends in dbt_test__audit" };

    private readonly Option<bool> _empty = new("--empty") { Description = "Build every relation without rows: what is read is cut off at none. Shows that all of the SQL is accepted" };

    private readonly Option<string?> _inline = new("--inline") { HelpName = "SQL", Description = "A query written here instead of in a file; it may use ref(), source() and macros" };

    private readonly Option<int?> _threads = new("--threads") { HelpName = "N", Description = "How many nodes are run at once" };

    public ProjectOptionSet() => _threads.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var threads) && threads < 1) result.AddError("--threads must be 1 or more");
    });

    /// <summary>The option that builds from a part of the data.</summary>
    public SampleOption Sample { get; } = new();

    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_profiles);
        command.Add(_profile);
        command.Add(_target);
        command.Add(_vars);
    }

    /// <summary>Adds the option that makes tests keep what they find.</summary>
    public void AddStoreFailuresTo(Command command) => command.Add(_storeFailures);

    /// <summary>Adds the option that builds without rows.</summary>
    public void AddEmptyTo(Command command) => command.Add(_empty);

    /// <summary>Adds the option for a query that stands on the command line.</summary>
    public void AddInlineTo(Command command) => command.Add(_inline);

    /// <summary>Whether a query stands on the command line.</summary>
    public bool HasInline(ParseResult parse) => parse.GetValue(_inline) is not null;

    /// <inheritdoc cref="HasInline(ParseResult)"/>
    public bool HasInline(CommandResult command) => command.GetValue(_inline) is not null;

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
        ProjectFolder = ReadFolder(parse, surroundings),
        ProfilesFolder = parse.GetValue(_profiles) is { } profiles ? Path.GetFullPath(profiles, surroundings.Folder) : null,
        Profile = parse.GetValue(_profile),
        Target = parse.GetValue(_target),
        Vars = parse.GetValue(_vars),
        Threads = parse.GetValue(_threads),
        Inline = parse.GetValue(_inline),
        Flags = new CommandFlags
        {
            Command = parse.CommandResult.Command.Name,
            Arguments = [.. parse.Tokens.Select(token => token.Value)],
            StoreFailures = parse.GetValue(_storeFailures),
            Empty = parse.GetValue(_empty),
            Sample = Sample.Read(parse, surroundings, surroundings.Clock.GetUtcNow()),
        },
        Environment = surroundings.Environment,
        Arguments = SavedArguments.Of(parse),
        StartedAt = surroundings.Clock.GetUtcNow(),
        WarningNames = () => WarningNames.All,
    };

    /// <summary>The project's folder, absolute.</summary>
    public string ReadFolder(ParseResult parse, Surroundings surroundings)
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
