using System.CommandLine;
using System.Runtime.InteropServices;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally debug</c>.</summary>
internal static class DebugCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("debug", "Checks that everything tally needs is in place: the project, its target, the database, and folders that can be written to. The first thing to run where something does not work.");
        command.AddExamples(
            new Example("tally debug", "Check the project of the current folder"),
            new Example("tally debug --target prod", "Check another target"),
            new Example("tally debug --connection", "Check the database alone"));
        var connection = new Option<bool>("--connection") { Description = "Check only that the target's database can be opened" };
        command.Add(connection);
        context.Options.Project.AddTo(command);
        context.Options.Run.AddWaitTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await RunAsync(context, parse, parse.GetValue(connection), cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, ParseResult parse, bool onlyConnection, CancellationToken cancellationToken)
    {
        var checks = new Checklist(context.Surroundings.Output, context.MessagesFor(parse).OnOutput);
        var options = context.Options.Project.Read(parse, context.Surroundings);
        var use = new WarehouseUse { Command = "tally debug", IsReadOnly = true, LockWait = context.Options.Run.ReadWait(parse) };
        if (onlyConnection)
        {
            await CheckDatabaseAsync(checks, context.LoadProject(parse, context.MessagesFor(parse)).Target, use, context.Surroundings.Clock, cancellationToken);
            return checks.Verdict();
        }

        checks.Ok("program", $"{CommandLine.VersionText}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        checks.Ok("installed in", AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        if (LoadProject(options, checks) is not { } manifest) return checks.Verdict();

        var project = manifest.Project;
        checks.Ok("project", $"{project.Name}, {NodeText.Count(manifest.Nodes.Count, "node")}");
        checks.Ok("target", $"{project.Target.Name} of {project.Target.Profile}: {project.Target.Type}, schema {project.Target.Schema}, {NodeText.Count(project.Target.Threads, "thread")}");
        CheckWritable(checks, "target folder", project.TargetFolder);
        if (project.Target.Path != ":memory:") CheckWritable(checks, "database folder", Path.GetDirectoryName(project.Target.Path)!);
        await CheckDatabaseAsync(checks, project.Target, use, context.Surroundings.Clock, cancellationToken);
        return checks.Verdict();
    }

    private static Manifest? LoadProject(LoadOptions options, Checklist checks)
    {
        var problems = new Problems();
        try
        {
            var manifest = ManifestLoader.Load(options, problems);
            checks.Ok("project folder", options.ProjectFolder);
            foreach (var warning in problems.All) checks.Warning("project", warning.Message, warning.Hint);
            return manifest;
        }
        catch (InvalidProjectException e)
        {
            foreach (var diagnostic in e.Diagnostics.Where(d => d.Severity == Severity.Error))
                checks.Problem("project", diagnostic.Span is { } span ? $"{span}: {diagnostic.Message}" : diagnostic.Message, diagnostic.Hint);
            return null;
        }
    }

    private static void CheckWritable(Checklist checks, string what, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".tally-{Guid.NewGuid():N}.tmp");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            checks.Ok(what, $"{folder} can be written to");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            checks.Problem(what, e.Message, "change its owner or its rights, or choose another place");
        }
    }

    private static async Task CheckDatabaseAsync(Checklist checks, Target target, WarehouseUse use, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await using var warehouse = WarehouseFactory.Open(target, use, clock);
            await using var session = await warehouse.OpenSessionAsync(cancellationToken);
            var version = await session.QueryAsync("select version()", 1, cancellationToken);
            checks.Ok("DuckDB", RowsText.Text(version.Rows[0][0]));
            if (target.Path != ":memory:" && !File.Exists(target.Path))
            {
                checks.Ok("database", $"{target.Path} does not exist yet; the first build makes it");
                return;
            }

            var tables = await session.QueryAsync("select count(*) from information_schema.tables", 1, cancellationToken);
            checks.Ok("database", $"{target.Path} holds {RowsText.Text(tables.Rows[0][0])} tables and views");
        }
        catch (WarehouseException e)
        {
            checks.Problem("database", e.Message, e.Hint);
        }
    }

    /// <summary>Prints a line for each check.</summary>
    private sealed class Checklist(TextWriter output, Paint paint)
    {
        private int _problems;

        public void Ok(string what, string text) => Write(paint.Green("ok"), 2, what, text, null);

        public void Warning(string what, string text, string? hint) => Write(paint.Yellow("warning"), 7, what, text, hint);

        public void Problem(string what, string text, string? hint)
        {
            _problems++;
            Write(paint.Red("problem"), 7, what, text, hint);
        }

        public ExitCode Verdict()
        {
            output.WriteLine(_problems == 0 ? paint.Green("Everything is in place.") : paint.Red($"{NodeText.Count(_problems, "problem")} found."));
            return _problems == 0 ? ExitCode.Success : ExitCode.Unusable;
        }

        private void Write(string status, int length, string what, string text, string? hint)
        {
            output.WriteLine($"{status}{new string(' ', 9 - length)}{what,-16} {text}");
            if (hint is not null) output.WriteLine($"{new string(' ', 26)}{paint.Dim($"hint: {hint}")}");
        }
    }
}
