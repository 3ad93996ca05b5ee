using CareTally.Core.Manifests;

namespace CareTally.Core.Selecting;

/// <summary>The method <c>fqn</c>, which a bare name is: a node's own name, or the beginning of its package, folders and name.</summary>
internal static class FqnMethod
{
    /// <summary>Whether the name is meant.</summary>
    public static bool Matches(Node node, string value)
    {
        if (HasName(node, value)) return true;
        var parts = value.Split('.');
        return StartsWith(node.Fqn.AsSpan(), parts) || StartsWith(node.Fqn.AsSpan()[1..], parts);
    }

    // The version of a model stands behind its name: as a word of its own, or as the alias writes it.
    private static bool HasName(Node node, string value) => node is ModelNode { Version: { } version }
        ? NamePattern.Like(node.Name, value) || NamePattern.Like($"{node.Name}.{version}", value) || NamePattern.Like($"{node.Name}_{version}", value)
        : NamePattern.Like(node.Fqn[^1], value);

    // The first part with a wildcard makes the rest one pattern over the dotted remainder.
    private static bool StartsWith(ReadOnlySpan<string> fqn, string[] parts)
    {
        if (fqn.Length < parts.Length && !Array.Exists(parts, NamePattern.IsPattern)) return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (NamePattern.IsPattern(parts[i])) return i < fqn.Length && NamePattern.Like(string.Join('.', fqn[i..]), string.Join('.', parts[i..]));
            if (i >= fqn.Length || fqn[i] != parts[i]) return false;
        }

        return true;
    }
}
