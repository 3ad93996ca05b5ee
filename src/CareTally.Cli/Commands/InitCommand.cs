using System.CommandLine;
using System.Reflection;
using CareTally.Cli.Help;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally init</c>.</summary>
internal static class InitCommand
{
    private const string NameInTemplates = "__project_name__";
    private const string Prefix = "init/";

    public static Command Create(CommandContext context)
    {
        var command = new Command("init", "Makes a new project: a folder with a small call log, a staging model, a mart and tests, which 'tally build' builds as it is.");
        command.AddExamples(
            new Example("tally init my_care", "Make the project my_care in a folder of that name"),
            new Example("cd my_care && tally build", "Build it"));
        var name = new Argument<string>("NAME") { Description = "Name of the project and of its folder: letters, digits and underscores" };
        command.Add(name);
        command.SetAction(parse => (int)Run(context, context.MessagesFor(parse), parse.GetRequiredValue(name)));
        return command;
    }

    private static ExitCode Run(CommandContext context, Messages messages, string name)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || name.Length == 0 || char.IsAsciiDigit(name[0]))
            throw new DiagnosticException(Diagnostic.Of(CliProblems.BadProjectName, null, name) with { Hint = Suggest(name) });
        var folder = Path.Combine(context.Surroundings.Folder, name);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new DiagnosticException(Diagnostic.Of(CliProblems.FolderNotEmpty, null, folder) with { Hint = "choose another name, or empty the folder" });

        foreach (var (path, text) in Templates())
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.Replace(NameInTemplates, name, StringComparison.Ordinal));
            messages.Note($"  {Path.Combine(name, path)}");
        }

        messages.Note($"\nThe project {name} is ready. Next:\n  cd {name}\n  tally build\n  tally show daily_service");
        return ExitCode.Success;
    }

    /// <summary>The files of a new project: path and text.</summary>
    internal static IEnumerable<(string Path, string Text)> Templates()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var path = resource[Prefix.Length..];
            yield return (path == "gitignore" ? ".gitignore" : path, reader.ReadToEnd());
        }
    }

    private static string? Suggest(string name)
    {
        var legal = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]).Trim('_');
        return legal.Length > 0 && !char.IsAsciiDigit(legal[0]) ? $"for example '{legal}'" : null;
    }
}
