using CareTally.Core.Projects;
using CareTally.Core.Projects.Yaml;

namespace CareTally.Core.Manifests;

/// <summary>A statement that a project file wants run before or after everything else.</summary>
/// <param name="Package">Whose project file.</param>
/// <param name="Event">The key it stands under.</param>
/// <param name="Index">Its place there, from 0.</param>
/// <param name="Text">Its template.</param>
internal sealed record RunHook(Package Package, string Event, int Index, YamlScalar Text)
{
    public const string Start = "on-run-start";
    public const string End = "on-run-end";

    /// <summary>The name that dbt gives it.</summary>
    public string Name => $"{Package.Name}-{Event}-{Index}";

    /// <summary>Its identity in artifacts.</summary>
    public NodeId Id => new(NodeKind.Operation, $"{Package.Name}.{Name}");

    /// <summary>The hooks of a project and its packages under a key, in the order they are run.</summary>
    public static IEnumerable<RunHook> Of(Project project, string @event) =>
        from package in project.Packages
        from hook in (@event == Start ? package.OnRunStart : package.OnRunEnd).Select((text, index) => new RunHook(package, @event, index, text))
        select hook;
}
