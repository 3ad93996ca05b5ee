namespace CareTally.Cli.Reporting;

/// <summary>Names files as the build server does: from the root of what it checked out.</summary>
internal sealed class ReportPaths
{
    // GitHub, GitLab, Jenkins and Azure say where that is.
    private static readonly string[] Roots = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE", "BUILD_SOURCESDIRECTORY"];

    private readonly string _prefix;

    /// <param name="environment">Knows the root.</param>
    /// <param name="projectFolder">The project's folder, absolute.</param>
    public ReportPaths(IReadOnlyDictionary<string, string> environment, string projectFolder)
    {
        var root = Roots.Select(environment.GetValueOrDefault).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        var inside = root is null ? "." : Path.GetRelativePath(root, projectFolder).Replace('\\', '/');
        _prefix = inside == "." || inside.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(inside) ? "" : inside + "/";
    }

    /// <summary>A path that is relative to the project's folder, as the build server knows the file.</summary>
    public string Of(string path) => Path.IsPathRooted(path) ? path : _prefix + path;
}
