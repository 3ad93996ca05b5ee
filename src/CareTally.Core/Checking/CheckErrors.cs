using System.Text.RegularExpressions;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Checking;

/// <summary>
/// Tells an error of the SQL itself from one that may be gone when it is really run: what is missing from the database may be made by a
/// hook, by another program, or may lie in a database that is not attached here.
/// </summary>
internal sealed partial class CheckErrors
{
    private readonly bool _somethingMayDefine;
    private readonly Func<string, CancellationToken, Task<bool>> _hasFunction;

    private CheckErrors(bool hooksMayDefine, bool somethingMayDefine, Func<string, CancellationToken, Task<bool>> hasFunction) =>
        (HooksMayDefine, _somethingMayDefine, _hasFunction) = (hooksMayDefine, somethingMayDefine, hasFunction);

    /// <summary>Whether hooks may make or change tables and functions before a node is run.</summary>
    public bool HooksMayDefine { get; }

    /// <summary>Looks at what a project and the nodes of a plan do besides their queries.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="hasFunction">Whether somebody has made a function of this name in the warehouse.</param>
    public static CheckErrors For(Manifest manifest, Plan plan, Func<string, CancellationToken, Task<bool>> hasFunction)
    {
        var ofRun = manifest.Project.Packages.SelectMany(package => package.OnRunStart).Select(hook => hook.Text);
        var headers = plan.Steps.OfType<PlanStep.OfQuery>().Select(step => step.Sql.Compiled?.Header).OfType<string>().ToArray();
        var before = ofRun.Concat(HooksOf(plan, HookConfig.Before)).Concat(headers.Select(header => TemporaryMacro().Replace(header, ""))).Any(text => Defining().IsMatch(text));
        var anything = before || headers.Length > 0
            || HooksOf(plan, HookConfig.After).Any(text => Defining().IsMatch(text))
            || plan.Steps.Any(step => step is PlanStep.Materialize or PlanStep.OfQuery { Sql.IsDeferred: true });
        return new CheckErrors(before, anything, hasFunction);
    }

    /// <summary>Whether the error is sure to come again when the SQL is run.</summary>
    public async Task<bool> IsCertainAsync(WarehouseException error, CancellationToken cancellationToken) => error.Class switch
    {
        "Parser Error" => true,
        "Binder Error" when JoinColumn().IsMatch(error.Message) => !Hidden().IsMatch(error.Message),
        "Binder Error" => !Absent().IsMatch(error.Message) && !Hidden().IsMatch(error.Message) && !(HooksMayDefine && error.Message.StartsWith("No function matches", StringComparison.Ordinal)),
        "Catalog Error" => !_somethingMayDefine && MissingFunction().Match(error.Message) is { Success: true } missing && !await _hasFunction(missing.Groups[1].Value, cancellationToken),
        _ => false,
    };

    private static IEnumerable<string> HooksOf(Plan plan, string key) =>
        plan.Steps.Select(step => step.Node.Config.Get(key)).OfType<ConfigValue>().SelectMany(config => HookConfig.Read(config.Value)).OfType<ConfiguredHook>().Select(hook => hook.Sql);

    // What a macro makes is not known before it is run.
    [GeneratedRegex(@"\{\{|\{%|\b(create|alter|attach|detach|drop|load|install|import|use)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Defining();

    // What most headers are: it changes no table.
    [GeneratedRegex(@"\bcreate\s+(or\s+replace\s+)?temp(orary)?\s+(macro|function)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TemporaryMacro();

    // Files and stored tables have columns that no description tells of.
    [GeneratedRegex("\"(filename|file_row_number|file_index|rowid)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    [GeneratedRegex("^Column \".*\" does not exist on (left|right) side of join", RegexOptions.IgnoreCase)]
    private static partial Regex JoinColumn();

    [GeneratedRegex("^(Catalog \"|Ambiguous reference to catalog)|does not exist", RegexOptions.IgnoreCase)]
    private static partial Regex Absent();

    [GeneratedRegex(@"^(?:Scalar|Aggregate|Table|Scalar Macro|Table Macro) Function with name ""?(\w+)""? does not exist!")]
    private static partial Regex MissingFunction();
}
