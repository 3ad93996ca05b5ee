using System.Globalization;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Versions;

/// <summary>One of a model's versions: a number or a word, as its <c>v:</c> says.</summary>
/// <param name="Value">As templates see it.</param>
public sealed record ModelVersion(Value Value) : IComparable<ModelVersion>
{
    /// <summary>As text, for example <c>2</c>.</summary>
    public string Text { get; } = Value.ToText();

    /// <inheritdoc />
    public bool Equals(ModelVersion? other) => other is not null && Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Numbers by their value; where one of the two is a word, both by their text.</summary>
    public int CompareTo(ModelVersion? other)
    {
        if (other is null) return 1;
        return TryNumber(Text, out var mine) && TryNumber(other.Text, out var theirs) ? mine.CompareTo(theirs) : string.CompareOrdinal(Text, other.Text);
    }

    /// <inheritdoc />
    public override string ToString() => $"v{Text}";

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
