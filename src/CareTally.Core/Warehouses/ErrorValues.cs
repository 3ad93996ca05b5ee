using System.Text.RegularExpressions;

namespace CareTally.Core.Warehouses;

/// <summary>Takes the values out of what a database says of data. Names of columns, files and types stay: they say where to look.</summary>
internal static partial class ErrorValues
{
    private const string Hidden = "***";

    // What is said of names and grammar quotes the statement, not the data.
    private static readonly string[] OfTheStatement = ["Binder Error", "Catalog Error", "Parser Error", "Permission Error", "IO Error"];

    /// <summary>The message, without values.</summary>
    /// <param name="message">What the database said.</param>
    /// <param name="class">Its class of error.</param>
    public static string Hide(string message, string? @class)
    {
        if (OfTheStatement.Contains(@class)) return message;
        var first = message.AsSpan().IndexOf('\n') is >= 0 and var end ? message[..end] : message;
        var quoted = Quoted().Replace(first, match => $"{match.Groups["quote"].Value}{Hidden}{match.Groups["quote"].Value}");
        return Bare().Replace(quoted, $"${{before}}{Hidden}");
    }

    // A value may hold quotes itself: it ends where what follows is no part of a word.
    [GeneratedRegex("""(?<!\b(column|columns|file|type|to|as)\s)(?<=^|[\s(:=,])(?<quote>["']).*?\k<quote>(?=$|[\s),.;:])""", RegexOptions.IgnoreCase)]
    private static partial Regex Quoted();

    [GeneratedRegex("""(?<before>\b(value|Input:)\s)(?!\*)[^\s]+""")]
    private static partial Regex Bare();
}
