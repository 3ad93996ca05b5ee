using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;
using CareTally.SampleData;

namespace CareTally.Cli.Sampling;

/// <summary>The synthetic sample that a project runs on: made once, where a command is about to read it and it is not there.</summary>
internal static class ProjectSample
{
    /// <summary>Makes it where a selected node comes from its files. What is there is never written over.</summary>
    /// <exception cref="DiagnosticException">The project file asks for what cannot be.</exception>
    public static async Task EnsureAsync(Manifest manifest, Selection selection, TimeProvider clock, Messages messages, CancellationToken cancellationToken)
    {
        var project = manifest.Project;
        if (project.SampleData is not { } setting) return;
        var folder = FolderOf(project, setting);
        var settings = SettingsOf(setting);
        if (!Reads(manifest, selection, folder)) return;
        if (!Directory.Exists(folder)) await MakeAsync(settings, folder, Path.GetRelativePath(project.Root, folder), clock, messages, cancellationToken);
        else if (!SampleGenerator.IsMadeWith(settings, folder))
            messages.Write(Diagnostic.Of(CliProblems.OtherSample, setting.Span, setting.Folder) with { Hint = "delete the folder to have it made anew, or leave it as it is" });
    }

    /// <summary>Makes a sample beside its folder and puts it there when it is whole.</summary>
    public static async Task MakeAsync(SampleSettings settings, string folder, string shown, TimeProvider clock, Messages messages, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var unfinished = $"{folder}.unfinished-{Path.GetRandomFileName()}";
        try
        {
            var summary = await Task.Run(() => SampleGenerator.WriteAsync(settings, unfinished, cancellationToken), cancellationToken);
            Publish(unfinished, folder);
            messages.Note(string.Create(
                CultureInfo.InvariantCulture, $"synthetic sample: {settings.Days:N0} days, {summary.Contacts:N0} contacts -> {shown}, {clock.GetElapsedTime(started).TotalSeconds:0.0} s"));
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    /// <summary>The settings of a project's sample.</summary>
    /// <exception cref="DiagnosticException">A system has no sample.</exception>
    internal static SampleSettings SettingsOf(SampleDataSetting setting)
    {
        var usual = new SampleSettings();
        return new SampleSettings
        {
            Days = setting.Days ?? usual.Days,
            ContactsPerDay = setting.ContactsPerDay ?? usual.ContactsPerDay,
            Seed = (ulong)(setting.Seed ?? (int)usual.Seed),
            Until = setting.Until ?? usual.Until,
            Systems = setting.Systems.IsEmpty ? usual.Systems : [.. setting.Systems.Select(system => Known(system.Name, system.Span))],
        };
    }

    /// <summary>A system that has a sample.</summary>
    /// <exception cref="DiagnosticException">It has none.</exception>
    internal static string Known(string system, SourceSpan? span) => SampleSystems.Names.Contains(system)
        ? system
        : throw new DiagnosticException(Diagnostic.Of(CliProblems.UnknownSampleSystem, span, system) with { Hint = DidYouMean.Hint(system, SampleSystems.Names) ?? $"there are {string.Join(", ", SampleSystems.Names)}" });

    // Another process may have been faster: then its sample, which is the same, stays.
    private static void Publish(string unfinished, string folder)
    {
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.Move(unfinished, folder);
    }

    private static string FolderOf(Project project, SampleDataSetting setting)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(project.Root));
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, setting.Folder)));
        return folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? folder
            : throw new DiagnosticException(Diagnostic.Of(CliProblems.SampleOutside, setting.Span, setting.Folder) with { Hint = "name a folder below the project's own, such as target/sample" });
    }

    // Whether a selected node comes, over however many others, from files in the folder.
    private static bool Reads(Manifest manifest, Selection selection, string folder)
    {
        var seen = new HashSet<NodeId>();
        var open = new Stack<NodeId>(selection.Nodes);
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id)) continue;
            if (manifest.Nodes[id] is SourceNode { External.Location: var location } && Path.GetFullPath(Path.Combine(manifest.Project.Root, location)).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return true;
            foreach (var parent in manifest.Nodes[id].DependsOn) open.Push(parent);
        }

        return false;
    }
}
