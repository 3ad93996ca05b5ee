using System.Text.Json;
using System.Text.Unicode;

namespace CareTally.Core.Running;

/// <summary>What is wrong with a text that should be JSON.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">In words.</param>
internal sealed record JsonFault(long Line, string Reason)
{
    private static readonly JsonReaderOptions AsTheDatabase = new() { AllowTrailingCommas = true, AllowMultipleValues = true };

    /// <summary>The first fault, or null where none is found.</summary>
    public static JsonFault? Find(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text)) return new JsonFault(1, "it is not UTF-8");
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        var reader = new Utf8JsonReader(text, AsTheDatabase);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            return new JsonFault((e.LineNumber ?? 0) + 1, end < 0 ? e.Message : e.Message[..end]);
        }
    }
}
