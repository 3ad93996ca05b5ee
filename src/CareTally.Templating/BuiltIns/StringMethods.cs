using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Methods of strings.</summary>
internal static partial class StringMethods
{
    public static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["capitalize"] = Plain(PythonStrings.Capitalize),
        ["casefold"] = Plain(text => text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal)),
        ["center"] = (self, arguments) => Pad(self, arguments, "center", Side.Both),
        ["count"] = Count,
        ["endswith"] = (self, arguments) => Affix(self, arguments, "endswith", (text, affix) => text.EndsWith(affix, StringComparison.Ordinal)),
        ["expandtabs"] = ExpandTabs,
        ["find"] = (self, arguments) => Find(self, arguments, "find", fromEnd: false),
        ["format"] = (self, arguments) => StringFormat.Apply(self.AsString, arguments),
        ["format_map"] = (self, arguments) => StringFormat.ApplyMap(self.AsString, arguments.Bind("format_map", "mapping")[0], arguments),
        ["index"] = (self, arguments) => Require(Find(self, arguments, "index", fromEnd: false)),
        ["isalnum"] = Every(char.IsLetterOrDigit),
        ["isalpha"] = Every(char.IsLetter),
        ["isascii"] = (self, arguments) => System.Text.Ascii.IsValid(self.AsString),
        ["isdecimal"] = Every(char.IsDigit),
        ["isdigit"] = Every(c => char.IsDigit(c) || char.IsNumber(c) && char.GetNumericValue(c) is >= 0 and <= 9 && c is '²' or '³' or '¹'),
        ["isidentifier"] = (self, arguments) => self.AsString is { Length: > 0 } text && !char.IsDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c == '_'),
        ["islower"] = Cased(char.IsUpper, char.IsLower),
        ["isnumeric"] = Every(char.IsNumber),
        ["isprintable"] = (self, arguments) => !PythonText.Quote(self.AsString.Replace("\\", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)).Contains('\\', StringComparison.Ordinal),
        ["isspace"] = Every(PythonStrings.IsSpace),
        ["istitle"] = (self, arguments) => self.AsString.Any(PythonStrings.IsCased) && PythonStrings.Title(self.AsString) == self.AsString,
        ["isupper"] = Cased(char.IsLower, char.IsUpper),
        ["join"] = Join,
        ["ljust"] = (self, arguments) => Pad(self, arguments, "ljust", Side.Right),
        ["lower"] = Plain(text => text.ToLowerInvariant()),
        ["lstrip"] = (self, arguments) => Strip(self, arguments, "lstrip", left: true, right: false),
        ["partition"] = (self, arguments) => Partition(self, arguments, "partition", fromEnd: false),
        ["removeprefix"] = (self, arguments) => Remove(self, arguments, "removeprefix", isPrefix: true),
        ["removesuffix"] = (self, arguments) => Remove(self, arguments, "removesuffix", isPrefix: false),
        ["replace"] = Replace,
        ["rfind"] = (self, arguments) => Find(self, arguments, "rfind", fromEnd: true),
        ["rindex"] = (self, arguments) => Require(Find(self, arguments, "rindex", fromEnd: true)),
        ["rjust"] = (self, arguments) => Pad(self, arguments, "rjust", Side.Left),
        ["rpartition"] = (self, arguments) => Partition(self, arguments, "rpartition", fromEnd: true),
        ["rsplit"] = (self, arguments) => Split(self, arguments, "rsplit", fromEnd: true),
        ["rstrip"] = (self, arguments) => Strip(self, arguments, "rstrip", left: false, right: true),
        ["split"] = (self, arguments) => Split(self, arguments, "split", fromEnd: false),
        ["splitlines"] = (self, arguments) => Value.Of(PythonStrings.SplitLines(self.AsString, arguments.Bind("splitlines", "keepends?")[0].IsTruthy)),
        ["startswith"] = (self, arguments) => Affix(self, arguments, "startswith", (text, affix) => text.StartsWith(affix, StringComparison.Ordinal)),
        ["strip"] = (self, arguments) => Strip(self, arguments, "strip", left: true, right: true),
        ["swapcase"] = Plain(text => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)))),
        ["title"] = Plain(PythonStrings.Title),
        ["upper"] = Plain(Upper),
        ["zfill"] = ZeroFill,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Knows the names, for "did you mean".</summary>
    public static readonly ObjectValue Owner = new MethodNames();

    private enum Side
    {
        Left,
        Right,
        Both,
    }

    /// <summary>Upper case; the German sharp s has none of its own.</summary>
    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string Replace(string text, string old, string replacement, long count, Meter meter)
    {
        if (count == 0) return text;
        var parts = new List<string>();
        var start = 0;
        if (old.Length == 0) return Interleave(text, replacement, count, meter);
        while (count-- != 0 && text.IndexOf(old, start, StringComparison.Ordinal) is var found && found >= 0)
        {
            parts.Add(text[start..found]);
            start = found + old.Length;
        }

        if (parts.Count == 0) return text;
        meter.Text(text.Length + parts.Count * ((long)replacement.Length - old.Length));
        parts.Add(text[start..]);
        return string.Join(replacement, parts);
    }

    private static string Interleave(string text, string replacement, long count, Meter meter)
    {
        var characters = PythonStrings.Characters(text).ToList();
        meter.Text(text.Length + (characters.Count + 1L) * replacement.Length);
        var result = new System.Text.StringBuilder();
        for (var i = 0; i <= characters.Count; i++)
        {
            if (count < 0 || i < count) result.Append(replacement);
            if (i < characters.Count) result.Append(characters[i]);
        }

        return result.ToString();
    }

    private static Method Plain(Func<string, string> body) => (self, arguments) =>
    {
        arguments.Bind("method");
        return body(self.AsString);
    };

    private static Method Every(Func<char, bool> test) => (self, arguments) => self.AsString.Length > 0 && self.AsString.All(test);

    private static Method Cased(Func<char, bool> excluded, Func<char, bool> wanted) =>
        (self, arguments) => self.AsString.Any(wanted) && !self.AsString.Any(excluded);

    private static Value Replace(Value self, CallArguments arguments)
    {
        var (old, replacement, count) = arguments.Bind("replace", "old", "new", "count?");
        return Replace(
            self.AsString, Methods.Text(old, "replace()"), Methods.Text(replacement, "replace()"), Methods.Integer(count, -1), arguments.Context.Meter);
    }

    private static Value Join(Value self, CallArguments arguments)
    {
        var parts = new List<string>();
        foreach (var item in arguments.Context.Iterate(arguments.Bind("join", "iterable")[0]))
        {
            if (!item.TryGetString(out var text))
                throw ValueException.Type($"sequence item {parts.Count}: expected str instance, {item.TypeName} found", "the filter join takes values of any type");
            parts.Add(text);
        }

        return Methods.Joined(self.AsString, parts, arguments);
    }

    private sealed class MethodNames : ObjectValue
    {
        public override string TypeName => "str";

        public override IEnumerable<string> AttributeNames => All.Keys;
    }
}
