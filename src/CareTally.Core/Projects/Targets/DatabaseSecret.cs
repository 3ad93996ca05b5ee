using System.Collections.Immutable;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Targets;

/// <summary>What DuckDB needs to know to be let in somewhere else, such as a bucket.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">Where it is for: <c>s3</c>, <c>http</c> and so on.</param>
/// <param name="Parameters">By name: a text, or where the type wants more a list or a mapping of texts. Never shown.</param>
/// <param name="IsPersistent">Whether DuckDB keeps it for other programs of the same user too.</param>
public sealed record DatabaseSecret(string Name, string Type, ImmutableArray<KeyValuePair<string, Value>> Parameters, bool IsPersistent = false)
{
    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"{Type} secret {Name}";
}
