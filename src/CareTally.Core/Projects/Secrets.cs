using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareTally.Core.Projects;

/// <summary>
/// Keeps secrets out of what tally writes. A secret is the value of an environment variable whose name starts with
/// <see cref="Prefix"/>: only profiles.yml, the project file's targets and packages.yml may read one, and wherever one turns up all the same, in a message of the
/// database say, stars stand in its place.
/// </summary>
public sealed class Secrets(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>What the name of a secret environment variable starts with.</summary>
    public const string Prefix = "DBT_ENV_SECRET_";

    /// <summary>Fewer characters turn up everywhere by chance: they cannot be told from what is no secret.</summary>
    public const int ShortestLength = 4;

    /// <summary>What stands in the place of a secret.</summary>
    public const string Stars = "*****";

    private const int MostDepth = 2000;

    // Longest first, so that a secret within another leaves nothing of it behind.
    private readonly string[] _values =
    [
        .. environment.Where(pair => IsSecret(pair.Key) && pair.Value.Length >= ShortestLength).SelectMany(pair => FormsOf(pair.Value)).Distinct().OrderByDescending(value => value.Length),
    ];

    /// <summary>Whether an environment variable is one.</summary>
    public static bool IsSecret(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    // As it is, and as it stands in JSON and in HTML.
    private static IEnumerable<string> FormsOf(string value)
    {
        string[] forms = [value, JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), JsonEncodedText.Encode(value).ToString()];
        return forms.SelectMany(form => new[] { form, InMarkup(form), InMarkup(form).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal) });
    }

    private static string InMarkup(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _values.Length == 0;

    /// <summary>The text without secrets.</summary>
    public string Scrub(string text)
    {
        foreach (var value in _values) text = text.Replace(value, Stars, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A JSON document without secrets: what its texts say is scrubbed, and it stays the same document otherwise.</summary>
    public string ScrubJson(string json)
    {
        if (IsEmpty) return json;
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MostDepth });
        var scrubbed = new MemoryStream(bytes.Length);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } text || Scrub(text) is not { } clean || clean == text) continue;
            scrubbed.Write(bytes.AsSpan(copied, (int)reader.TokenStartIndex - copied));
            scrubbed.Write(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(clean, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""));
            copied = (int)reader.BytesConsumed;
        }

        scrubbed.Write(bytes.AsSpan(copied));
        return Encoding.UTF8.GetString(scrubbed.ToArray());
    }

    /// <summary>A line of output without secrets: as JSON where it is a JSON object, as text otherwise.</summary>
    public string ScrubLine(string line)
    {
        if (IsEmpty || !line.StartsWith('{')) return Scrub(line);
        try
        {
            return ScrubJson(line);
        }
        catch (JsonException)
        {
            return Scrub(line);
        }
    }
}
