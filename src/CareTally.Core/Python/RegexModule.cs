using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary><c>modules.re</c>: Python's regular expressions, on those of .NET.</summary>
internal static class RegexModule
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Python has them at the start only, where they hold for all of the pattern.
    private static readonly Regex InlineFlags = new(@"\A\(\?([aimsux]+)\)");

    private static readonly Dictionary<string, int> Flags = new()
    {
        ["I"] = 2,
        ["IGNORECASE"] = 2,
        ["M"] = 8,
        ["MULTILINE"] = 8,
        ["S"] = 16,
        ["DOTALL"] = 16,
        ["U"] = 32,
        ["UNICODE"] = 32,
        ["X"] = 64,
        ["VERBOSE"] = 64,
        ["A"] = 256,
        ["ASCII"] = 256,
    };

    private static readonly Dictionary<string, Func<PatternValue, CallArguments, BoundArguments, int, Value>> Functions = new()
    {
        ["match"] = (regex, call, bound, at) => Found(Prefixed(regex, @"\G(?:", ")"), Text(bound[at], call)),
        ["fullmatch"] = (regex, call, bound, at) => Found(Prefixed(regex, @"\A(?:", @")\z"), Text(bound[at], call)),
        ["search"] = (regex, call, bound, at) => Found(regex, Text(bound[at], call)),
        ["findall"] = (regex, call, bound, at) => new ListValue(regex.Regex.Matches(Text(bound[at], call)).Select(Groups)),
        ["finditer"] = (regex, call, bound, at) => new ListValue(regex.Regex.Matches(Text(bound[at], call)).Select(match => Value.Of(new MatchValue(match, regex.Names, Text(bound[at], call))))),
    };

    public static readonly Value Module = new ModuleValue("re", Members());

    /// <summary>A pattern's methods and attributes.</summary>
    public static bool TryGetMember(PatternValue pattern, string name, out Value value)
    {
        value = name switch
        {
            "pattern" => pattern.Source,
            "groups" => pattern.Regex.GetGroupNumbers().Length - 1,
            "sub" => Attributes.Function("sub", call =>
            {
                var bound = call.Bind("sub", "repl", "string", "count?");
                return Substitute(pattern, bound[0], Text(bound[1], call), bound[2], call);
            }),
            "split" => Attributes.Function("split", call =>
            {
                var bound = call.Bind("split", "string", "maxsplit?");
                return Split(pattern, Text(bound[0], call), bound[1], call);
            }),
            _ when Functions.TryGetValue(name, out var function) => Attributes.Function(name, call => Guarded(call, () => function(pattern, call, call.Bind(name, "string"), 0))),
            _ => Value.None,
        };
        return !value.IsNone;
    }

    private static Dictionary<string, Value> Members()
    {
        var members = new Dictionary<string, Value>(StringComparer.Ordinal)
        {
            ["compile"] = Attributes.Function("re.compile", call =>
            {
                var (pattern, flags) = call.Bind("re.compile", "pattern", "flags?");
                return Compiled(pattern, flags, call);
            }),
            ["escape"] = Attributes.Function("re.escape", call => Escaped(call.Bind("re.escape", "pattern")[0].ToText())),
            ["sub"] = Attributes.Function("re.sub", call =>
            {
                var bound = call.Bind("re.sub", "pattern", "repl", "string", "count?", "flags?");
                return Substitute(Compiled(bound[0], bound[4], call), bound[1], Text(bound[2], call), bound[3], call);
            }),
            ["split"] = Attributes.Function("re.split", call =>
            {
                var bound = call.Bind("re.split", "pattern", "string", "maxsplit?", "flags?");
                return Split(Compiled(bound[0], bound[3], call), Text(bound[1], call), bound[2], call);
            }),
        };
        foreach (var (name, function) in Functions)
        {
            members[name] = Attributes.Function($"re.{name}", call =>
            {
                var bound = call.Bind($"re.{name}", "pattern", "string", "flags?");
                return Guarded(call, () => function(Compiled(bound[0], bound[2], call), call, bound, 1));
            });
        }

        foreach (var (name, flag) in Flags) members[name] = flag;
        return members;
    }

    private static PatternValue Compiled(Value pattern, Value flags, CallArguments call)
    {
        if (pattern.As<PatternValue>() is { } known) return known;
        var written = Text(pattern, call);
        var inline = InlineFlags.Match(written);
        var given = inline.Groups[1].Value.Aggregate(flags.IsInt ? flags.AsLong : 0, (sum, letter) => sum | (long)Flags[char.ToUpperInvariant(letter).ToString()]);
        var options = RegexOptions.CultureInvariant;
        if ((given & 2) != 0) options |= RegexOptions.IgnoreCase;
        if ((given & 8) != 0) options |= RegexOptions.Multiline;
        if ((given & 16) != 0) options |= RegexOptions.Singleline;
        if ((given & 64) != 0) options |= RegexOptions.IgnorePatternWhitespace;
        try
        {
            var (translated, names) = Translated(written[inline.Length..]);
            return new PatternValue(written, new Regex(translated, options, Patience), names);
        }
        catch (ArgumentException e)
        {
            throw new DiagnosticException(PythonProblems.BadPattern, call.Span, e.Message);
        }
    }

    // What the two write differently: named groups, which Python numbers with the others, the very end of the text, and a number of
    // repeats without a lower bound.
    private static (string Pattern, Dictionary<string, int> Names) Translated(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 8);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var (groups, isInClass) = (0, false);
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith(@"\Z")) (_, i) = (text.Append(@"\z"), i + 1);
            else if (rest[0] == '\\' && rest.Length > 1) (_, i) = (text.Append(rest[..2]), i + 1);
            else if (isInClass || rest[0] == '[')
            {
                // A bracket that comes first in a class is one of its characters.
                var first = isInClass ? 0 : rest.StartsWith("[^]") ? 3 : rest.StartsWith("[]") ? 2 : 1;
                isInClass = rest[0] != ']' || first > 0;
                text.Append(first > 1 ? rest[..(first - 1)].ToString() + @"\]" : rest[..1]);
                i += Math.Max(0, first - 1);
            }
            else if (rest.StartsWith("(?P<") && rest.IndexOf('>') is > 0 and var end)
            {
                names[rest[4..end].ToString()] = ++groups;
                text.Append('(');
                i += end;
            }
            else if (rest.StartsWith("(?P=") && rest.IndexOf(')') is > 0 and var close)
            {
                text.Append(@"\k<").Append(names.GetValueOrDefault(rest[4..close].ToString())).Append('>');
                i += close;
            }
            else if (rest.StartsWith("{,")) (_, i) = (text.Append("{0,"), i + 1);
            else
            {
                if (rest[0] == '(' && !rest.StartsWith("(?")) groups++;
                text.Append(rest[0]);
            }
        }

        return (text.ToString(), names);
    }

    // A comment at the pattern's end must not take in what follows it.
    private static PatternValue Prefixed(PatternValue pattern, string before, string after)
    {
        var options = pattern.Regex.Options;
        var end = options.HasFlag(RegexOptions.IgnorePatternWhitespace) ? "\n" : "";
        return new PatternValue(pattern.Source, new Regex(before + pattern.Regex + end + after, options, Patience), pattern.Names);
    }

    private static Value Found(PatternValue pattern, string text) => pattern.Regex.Match(text) is { Success: true } match ? new MatchValue(match, pattern.Names, text) : Value.None;

    // The text where there are no groups, the group where there is one, else all of them.
    private static Value Groups(Match match) => match.Groups.Count switch
    {
        1 => match.Value,
        2 => match.Groups[1].Value,
        _ => new TupleValue(match.Groups.Values.Skip(1).Select(group => Value.Of(group.Value))),
    };

    private static Value Substitute(PatternValue pattern, Value replacement, string text, Value count, CallArguments call) => Guarded(call, () =>
    {
        var most = count.IsInt && count.AsLong > 0 ? (int)count.AsLong : -1;
        MatchEvaluator evaluate = replacement.IsCallable
            ? match => call.Context.Call(replacement, new MatchValue(match, pattern.Names, text)).ToText()
            : match => Expanded(Text(replacement, call), match, pattern.Names, call);
        return pattern.Regex.Replace(text, evaluate, most);
    });

    private static string Expanded(string template, Match match, IReadOnlyDictionary<string, int> names, CallArguments call)
    {
        if (!template.Contains('\\', StringComparison.Ordinal)) return template;
        return Regex.Replace(template, @"\\(?:g<(?<n>\w+)>|(?<n>\d{1,2})|(?<c>.))", reference =>
        {
            if (reference.Groups["n"] is { Success: true } name)
            {
                var group = names.TryGetValue(name.Value, out var number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : name.Value;
                return match.Groups.ContainsKey(group) ? match.Groups[group].Value : throw new DiagnosticException(PythonProblems.BadPattern, call.Span, $"invalid group reference {name.Value}");
            }

            return reference.Groups["c"].Value switch { "n" => "\n", "t" => "\t", "r" => "\r", "\\" => "\\", var other => "\\" + other };
        });
    }

    private static Value Split(PatternValue pattern, string text, Value most, CallArguments call) => Guarded(call, () =>
    {
        var parts = new ListValue();
        var (at, left) = (0, most.IsInt && most.AsLong > 0 ? most.AsLong : long.MaxValue);
        foreach (Match match in pattern.Regex.Matches(text))
        {
            if (left-- == 0) break;
            parts.Add(text[at..match.Index]);
            foreach (var group in match.Groups.Values.Skip(1)) parts.Add(group.Success ? group.Value : Value.None);
            at = match.Index + match.Length;
        }

        parts.Add(text[at..]);
        return parts;
    });

    private static string Escaped(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '%' or '!' or '"' or '\'' or ',' or '/' or ':' or ';' or '<' or '=' or '>' or '@' or '`' || c > 127 ? c.ToString() : "\\" + c));

    private static string Text(Value value, CallArguments call) =>
        value.TryGetString(out var text) ? text : throw new DiagnosticException(PythonProblems.BadPattern, call.Span, $"expected a string, got {value.TypeName}");

    private static Value Guarded(CallArguments call, Func<Value> run)
    {
        try
        {
            return run();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new DiagnosticException(PythonProblems.BadPattern, call.Span, $"matching takes more than {Patience.TotalSeconds:0} s");
        }
        catch (RegexParseException e)
        {
            throw new DiagnosticException(PythonProblems.BadPattern, call.Span, e.Message);
        }
    }
}

/// <summary>A compiled pattern.</summary>
internal sealed class PatternValue(string source, Regex regex, IReadOnlyDictionary<string, int> names) : ObjectValue
{
    /// <summary>The numbers of its named groups.</summary>
    public IReadOnlyDictionary<string, int> Names { get; } = names;

    public string Source { get; } = source;

    public Regex Regex { get; } = regex;

    public override string TypeName => "re.Pattern";

    public override IEnumerable<string> AttributeNames => ["match", "search", "fullmatch", "sub", "split", "findall", "finditer", "pattern", "groups"];

    public override bool TryGetAttribute(string name, out Value value) => RegexModule.TryGetMember(this, name, out value);

    public override string ToRepr() => $"re.compile({Value.Of(Source).ToRepr()})";
}

/// <summary>What a pattern matched.</summary>
internal sealed class MatchValue(Match match, IReadOnlyDictionary<string, int> names, string text) : ObjectValue
{
    private static readonly FrozenDictionary<string, Func<MatchValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<MatchValue, Value>>
    {
        ["group"] = self => Attributes.Function("group", call => call.Positional.Count switch
        {
            0 => self.Group(0L, call),
            1 => self.Group(call.Positional[0], call),
            _ => new TupleValue(call.Positional.Select(name => self.Group(name, call))),
        }),
        ["groups"] = self => Attributes.Function("groups", call => new TupleValue(self.All.Select(group => group.Success ? group.Value : call.Bind("groups", "default?")[0].Or(Value.None)))),
        ["groupdict"] = self => Attributes.Function("groupdict", call => self.Named(call.Bind("groupdict", "default?")[0].Or(Value.None))),
        ["start"] = self => Attributes.Function("start", call => self.Find(call.Bind("start", "group?")[0].Or(0L), call) is { Success: true } group ? group.Index : -1),
        ["end"] = self => Attributes.Function("end", call => self.Find(call.Bind("end", "group?")[0].Or(0L), call) is { Success: true } group ? group.Index + group.Length : -1),
        ["span"] = self => Attributes.Function("span", call => self.Find(call.Bind("span", "group?")[0].Or(0L), call) is { Success: true } group ? new TupleValue(group.Index, group.Index + group.Length) : new TupleValue(-1, -1)),
        ["string"] = self => self.Text,
        ["lastindex"] = self => self.All.Select((group, i) => group.Success ? i + 1 : 0).DefaultIfEmpty(0).Max() is > 0 and var last ? last : Value.None,
    });

    private string Text { get; } = text;

    private IEnumerable<Group> All => match.Groups.Values.Skip(1);

    public override string TypeName => "re.Match";

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool TryGetItem(Value key, out Value value)
    {
        var group = match.Groups[Number(key)];
        value = group.Success ? group.Value : Value.None;
        return match.Groups.ContainsKey(Number(key));
    }

    public override string ToRepr() => $"<re.Match object; span=({match.Index}, {match.Index + match.Length}), match={Value.Of(match.Value).ToRepr()}>";

    private Value Group(Value name, CallArguments call) => Find(name, call) is { Success: true } group ? group.Value : Value.None;

    private Group Find(Value name, CallArguments call) =>
        match.Groups.ContainsKey(Number(name)) ? match.Groups[Number(name)] : throw new DiagnosticException(PythonProblems.BadPattern, call.Span, "no such group");

    private string Number(Value name) => (name.TryGetString(out var text) && names.TryGetValue(text, out var number) ? Value.Of(number) : name).ToText();

    private DictValue Named(Value missing) => new(names.Select(name => KeyValuePair.Create(name.Key, match.Groups[name.Value] is { Success: true } group ? group.Value : missing)));
}
