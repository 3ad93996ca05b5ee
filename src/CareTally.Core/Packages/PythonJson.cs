using System.Globalization;
using System.Text;
using CareTally.Core.Projects.Yaml;
using CareTally.Templating.Values;

namespace CareTally.Core.Packages;

/// <summary>JSON as Python's <c>json.dumps(..., sort_keys=True)</c> writes it, byte for byte: dbt hashes it.</summary>
internal static class PythonJson
{
    public static string Of(YamlNode node) => node switch
    {
        YamlMapping mapping =>
            $"{{{string.Join(", ", mapping.Entries.OrderBy(entry => entry.Key.Text, StringComparer.Ordinal).Select(entry => $"{Quote(entry.Key.Text)}: {Of(entry.Value)}"))}}}",
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Of))}]",
        _ => Scalar(YamlValues.ToValue(node)),
    };

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c is >= ' ' and < (char)0x7f) quoted.Append(c);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return quoted.Append('"').ToString();
    }

    private static string Scalar(Value value) => value.Kind switch
    {
        ValueKind.None => "null",
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Int or ValueKind.Float => value.ToText(),
        _ => Quote(value.ToText()),
    };
}
