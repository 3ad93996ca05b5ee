using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;

namespace CareTally.Core.Manifests;

/// <summary>Refuses models and functions that are written in another language than SQL, unless they are switched off.</summary>
internal static class OtherLanguages
{
    private static readonly FrozenDictionary<string, string> Languages =
        new Dictionary<string, string> { [".py"] = "python", [".js"] = "javascript" }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reports those of a package that are to be made.</summary>
    /// <returns>Their names: that what is so called does not exist need not be said as well.</returns>
    public static IEnumerable<string> Report(PackageContext context) => [.. context.Package.Contents.InOtherLanguages.Where(file => IsReported(context, file)).Select(file => file.Name)];

    private static bool IsReported(PackageContext context, ProjectFile file)
    {
        var isFunction = context.Package.Paths.Functions.Contains(file.Folder);
        var described = context.Properties.Find(isFunction ? "function" : "model", file.Name);
        ImmutableArray<string> fqn = [context.Package.Name, .. file.Folders, file.Name];
        var config = context.MergeConfigs(contents => isFunction ? contents.FunctionConfigs : contents.ModelConfigs, fqn, context.Described(described));
        if (!config.IsEnabled) return false;
        if (isFunction) ReportFunction(context, file, config);
        else ReportModel(context, file);
        return true;
    }

    private static void ReportModel(PackageContext context, ProjectFile file) => context.Problems.ReportWithHint(
        ManifestProblems.PythonModel, file.Source.Span(0, 0),
        "write it as SQL, which can read files and call DuckDB's extensions; or let another program make the table and declare that as a source; or switch it off with enabled: false in a property file or the project file",
        file.Name);

    private static void ReportFunction(PackageContext context, ProjectFile file, NodeConfig config)
    {
        var (language, start) = (Languages[Path.GetExtension(file.Path)], file.Source.Span(0, 0));
        var kind = FunctionNode.KindWords[(int)FunctionBuilder.KindOf(config, start, context.Problems)];
        context.Problems.ReportWithHint(
            ManifestProblems.NoSuchFunction, start, "write its body in SQL, as an expression or a query; or switch it off with enabled: false in a property file or the project file",
            language, kind, context.Project.Target.Type, file.Name);
    }
}
