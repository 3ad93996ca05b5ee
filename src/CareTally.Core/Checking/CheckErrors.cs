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
internal sealed partial class CheckErrors(bool hooksMayDefine)
{
    /// <summary>Whether hooks may make or change tables and functions before a node is run.</summary>
    public bool HooksMayDefine => hooksMayDefine;

    /// <summary>Looks at the hooks of a project and of the nodes of a plan.</summary>
    public static CheckErrors For(Manifest manifest, Plan plan)
    {
        var ofRun = manifest.Project.Packages.SelectMany(package => package.OnRunStart).Select(hook => hook.Text);
        var ofNodes = plan.Steps.Select(step => step.Node.Config.Get(HookConfig.Before)).OfType<ConfigValue>()
            .SelectMany(config => HookConfig.Read(config.Value)).OfType<ConfiguredHook>().Select(hook => hook.Sql);
        return new CheckErrors(ofRun.Concat(ofNodes).Any(text => Defining().IsMatch(text)));
    }

    /// <summary>Whether the error is sure to come again when the SQL is run.</summary>
    public bool IsCertain(WarehouseException error) => error.Class switch
    {
        "Parser Error" => true,
        "Binder Error" => !Absent().IsMatch(error.Message) && !Hidden().IsMatch(error.Message) && !(hooksMayDefine && error.Message.StartsWith("No function matches", StringComparison.Ordinal)),
        _ => false,
    };

    // What a macro makes is not known before it is run.
    [GeneratedRegex(@"\{\{|\{%|\b(create|alter|attach|detach|drop|load|install|import|use)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Defining();

    // Files and stored tables have columns that no description tells of.
    [GeneratedRegex("\"(filename|file_row_number|file_index|rowid)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    [GeneratedRegex("^(Catalog \"|Ambiguous reference to catalog)|does not exist", RegexOptions.IgnoreCase)]
    private static partial Regex Absent();
}
