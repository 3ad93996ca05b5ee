using System.Text.RegularExpressions;

namespace CareTally.Tests.Architecture;

/// <summary>Inside Core the folders form a line: each may use those before it, none those behind it.</summary>
public sealed partial class LayerTests
{
    private static readonly string[] Line = ["Warehouses", "Python", "Projects", "Packages", "Contexts", "Manifests", "State", "Selecting", "Planning", "Running", "Checking", "Artifacts"];

    [Fact]
    public void The_folders_of_Core_form_a_line()
    {
        var core = Path.Combine(Repository.Folder, "src", "CareTally.Core");
        var wrong = from file in Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
                    let relative = Path.GetRelativePath(core, file).Replace('\\', '/')
                    where !relative.StartsWith("obj/", StringComparison.Ordinal) && !relative.StartsWith("bin/", StringComparison.Ordinal)
                    let folder = Array.IndexOf(Line, relative.Split('/')[0])
                    from Match match in Using().Matches(File.ReadAllText(file))
                    let used = Array.IndexOf(Line, match.Groups[1].Value)
                    where used > folder
                    select $"{relative} uses {match.Groups[1].Value}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_of_Core_has_its_place_in_the_line()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Folder, "src", "CareTally.Core")).Select(path => Path.GetFileName(path));
        folders.Except(["bin", "obj", "Macros"]).ShouldBe(Line, ignoreOrder: true);
    }

    [GeneratedRegex(@"\bCareTally\.Core\.(\w+)")]
    private static partial Regex Using();
}
