using System.Text.RegularExpressions;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>An entry put into packages.yml, and taken out again unless it turns out to be good.</summary>
public sealed partial class PackageAddition : IDisposable
{
    private const string File = "packages.yml";

    private readonly string _path;
    private readonly string? _before;
    private bool _isKept;

    private PackageAddition(string path, string? before) => (_path, _before) = (path, before);

    /// <summary>Adds an entry; the rest of the file stays as it is.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="package">What to add, for example <c>dbt-labs/dbt_utils@1.3.0</c>; a local package is a path.</param>
    /// <param name="source">hub, git or local.</param>
    /// <exception cref="DiagnosticException">It is there already, or the file cannot be read.</exception>
    public static PackageAddition Make(string folder, string package, string source)
    {
        var path = Path.Combine(folder, File);
        var before = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : null;
        var addition = new PackageAddition(path, before);
        var problems = new Problems();
        var map = YamlParser.Parse(new SourceText(File, before ?? ""), problems) as YamlMapping;
        if (problems.All is [var first, ..]) throw new DiagnosticException(first);
        var entries = map?["packages"] as YamlSequence;
        var (name, version) = Split(package, source);
        var key = source == "hub" ? "package" : source;
        if (entries?.Items.OfType<YamlMapping>().Select(entry => entry[key]).OfType<YamlScalar>().FirstOrDefault(scalar => scalar.Text == name) is { } there)
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.AlreadyNamed, there.Span, name, File) with { Hint = "change its version there, then run 'tally deps'" });

        var after = Insert(before ?? "", map, (key, name, version));
        if (!IsGood(after, (entries?.Items.Length ?? 0) + 1))
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.BadRequirement, (map?["packages"] ?? map)?.Span, "another shape") with { Hint = $"write the entry by hand: - {key}: {name}" });
        }

        System.IO.File.WriteAllText(path, after);
        return addition;
    }

    /// <summary>The entry stays.</summary>
    public void Keep() => _isKept = true;

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isKept) return;
        if (_before is null) System.IO.File.Delete(_path);
        else System.IO.File.WriteAllText(_path, _before);
    }

    // An address may hold an @ of its own, before its host.
    private static (string Name, string? Version) Split(string package, string source)
    {
        var at = package.LastIndexOf('@');
        return source != "local" && at > package.LastIndexOf('/') ? (package[..at], package[(at + 1)..]) : (package, null);
    }

    private static string Insert(string text, YamlMapping? map, (string Key, string Name, string? Version) added)
    {
        var lines = text.Split('\n').ToList();
        var key = map?.Entries.FirstOrDefault(entry => entry.Key.Text == "packages")?.Key;
        if (map?["packages"] is YamlSequence { Items: [var first, ..] })
        {
            var line = first.Span.Position.Line - 1;
            lines.InsertRange(line, Entry(lines[line][..(lines[line].Length - lines[line].TrimStart().Length)], added));
        }
        else if (key is not null)
        {
            var line = key.Span.Position.Line - 1;
            lines[line] = WithoutValue().Replace(lines[line], "packages:$1");
            lines.InsertRange(line + 1, Entry("  ", added));
        }
        else
        {
            // The last of the lines is what follows the last line break.
            lines.InsertRange(lines[^1].Length == 0 ? lines.Count - 1 : lines.Count, ["packages:", .. Entry("  ", added)]);
            if (lines[^1].Length > 0) lines.Add("");
        }

        return string.Join('\n', lines);
    }

    // An entry may have been put into a list in brackets, or beside one of another shape.
    private static bool IsGood(string text, int count)
    {
        var problems = new Problems();
        return YamlParser.Parse(new SourceText(File, text), problems) is YamlMapping map && map["packages"] is YamlSequence entries && entries.Items.Length == count && !problems.HasErrors;
    }

    [GeneratedRegex(@"\Apackages:\s*(?:\[\s*\]|~|null)?(\s*|\s+#.*)\z")]
    private static partial Regex WithoutValue();

    private static IEnumerable<string> Entry(string indent, (string Key, string Name, string? Version) added)
    {
        yield return $"{indent}- {added.Key}: {PythonJson.Quote(added.Name)}";
        if (added.Version is null) yield break;
        var key = added.Key == "git" ? "revision" : "version";
        yield return added.Version.Contains(',', StringComparison.Ordinal)
            ? $"{indent}  {key}: [{string.Join(", ", added.Version.Split(',').Select(part => PythonJson.Quote(part.Trim())))}]"
            : $"{indent}  {key}: {PythonJson.Quote(added.Version)}";
    }
}
