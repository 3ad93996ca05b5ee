using CareTally.Core.Manifests;

namespace CareTally.Core.Selecting;

/// <summary>The method <c>version</c>: which of a model's versions it is.</summary>
internal static class VersionMethod
{
    /// <summary>Whether a model is the latest of its versions, an older or a newer one, or has none.</summary>
    public static bool Matches(Node node, string value) => node is ModelNode model && value switch
    {
        "latest" => model.IsLatestVersion,
        "prerelease" => model.Version is { } version && version.CompareTo(model.LatestVersion) > 0,
        "old" => model.Version is { } version && version.CompareTo(model.LatestVersion) < 0,
        _ => model.Version is null,
    };
}
