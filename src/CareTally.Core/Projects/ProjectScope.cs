using System.Collections.Frozen;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Python;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>The names that every template of a project sees, in YAML and in SQL alike.</summary>
internal static class ProjectScope
{
    // What packages compare with their require-dbt-version.
    internal const string DbtVersion = "1.11.0";

    // Environment variables of this prefix are told to templates and artifacts without it.
    private const string MetadataPrefix = "DBT_ENV_CUSTOM_ENV_";

    /// <summary>For the project file's choice of a target, before that and the variables are known.</summary>
    public static Scope ForProjectFile(string projectName, ProjectVars commandLine, LoadOptions options) => Early(projectName, commandLine, options, maySeeSecrets: false);

    /// <summary>For what no template sees the values of: targets and the places that packages come from.</summary>
    public static Scope WithSecrets(string projectName, ProjectVars commandLine, LoadOptions options) => Early(projectName, commandLine, options, maySeeSecrets: true);

    /// <summary>For everything else.</summary>
    public static Scope Create(string projectName, ProjectVars vars, Target target, LoadOptions options)
    {
        var names = Common(projectName, vars, options, maySeeSecrets: false);
        names["target"] = TargetValue(target, projectName);
        return new Scope(names.ToFrozenDictionary(), new Scope(LanguageGlobals.All));
    }

    private static Scope Early(string projectName, ProjectVars commandLine, LoadOptions options, bool maySeeSecrets) =>
        new(Common(projectName, commandLine, options, maySeeSecrets).ToFrozenDictionary(), new Scope(LanguageGlobals.All));

    private static Dictionary<string, Value> Common(string projectName, ProjectVars vars, LoadOptions options, bool maySeeSecrets) => new(DataFunctions.All)
    {
        ["var"] = new VarFunction(projectName, vars),
        ["env_var"] = Function("env_var", call => EnvironmentVariable(call, options.Environment, maySeeSecrets)),
        ["project_name"] = projectName,
        ["invocation_id"] = options.InvocationId.ToString(),
        ["run_started_at"] = new DateTimeValue(options.StartedAt),
        ["dbt_version"] = DbtVersion,
        ["modules"] = PythonModules.All(options.StartedAt),
        ["flags"] = FlagsValue(options),
        ["invocation_args_dict"] = InvocationArguments(options, vars),
        ["dbt_metadata_envs"] = new DictValue(MetadataOf(options.Environment).Select(pair => KeyValuePair.Create(pair.Key, Value.Of(pair.Value)))),
        ["thread_id"] = "main",
        ["exceptions"] = new DictValue(new Dictionary<string, Value>
        {
            ["raise_compiler_error"] = Function("raise_compiler_error", call => throw call.Error(ScopeProblems.RaisedByTemplate, call.Bind("raise_compiler_error", "msg", "node?")[0].ToText())),
        }),
    };

    /// <summary>The environment variables that are told to templates and artifacts.</summary>
    internal static Dictionary<string, string> MetadataOf(IReadOnlyDictionary<string, string> environment)
    {
        var known = new Dictionary<string, string>();
        foreach (var (name, value) in environment)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.Ordinal)) known[name[MetadataPrefix.Length..]] = value;
        }

        return known;
    }

    private static FunctionValue Function(string name, Func<CallArguments, Value> body) => new(name, body);

    private static Value EnvironmentVariable(CallArguments call, IReadOnlyDictionary<string, string> environment, bool maySeeSecrets)
    {
        var bound = call.Bind("env_var", "name", "default?");
        var name = bound[0].ToText();
        if (!maySeeSecrets && Secrets.IsSecret(name))
            throw call.ErrorWithHint(ScopeProblems.SecretInTemplate, $"what starts with {Secrets.Prefix} must not get into a table, a log or an artifact", name);
        if (environment.TryGetValue(name, out var value))
        {
            return Secrets.IsSecret(name) && value.Length is > 0 and < Secrets.ShortestLength
                ? throw call.ErrorWithHint(ScopeProblems.ShortSecret, $"give it a longer value, or a name that does not start with {Secrets.Prefix} where it is none", name, Secrets.ShortestLength)
                : value;
        }

        return bound.Has(1) ? bound[1].ToText() : throw call.ErrorWithHint(ProjectProblems.MissingEnvironment, $"set it, or give a default: env_var('{name}', 'value')", name);
    }

    private static ModuleValue FlagsValue(LoadOptions options) => new("flags", new Dictionary<string, Value>
    {
        ["WHICH"] = options.Flags.Command,
        ["FULL_REFRESH"] = options.Flags.FullRefresh,
        ["STORE_FAILURES"] = options.Flags.StoreFailures,
        ["EMPTY"] = options.Flags.Empty,
        ["SAMPLE"] = options.Flags.Sample is { } sample
            ? new DictValue(new Dictionary<string, Value> { ["start"] = new DateTimeValue(sample.Start), ["end"] = new DateTimeValue(sample.End) })
            : Value.None,
        ["WARN_ERROR"] = options.Flags.WarnError,
        ["DEBUG"] = options.Flags.Debug,
        ["FAIL_FAST"] = options.Flags.FailFast,
        ["INDIRECT_SELECTION"] = options.Flags.IndirectSelection,
        ["INTROSPECT"] = true,
        ["PARTIAL_PARSE"] = false,
        ["PRINTER_WIDTH"] = 80,
        ["QUIET"] = false,
        ["USE_COLORS"] = false,
        ["VERSION_CHECK"] = true,
        ["LOG_FORMAT"] = "text",
        ["PROFILES_DIR"] = options.ProfilesFolder,
        ["PROJECT_DIR"] = options.ProjectFolder,
        ["TARGET"] = options.Target,
    });

    private static DictValue InvocationArguments(LoadOptions options, ProjectVars vars) => new(new Dictionary<string, Value>
    {
        ["which"] = options.Flags.Command,
        ["full_refresh"] = options.Flags.FullRefresh,
        ["target"] = options.Target,
        ["profile"] = options.Profile,
        ["project_dir"] = options.ProjectFolder,
        ["vars"] = new DictValue(vars.CommandLine),
        ["invocation_command"] = options.Flags.InvocationCommand,
    });

    private static DictValue TargetValue(Target target, string projectName) => new(new Dictionary<string, Value>
    {
        ["name"] = target.Name,
        ["target_name"] = target.Name,
        ["profile_name"] = target.Profile,
        ["type"] = target.Type,
        ["database"] = target.Database,
        ["dbname"] = target.Database,
        ["schema"] = target.Schema,
        ["threads"] = target.Threads,
        ["path"] = target.Path,
        ["project_name"] = projectName,
    });
}

/// <summary><c>var('name', default)</c>, with <c>var.has_var('name')</c>.</summary>
internal sealed class VarFunction(string package, ProjectVars vars) : ObjectValue
{
    public override string TypeName => "function";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override IEnumerable<string> AttributeNames => ["has_var"];

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name == "has_var"
            ? new FunctionValue("has_var", call => vars.TryGet(package, call.Bind("has_var", "name")[0].ToText(), out _))
            : Value.Undefined(name);
        return name == "has_var";
    }

    public override Value Call(CallArguments arguments)
    {
        var bound = arguments.Bind("var", "name", "default?");
        var name = bound[0].ToText();
        if (vars.TryGet(package, name, out var value)) return ValueCopy.Of(value);
        if (bound.Has(1)) return bound[1];
        throw arguments.ErrorWithHint(ScopeProblems.UnknownVar, DidYouMean.Hint(name, vars.Names) ?? $"define it under 'vars:' in the project file or with --vars '{{{name}: ...}}'", name);
    }

    public override string ToRepr() => "<function var>";
}
