using System.Collections.Immutable;
using System.Globalization;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Yaml;

/// <summary>Decides what a scalar means, by YAML 1.1's rules as dbt's reader applies them.</summary>
internal static class YamlValues
{
    /// <summary>The node as a template value; strings are taken as they stand.</summary>
    public static Value ToValue(YamlNode node) => ToValue(node, scalar => Value.Of(scalar.Text));

    /// <summary>The node as a template value.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="text">What to make of a scalar that is a string.</param>
    public static Value ToValue(YamlNode node, Func<YamlScalar, Value> text) => node switch
    {
        YamlScalar { IsPlain: true } scalar => PlainValue(scalar) ?? text(scalar),
        YamlScalar scalar => text(scalar),
        YamlSequence sequence => Value.Of(new ListValue(sequence.Items.Select(item => ToValue(item, text)))),
        YamlMapping mapping => MappingValue(mapping, text),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>Reads <c>true</c>, <c>false</c> and YAML 1.1's other spellings.</summary>
    public static bool TryBool(YamlScalar scalar, out bool value)
    {
        value = scalar.Text is "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON";
        return value || scalar.Text is "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF";
    }

    /// <summary>What a node is, for messages.</summary>
    public static string Describe(YamlNode node) => node switch
    {
        YamlScalar { IsNull: true } => "nothing",
        YamlScalar scalar => $"'{scalar.Text}'",
        YamlSequence => "a list",
        _ => "a mapping",
    };

    /// <summary>Entries as a dictionary with texts as keys.</summary>
    public static DictValue ToValue(ImmutableArray<YamlEntry> entries)
    {
        var dictionary = new DictValue();
        foreach (var entry in entries) dictionary.Set(entry.Key.Text, ToValue(entry.Value));
        return dictionary;
    }

    private static Value MappingValue(YamlMapping mapping, Func<YamlScalar, Value> text)
    {
        var dictionary = new DictValue();
        foreach (var (key, value) in mapping.Entries) dictionary.Set(key.IsPlain ? PlainValue(key) ?? Value.Of(key.Text) : Value.Of(key.Text), ToValue(value, text));
        return Value.Of(dictionary);
    }

    private static Value? PlainValue(YamlScalar scalar)
    {
        if (scalar.IsNull) return Value.None;
        if (TryBool(scalar, out var boolean)) return Value.Of(boolean);
        var text = scalar.Text;
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.')) return null;

        // 007 is an identifier more often than it is an octal number.
        var digits = text.AsSpan().TrimStart("+-");
        if (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1])) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) return Value.Of(integer);

        // YAML 1.1 floats need a dot: 1e5 is a string, as in dbt.
        if (text.Contains('.', StringComparison.Ordinal) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return Value.Of(number);
        return null;
    }
}
