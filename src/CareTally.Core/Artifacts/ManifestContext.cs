using System.Globalization;
using System.Text;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;

namespace CareTally.Core.Artifacts;

/// <summary>What the writers of the manifest's parts share.</summary>
/// <param name="Manifest">The project.</param>
/// <param name="Compiled">The SQL of the nodes that have been compiled.</param>
internal sealed record ManifestContext(Manifest Manifest, IReadOnlyDictionary<NodeId, CompiledSql> Compiled)
{
    public Project Project => Manifest.Project;

    /// <summary>When what is written was made, in the seconds that dbt counts.</summary>
    public byte[] CreatedAt { get; } = Encoding.UTF8.GetBytes((Manifest.Project.Options.StartedAt.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture));

    /// <summary>A file's path below the folder of its kind, as dbt's <c>path</c>.</summary>
    public static string PathBelow(string path, IEnumerable<string> folders)
    {
        var folder = folders.Where(folder => path.StartsWith(folder + "/", StringComparison.Ordinal)).MaxBy(folder => folder.Length);
        return folder is null ? path : path[(folder.Length + 1)..];
    }

    /// <summary>Writes the dependencies of a node.</summary>
    /// <param name="json">Where.</param>
    /// <param name="macros">The macros it calls.</param>
    /// <param name="nodes">The nodes it reads; null for what reads none.</param>
    public static void WriteDependsOn(Utf8JsonWriter json, IEnumerable<Macro> macros, IEnumerable<NodeId>? nodes)
    {
        json.WriteStartObject("depends_on"u8);
        json.WriteTexts("macros"u8, macros.Select(macro => macro.Id));
        if (nodes is not null) json.WriteTexts("nodes"u8, nodes.Select(id => id.ToString()));
        json.WriteEndObject();
    }
}
