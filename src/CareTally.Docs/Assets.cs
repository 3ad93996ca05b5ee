using System.Collections.Immutable;

namespace CareTally.Docs;

/// <summary>The style sheet and the script, embedded in the program.</summary>
internal static class Assets
{
    public const string Css = "assets/app.css";
    public const string Js = "assets/app.js";

    public static readonly ImmutableArray<SiteFile> Files = [new(Css, Read("app.css")), new(Js, Read("app.js"))];

    private static string Read(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
