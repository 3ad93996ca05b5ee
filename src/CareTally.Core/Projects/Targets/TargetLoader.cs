using System.Globalization;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Targets;

/// <summary>
/// Finds the target: defined in the project file (<c>targets:</c>), in profiles.yml where the project names a profile, or else the
/// default, a DuckDB file <c>caretally.duckdb</c> beside the project file.
/// </summary>
internal sealed class TargetLoader(LoadOptions options, string root, YamlRenderer renderer, Problems problems)
{
    private const string DefaultFile = "caretally.duckdb";
    private const string DefaultName = "dev";

    private static readonly string[] PostgresSettings =
        ["sslmode", "sslcert", "sslkey", "sslrootcert", "search_path", "role", "keepalives_idle", "connect_timeout", "application_name"];

    public Target Load(string projectName, string? profile, YamlMapping? targets, string? defaultTarget)
    {
        if (targets is not null && options.Profile is null) return Choose(projectName, targets, defaultTarget, "the project's targets");
        return (options.Profile ?? profile) is { } name ? FromProfiles(name) : Default(projectName);
    }

    private Target FromProfiles(string profile)
    {
        var folders = ProfilesFolders();
        var path = folders.Select(folder => Path.Combine(folder, "profiles.yml")).FirstOrDefault(File.Exists);
        if (path is null)
        {
            problems.ReportWithHint(
                ProjectProblems.NoProfilesFile, null, "put the connection under 'targets:' in the project file instead, or remove 'profile:' to use an embedded DuckDB file",
                profile, string.Join(" or ", folders));
            return Default(profile);
        }

        if (ProjectReader.ReadText(root, path, problems) is not { } source) return Default(profile);
        var read = YamlParser.Parse(source, problems);
        if (read is null && problems.HasErrors) return Default(profile);
        var profiles = read as YamlMapping ?? new YamlMapping([], source.Span(0, 0));
        if (profiles[profile] is not YamlMapping found)
        {
            problems.ReportWithHint(ProjectProblems.NoProfile, source.Span(0, 0), DidYouMean.Hint(profile, profiles.Entries.Select(e => e.Key.Text)), profile, source.Path);
            return Default(profile);
        }

        var reader = new MappingReader(found, $"profile '{profile}'", problems);
        if (reader.Map("outputs") is not { } outputs)
        {
            if (found["outputs"] is null) problems.Report(ProjectProblems.MissingKey, found.Span with { Length = 0 }, $"profile '{profile}'", "outputs");
            return Default(profile);
        }

        var defaultTarget = reader.Scalar("target");
        return Choose(profile, outputs, renderer.RenderText(defaultTarget), $"profile '{profile}' of {source.Path}", defaultTarget?.Span);
    }

    private string[] ProfilesFolders()
    {
        var given = options.ProfilesFolder
            ?? options.Environment.GetValueOrDefault("TALLY_PROFILES_DIR")
            ?? options.Environment.GetValueOrDefault("DBT_PROFILES_DIR");
        if (given is not null) return [Path.GetFullPath(given)];
        var home = options.Environment.GetValueOrDefault("HOME") ?? options.Environment.GetValueOrDefault("USERPROFILE");
        return home is null ? [root] : [root, Path.Combine(home, ".dbt")];
    }

    private Target Choose(string profile, YamlMapping targets, string? defaultTarget, string where, SourceSpan? chosenAt = null)
    {
        var name = options.Target ?? defaultTarget ?? (targets.Entries.Length == 1 ? targets.Entries[0].Key.Text : "default");
        if (targets[name] is YamlMapping target) return Read(profile, name, target);
        problems.ReportWithHint(
            ProjectProblems.NoTarget, (options.Target is null ? chosenAt : null) ?? targets.Span with { Length = 0 }, $"defined: {string.Join(", ", targets.Entries.Select(e => e.Key.Text))}", name, where);
        return Default(profile);
    }

    private Target Read(string profile, string name, YamlMapping mapping)
    {
        var reader = new MappingReader(mapping, $"target '{name}'", problems);
        var type = Text("type") ?? "duckdb";
        if (type == "postgres") return ReadPostgres(profile, name, reader);
        if (type != "duckdb")
        {
            problems.Report(ProjectProblems.UnsupportedTarget, (mapping["type"] ?? mapping).Span, type);
            return Default(profile);
        }

        var file = Text("path") ?? DefaultFile;
        var path = file == ":memory:" ? file : Path.GetFullPath(Path.Combine(root, file));
        var threads = WholeNumber(reader, "threads");
        var result = new Target
        {
            Name = name,
            Profile = profile,
            Type = type,
            Path = path,
            Database = Text("database") ?? DatabaseOf(path),
            Schema = Text("schema") ?? "main",
            Threads = options.Threads ?? threads ?? Environment.ProcessorCount,
            Settings = Settings(reader.Map("settings")),
            Extensions = Extensions(reader),
            Secrets = new SecretLoader(renderer, problems).Load(reader),
            Attachments = new AttachmentLoader(root, renderer, problems).Load(reader),
        };
        reader.WarnOf(ProjectProblems.PythonOnly, "filesystems", "plugins", "module_paths");
        reader.WarnNotYet("external_root", "use_credential_provider", "remote", "is_ducklake");
        reader.Accept("config_options", "disable_transactions", "keep_open", "retries");
        reader.RejectUnknown();
        return result;

        string? Text(string key) => renderer.RenderText(reader.Scalar(key));
    }

    private Target ReadPostgres(string profile, string name, MappingReader reader)
    {
        var what = $"target '{name}'";
        var (database, password) = (Either("dbname", "database"), Either("password", "pass"));
        var server = new PostgresServer
        {
            Host = Required("host"),
            Port = WholeNumber(reader, "port") ?? 5432,
            User = Required("user"),
            Password = password ?? "",
            Settings = PostgresSettings.Select(key => (key, Value: Text(key))).Where(pair => pair.Value is not null).ToDictionary(pair => pair.key, pair => pair.Value!),
        };
        if (database is null) problems.Report(ProjectProblems.MissingKey, reader.Mapping.Span with { Length = 0 }, what, "dbname");
        var threads = WholeNumber(reader, "threads");
        reader.Accept("retries", "autocommit");
        var target = new Target
        {
            Name = name,
            Profile = profile,
            Type = "postgres",
            Postgres = server,
            Path = ":memory:",
            Database = database ?? "",
            Schema = Required("schema"),
            Threads = options.Threads ?? threads ?? 1,
            Settings = new Dictionary<string, string>(),
            Extensions = [],
        };
        reader.RejectUnknown();
        return target;

        string? Text(string key) => renderer.RenderText(reader.Scalar(key));

        string? Either(string key, string alias)
        {
            var (one, other) = (Text(key), Text(alias));
            return one ?? other;
        }

        string Required(string key)
        {
            if (reader.Node(key) is null) problems.Report(ProjectProblems.MissingKey, reader.Mapping.Span with { Length = 0 }, what, key);
            return Text(key) ?? "";
        }
    }

    // dbt-duckdb also takes {name: ..., repo: ...}; an extension is loaded from where it is installed, whatever it came from.
    private List<string> Extensions(MappingReader reader)
    {
        var names = new List<string>();
        foreach (var node in reader.List("extensions"))
        {
            var name = node is YamlMapping map ? map["name"] as YamlScalar : node as YamlScalar;
            if (name is null) problems.Report(ProjectProblems.WrongType, node.Span, "extensions", "a list of names", YamlValues.Describe(node));
            else names.Add(renderer.RenderText(name)!);
        }

        return names;
    }

    private int? WholeNumber(MappingReader reader, string key)
    {
        if (reader.Scalar(key) is not { } scalar || renderer.RenderText(scalar) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        problems.Report(ProjectProblems.WrongType, scalar.Span, key, "a whole number of at least 1", $"'{text}'");
        return null;
    }

    private Dictionary<string, string> Settings(YamlMapping? settings) =>
        settings?.Entries.ToDictionary(e => e.Key.Text, e => renderer.Render(e.Value).ToText()) ?? [];

    private Target Default(string profile)
    {
        if (options.Target is { } name && name != DefaultName && !problems.HasErrors)
            problems.ReportWithHint(ProjectProblems.NoTarget, null, "add it under 'targets:' in the project file", name, "the project, which defines none");
        var path = Path.Combine(root, DefaultFile);
        return new Target
        {
            Name = DefaultName,
            Profile = profile,
            Type = "duckdb",
            Path = path,
            Database = DatabaseOf(path),
            Schema = "main",
            Threads = options.Threads ?? Environment.ProcessorCount,
            Settings = new Dictionary<string, string>(),
            Extensions = [],
        };
    }

    // DuckDB names a database after its file, up to the first dot.
    internal static string DatabaseOf(string path) => path == ":memory:" ? "memory" : Path.GetFileName(path).Split('.')[0];
}
