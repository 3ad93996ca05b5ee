using System.Globalization;
using System.Text.Json;
using CareTally.Templating;

namespace CareTally.Tests.Templating;

/// <summary>
/// Random templates of the whole grammar render as Jinja2 renders them, or fail where it fails. <c>TALLY_JINJA_SEED</c> and
/// <c>TALLY_JINJA_COUNT</c> give another seed and number.
/// </summary>
public class RandomTemplateTests
{
    private const string Context = """
        {"n": 7, "zero": 0, "x": 2.5, "big": 12345678901234567890, "none": null, "yes": true, "no": false, "s": "Hello, World", "e": "", "t": "a,b;c\nd  e",
         "list": [3, 1, 2], "words": ["pear", "Apple", "fig", "apple"], "empty": [], "d": {"a": 1, "b": "two", "c": null},
         "rows": [{"name": "bob", "n": 3, "flag": true}, {"name": "Al", "n": 1, "flag": false}, {"name": "cy", "n": 3, "flag": true}]}
        """;

    [JinjaFact]
    public void Random_templates_agree_with_Jinja2()
    {
        var seed = Setting("TALLY_JINJA_SEED", 20250101);
        var cases = Enumerable.Range(0, Setting("TALLY_JINJA_COUNT", 1_000)).Select(i => new TemplateGenerator(new Random(seed + i)).Make()).ToArray();
        var different = Differences(cases);
        if (different.Count == 0) return;
        var shown = different.Take(3).Select(index => Describe(seed + index, Shrink(cases[index])));
        throw new Xunit.Sdk.XunitException($"{different.Count} of {cases.Length} templates differ\n\n{string.Join("\n\n", shown)}");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static List<int> Differences(string[][] cases)
    {
        var expected = PythonJinja.Render(Context, [.. cases.Select(parts => string.Concat(parts))]);
        return [.. Enumerable.Range(0, cases.Length).Where(i => !Agree(expected[i], string.Concat(cases[i])))];
    }

    private static bool Agree(string expected, string template)
    {
        var text = Render(template, out _);
        return text is null ? expected.StartsWith('!') : !expected.StartsWith('!') && JsonSerializer.Deserialize<string>(expected) == text;
    }

    private static string? Render(string template, out string error)
    {
        error = "";
        try
        {
            return TemplateRenderer.Render(Jinja.Parse(template), new Scope(JinjaCorpus.ContextOf(Context)), RenderOptions.Default).Text;
        }
        catch (TemplateException e)
        {
            error = e.Message;
            return null;
        }
    }

    // Leaves out a part of the template as long as the rest still differs.
    private static string[] Shrink(string[] parts)
    {
        while (parts.Length > 1)
        {
            string[][] smaller = [.. Enumerable.Range(0, parts.Length).Select(i => (string[])[.. parts[..i], .. parts[(i + 1)..]])];
            if (Differences(smaller) is not [var first, ..]) break;
            parts = smaller[first];
        }

        return parts;
    }

    private static string Describe(int seed, string[] parts)
    {
        var template = string.Concat(parts);
        var text = Render(template, out var error);
        return $"seed {seed}:\n{template}\n  Jinja2: {PythonJinja.Render(Context, [template])[0]}\n  here:   {(text is null ? "! " + error : JsonSerializer.Serialize(text))}";
    }
}
