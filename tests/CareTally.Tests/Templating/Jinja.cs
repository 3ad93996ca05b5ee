using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Tests.Templating;

/// <summary>Short forms for the tests.</summary>
internal static class Jinja
{
    public static Template Parse(string text, string path = "models/t.sql") => Template.Parse(new SourceText(path, text));

    public static Scope Scope(params (string Name, Value Value)[] names) => new(names.ToDictionary(pair => pair.Name, pair => pair.Value));

    public static string Render(string text, params (string Name, Value Value)[] names) => RenderMapped(text, names).Text;

    public static RenderedText RenderMapped(string text, params (string Name, Value Value)[] names) =>
        TemplateRenderer.Render(Parse(text), Scope(names), RenderOptions.Default);

    public static Value Native(string text, params (string Name, Value Value)[] names) =>
        TemplateRenderer.RenderNative(Parse(text), Scope(names), RenderOptions.Default);

    /// <summary>The macros of a file, as a host puts them into a package's namespace.</summary>
    public static Dictionary<string, Value> Package(string name, params string[] files)
    {
        var macros = new Dictionary<string, Value>();
        foreach (var file in files)
        {
            foreach (var macro in Parse(file, "macros/m.sql").Macros) macros[macro.Name] = Value.Of(new MacroValue(macro, name, () => macros));
        }

        return macros;
    }
}
