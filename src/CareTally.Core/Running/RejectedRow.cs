namespace CareTally.Core.Running;

/// <summary>A row of a file, or a file as a whole, that cannot be read.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, where that is known.</param>
/// <param name="Column">The column whose value is to blame, or null.</param>
/// <param name="Reason">In words.</param>
/// <param name="Raw">The row as it stands in the file, or null.</param>
internal sealed record RejectedRow(string File, long? Line, string? Column, string Reason, string? Raw);
