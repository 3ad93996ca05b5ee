namespace CareTally.Core.Projects.Targets;

/// <summary>Another database that statements can name.</summary>
/// <param name="Path">The file, absolute, or what else its type takes, as a URL.</param>
/// <param name="Alias">The name it goes by in SQL.</param>
/// <param name="Type">Kind of database; null for DuckDB's own.</param>
/// <param name="IsReadOnly">Whether it must not be written.</param>
public sealed record DatabaseAttachment(string Path, string Alias, string? Type = null, bool IsReadOnly = false);
