using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Core.Packages;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally deps</c>.</summary>
internal static class DepsCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("deps", "Installs the packages that packages.yml or dependencies.yml name, and those that they need. What was chosen is recorded in package-lock.yml, and installed again exactly from there.");
        command.AddExamples(
            new Example("tally deps", "Install what the lock file records, or choose where packages.yml has changed"),
            new Example("tally deps --upgrade", "Choose anew: the newest that packages.yml allows"),
            new Example("tally deps --add-package dbt-labs/dbt_utils@1.3.0", "Add a package of the hub to packages.yml and install it"));
        var upgrade = new Option<bool>("--upgrade") { Description = "Choose versions and commits anew instead of those of package-lock.yml" };
        var lockOnly = new Option<bool>("--lock") { Description = "Write package-lock.yml and install nothing" };
        var add = new Option<string?>("--add-package") { HelpName = "NAME@VERSION", Description = "Add a package to packages.yml first" };
        var source = new Option<string>("--source") { HelpName = "KIND", Description = "Where the added package is from: hub, git or local", DefaultValueFactory = _ => "hub" };
        source.AcceptOnlyFromAmong("hub", "git", "local");
        command.Add(upgrade);
        command.Add(lockOnly);
        command.Add(add);
        command.Add(source);
        context.Options.Project.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var options = new InstallOptions
            {
                Load = context.Options.Project.Read(parse, context.Surroundings),
                Upgrade = parse.GetValue(upgrade),
                LockOnly = parse.GetValue(lockOnly),
            };
            using var added = parse.GetValue(add) is { } package ? PackageAddition.Make(options.Load.ProjectFolder, package, parse.GetValue(source)!) : null;
            var exit = await RunAsync(context.MessagesFor(parse), options, cancellationToken);
            added?.Keep();
            return (int)exit;
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(Messages messages, InstallOptions options, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        var packages = await PackageInstaller.InstallAsync(options, problems, cancellationToken);
        messages.WriteAll(problems.All);
        foreach (var package in packages)
            messages.Note($"{(options.LockOnly ? "locked   " : package.WasThere ? "unchanged" : "installed")}  {package.Name}: {package.Description}");
        messages.Note(packages.IsEmpty ? "No packages: there is no packages.yml or dependencies.yml that names one." : $"{NodeText.Count(packages.Length, "package")} in package-lock.yml.");
        return ExitCode.Success;
    }
}
