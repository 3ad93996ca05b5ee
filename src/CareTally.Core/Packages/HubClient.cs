using System.Collections.Immutable;
using System.Text.Json;
using CareTally.Core.Projects.Versions;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>A version of a package, as the hub describes it.</summary>
/// <param name="Version">Which.</param>
/// <param name="Name">The package's own name.</param>
/// <param name="Tarball">Where its files are.</param>
/// <param name="Entries">The packages it asks for itself.</param>
/// <param name="DbtVersions">The versions of dbt it is made for.</param>
internal sealed record HubRelease(SemanticVersion Version, string Name, string Tarball, ImmutableArray<YamlMapping> Entries, VersionRange DbtVersions);

/// <summary>Asks the package hub what there is; each package once.</summary>
/// <param name="address">The hub's address.</param>
/// <param name="downloads">Gets files.</param>
/// <param name="problems">Where to complain of what the answers hold.</param>
internal sealed class HubClient(Uri address, Downloads downloads, Problems problems)
{
    /// <summary>The address of dbt's own hub.</summary>
    public const string Default = "https://hub.getdbt.com/";

    /// <summary>What a name on the hub looks like.</summary>
    public const string NameHint = "it is an organisation and a package, for example dbt-labs/dbt_utils";

    private readonly Dictionary<string, ImmutableArray<HubRelease>> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the hub can have a package of this name.</summary>
    public static bool IsName(string package) =>
        package.Split('/') is [{ Length: > 0 }, { Length: > 0 }] && package.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '.');

    /// <summary>All releases of a package, the newest first.</summary>
    /// <exception cref="DiagnosticException">The hub cannot be reached or does not know it.</exception>
    public async Task<ImmutableArray<HubRelease>> ReleasesOfAsync(string package, SourceSpan? span, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(package, out var known)) return known;
        string? text;
        try
        {
            text = await downloads.ReadAsync(new Uri(address, $"api/v1/{package}.json"), cancellationToken);
        }
        catch (Exception e) when (Downloads.IsExpected(e))
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.HubUnreachable, span, package, $"{address} does not answer ({e.Message})") with { Hint = GitForm(package) }, e);
        }

        if (text is null) throw new DiagnosticException(Diagnostic.Of(PackageProblems.HubUnknown, span, address, package) with { Hint = GitForm(package) });
        return _known[package] = Read(package, text, span);
    }

    /// <summary>What to write where there is no hub. The repository is a guess, and a good one for most packages.</summary>
    public static string GitForm(string package) =>
        $"name its repository instead, which is probably:  - git: \"https://github.com/{package.Replace('_', '-')}.git\"  with  revision: VERSION";

    private ImmutableArray<HubRelease> Read(string package, string text, SourceSpan? span)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            return [.. answer.RootElement.GetProperty("versions").EnumerateObject().Select(version => Read(package, version)).OfType<HubRelease>().OrderByDescending(release => release.Version)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DiagnosticException(Diagnostic.Of(PackageProblems.HubAnswer, span, package, e.Message), e);
        }
    }

    private HubRelease? Read(string package, JsonProperty property)
    {
        if (SemanticVersion.TryParse(property.Name) is not { } version) return null;
        var release = property.Value;
        var name = release.TryGetProperty("name", out var own) && own.GetString() is { Length: > 0 } given ? given : package.Split('/')[1];
        return new HubRelease(
            version, name, release.GetProperty("downloads").GetProperty("tarball").GetString()!,
            release.TryGetProperty("packages", out var packages) ? Entries($"{package} {version} on the hub", packages) : [],
            release.TryGetProperty("require_dbt_version", out var dbt) ? Range(dbt) : new VersionRange([]));
    }

    // JSON is YAML, so what a package asks for is read by one reader wherever it stands.
    private ImmutableArray<YamlMapping> Entries(string where, JsonElement packages) =>
        YamlParser.Parse(new SourceText(where, packages.GetRawText()), problems) is YamlSequence sequence ? [.. sequence.Items.OfType<YamlMapping>()] : [];

    private static VersionRange Range(JsonElement bounds)
    {
        var texts = bounds.ValueKind switch
        {
            JsonValueKind.Array => bounds.EnumerateArray().Select(bound => bound.ToString()),
            JsonValueKind.String => [bounds.GetString()!],
            _ => [],
        };
        return VersionRange.TryParse(texts) ?? new VersionRange([]);
    }
}
