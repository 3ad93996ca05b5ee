using System.Security.Cryptography;
using System.Text;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.BuiltIns;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>dbt's functions that turn values into other values and need nothing else.</summary>
internal static class DataFunctions
{
    /// <summary>All of them, by name.</summary>
    public static readonly Dictionary<string, Value> All = new()
    {
        ["tojson"] = Function("tojson", ToJson),
        ["fromjson"] = Function("fromjson", FromJson),
        ["toyaml"] = Function("toyaml", ToYaml),
        ["fromyaml"] = Function("fromyaml", FromYaml),
        ["local_md5"] = Function("local_md5", call => Md5(call.Bind("local_md5", "value")[0].ToText())),
        ["diff_of_two_dicts"] = Function("diff_of_two_dicts", DifferenceOfDicts),
    };

    private static Value Function(string name, Func<CallArguments, Value> body) => new FunctionValue(name, body);

    // As dbt has it, for names and not for safety.
#pragma warning disable CA5351
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private static Value ToJson(CallArguments call)
    {
        var (value, otherwise, sorts) = call.Bind("tojson", "value", "default?", "sort_keys?");
        if (JsonText.TryWrite(value, sorts.IsTruthy) is not { } text) return otherwise.Or(Value.None);
        Cost.Text(text.Length);
        return text;
    }

    private static Value FromJson(CallArguments call)
    {
        var (json, otherwise) = call.Bind("fromjson", "string", "default?");
        if (!json.TryGetString(out var text)) throw call.Error(TemplateProblems.TypeError, $"the JSON object must be str, bytes or bytearray, not {json.TypeName}");
        return TemplateJson.TryRead(text) ?? otherwise.Or(Value.None);
    }

    // A key that stands twice is said, as everywhere else; dbt takes the last one.
    private static Value FromYaml(CallArguments call)
    {
        var (yaml, otherwise) = call.Bind("fromyaml", "value", "default?");
        if (!yaml.TryGetString(out var text)) return otherwise.Or(Value.None);
        var problems = new Problems();
        var node = YamlParser.Parse(new SourceText("fromyaml", text), problems);
        var error = problems.All.FirstOrDefault(problem => problem.Severity == Severity.Error);
        if (error is null) return node is null ? Value.None : YamlValues.ToValue(node);
        return error.Kind != ProjectProblems.YamlDuplicateKey ? otherwise.Or(Value.None) : throw call.Error(ScopeProblems.BadYaml, error.Message);
    }

    private static Value ToYaml(CallArguments call)
    {
        var (value, otherwise, sorts) = call.Bind("toyaml", "value", "default?", "sort_keys?");
        return YamlText.TryWrite(value, sorts.IsTruthy) is { } text ? text : otherwise.Or(Value.None);
    }

    // What the lists of the first dictionary hold beyond those of the second, without regard to case; keys that are left with nothing are left out.
    private static Value DifferenceOfDicts(CallArguments call)
    {
        var (first, second) = call.Bind("diff_of_two_dicts", "dict_a", "dict_b");
        if (first.As<DictValue>() is not { } left || second.As<DictValue>() is not { } right) return Value.None;
        var other = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (key, value) in right.Entries) other[key.ToText().ToLowerInvariant()] = value;
        var difference = new DictValue();
        foreach (var (key, value) in left.Entries)
        {
            var known = other.TryGetValue(key.ToText().ToLowerInvariant(), out var theirs) ? call.Context.Iterate(theirs).Select(item => item.ToText().ToLowerInvariant()).ToHashSet() : [];
            var more = call.Context.Iterate(value).Where(item => !known.Contains(item.ToText().ToLowerInvariant())).ToArray();
            if (more.Length > 0) difference.Set(key, new ListValue(more));
        }

        return difference;
    }
}
