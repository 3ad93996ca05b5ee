using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using CareTally.Diagnostics;

namespace CareTally.Core.State;

/// <summary>Reads an artifact that an earlier run left, dbt's or tally's.</summary>
/// <param name="Name">The file, for example <c>manifest.json</c>.</param>
/// <param name="Schema">The schema's name in its address, for example <c>manifest</c>.</param>
/// <param name="Versions">The versions of the schema that are understood.</param>
internal sealed partial record StateFile(string Name, string Schema, ImmutableArray<int> Versions)
{
    public static readonly StateFile Manifest = new("manifest.json", "manifest", [12]);
    public static readonly StateFile RunResults = new(PreviousResults.FileName, "run-results", [4, 5, 6]);
    public static readonly StateFile Sources = new("sources.json", "sources", [3]);

    /// <summary>What a reader makes of the file in a folder.</summary>
    /// <exception cref="DiagnosticException">It is not there, cannot be read, or follows another version of the schema.</exception>
    public T Read<T>(string folder, Func<JsonElement, T> read)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new DiagnosticException(Diagnostic.Of(StateProblems.NoFile, null, Name, folder) with
            {
                Hint = "name the folder of artifacts that an earlier run left, such as a copy of its target folder",
            });
        }

        try
        {
            // Kept: what is read from it points into it.
            var root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
            CheckVersion(path, root);
            return read(root);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(StateProblems.Unreadable, null, path, e.Message);
        }
    }

    private void CheckVersion(string path, JsonElement root)
    {
        var schema = root.GetProperty("metadata").GetProperty("dbt_schema_version").GetString() ?? "";
        var match = Address().Match(schema);
        if (match.Success && match.Groups["name"].Value == Schema && Versions.Contains(int.Parse(match.Groups["version"].Value, System.Globalization.CultureInfo.InvariantCulture))) return;
        var understood = string.Join(", ", Versions.Select(version => $"{Schema} v{version}"));
        throw new DiagnosticException(Diagnostic.Of(StateProblems.OtherVersion, null, path, match.Success ? $"{match.Groups["name"].Value} v{match.Groups["version"].Value}" : $"'{schema}'", understood) with
        {
            Hint = "make it anew with tally, or with dbt 1.8 or later",
        });
    }

    [GeneratedRegex(@"/(?<name>[\w-]+)/v(?<version>\d{1,4})(\.json)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
