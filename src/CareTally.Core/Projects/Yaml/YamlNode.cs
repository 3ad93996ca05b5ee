using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Yaml;

/// <summary>A YAML value that knows where it stands.</summary>
/// <param name="Span">Its place in the file.</param>
public abstract record YamlNode(SourceSpan Span);

/// <summary>A string, number, boolean or null, before anyone has decided which.</summary>
/// <param name="Text">The value after unquoting and unfolding.</param>
/// <param name="IsPlain">Written without quotes and not as a block, so that it may be a number, a boolean or null.</param>
/// <param name="Span">Its place in the file.</param>
public sealed record YamlScalar(string Text, bool IsPlain, SourceSpan Span) : YamlNode(Span)
{
    /// <summary>Whether it is YAML's null: empty, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

/// <summary>A list.</summary>
/// <param name="Items">In order.</param>
/// <param name="Span">Its place in the file.</param>
public sealed record YamlSequence(ImmutableArray<YamlNode> Items, SourceSpan Span) : YamlNode(Span);

/// <summary>A mapping; keys are unique and keep their order.</summary>
/// <param name="Entries">In order.</param>
/// <param name="Span">Its place in the file.</param>
public sealed record YamlMapping(ImmutableArray<YamlEntry> Entries, SourceSpan Span) : YamlNode(Span)
{
    /// <summary>The value of a key, or null where it is absent.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.Text == key) return entry.Value;
            }

            return null;
        }
    }
}

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);
