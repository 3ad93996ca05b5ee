using System.Collections.Immutable;
using CareTally.Cli.Reporting;
using CareTally.Core.Contexts;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>How the user wants to be told.</summary>
internal sealed record MessageOptions
{
    /// <summary>Only errors and results.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>JSON objects, one a line, instead of text.</summary>
    public bool AsJson { get; init; }

    /// <summary>No colour even on a terminal.</summary>
    public bool WithoutColor { get; init; }

    /// <summary>What becomes of warnings.</summary>
    public WarningPolicy Warnings { get; init; } = WarningPolicy.Default;

    /// <summary>Show where in the program an unexpected failure came from.</summary>
    public bool WithTraces { get; init; }
}

/// <summary>Tells the user things that are no results: diagnostics and notes.</summary>
internal sealed class Messages
{
    private readonly Surroundings _surroundings;
    private readonly MessageOptions _options;
    private readonly ICommandReport? _report;

    /// <param name="surroundings">Where messages go.</param>
    /// <param name="options">How the user wants to be told.</param>
    /// <param name="report">Tells a build server; null where none is to be told.</param>
    public Messages(Surroundings surroundings, MessageOptions options, ICommandReport? report = null)
    {
        (_surroundings, _options, _report) = (surroundings, options, report);
        var mayColor = !options.WithoutColor && string.IsNullOrEmpty(surroundings.Environment.GetValueOrDefault("NO_COLOR"));
        OnOutput = new Paint(mayColor && surroundings.OutputIsTerminal);
        OnError = new Paint(mayColor && surroundings.ErrorIsTerminal);
    }

    // What the command has said besides how its nodes ended, and of these.
    private (bool OfProject, bool OfResults) _errors;

    public bool IsQuiet => _options.IsQuiet;

    public bool AsJson => _options.AsJson;

    /// <summary>Whether diagnostics are said as text for people.</summary>
    public bool SaysText => !_options.AsJson && _report is not { SaysDiagnostics: true };

    /// <summary>Warnings told so far.</summary>
    public int Warnings { get; private set; }

    /// <summary>Colours for results.</summary>
    public Paint OnOutput { get; }

    /// <summary>Colours for errors.</summary>
    public Paint OnError { get; }

    /// <summary>A line for people about what is done; nothing where quiet or JSON is asked for.</summary>
    public void Note(string text)
    {
        if (!_options.IsQuiet && !_options.AsJson) _surroundings.Output.WriteLine(text);
    }

    /// <summary>A line for people beside results that a program may read; nothing where quiet is asked for.</summary>
    public void Remark(string text)
    {
        if (!_options.IsQuiet) _surroundings.Error.WriteLine(OnError.Dim(text));
    }

    /// <summary>What a template says.</summary>
    /// <exception cref="DiagnosticException">It warns, and warnings of its kind are errors.</exception>
    public void Tell(TemplateMessage message)
    {
        if (message.Warning is { } warning)
        {
            if (_options.Warnings.IsError(warning.Kind)) throw new DiagnosticException(_options.Warnings.Apply(warning)!);
            Write(warning);
        }
        else if (_options.AsJson) _surroundings.Output.WriteLine(EventJson.Of(message));
        else _surroundings.Output.WriteLine(message.Text);
    }

    /// <summary>A diagnostic: on the error stream, or as JSON among the results, or as a build server wants it.</summary>
    public void Write(Diagnostic diagnostic) => Write(diagnostic, isOfResult: false);

    /// <summary>A diagnostic that only repeats how a node ended.</summary>
    public void WriteOfResult(Diagnostic diagnostic) => Write(diagnostic, isOfResult: true);

    /// <summary>Several, and how many they are.</summary>
    public void WriteAll(ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) Write(diagnostic);
        var errors = diagnostics.Count(d => d.Severity == Severity.Error);
        if (errors > 1 && SaysText)
            _surroundings.Error.WriteLine(OnError.Red($"{errors} errors; nothing was run"));
    }

    /// <summary>What has been collected before anything is run: warnings are told, and where there is an error the command ends with all of it.</summary>
    /// <exception cref="InvalidProjectException">There is an error, be it a warning that is to be one.</exception>
    public void WriteOrStop(Problems problems)
    {
        problems.ThrowIfErrors();
        WriteAll(problems.All);
    }

    /// <summary>Something happened in a run, which a build server is told of.</summary>
    public void Hear(RunEvent happened) => _report?.Add(happened);

    /// <summary>The command is over: what build servers read is written.</summary>
    /// <returns>The code, or that of a failure to write; never success where an error was said, be it a warning that is one.</returns>
    public ExitCode Finish(ExitCode code)
    {
        if (code == ExitCode.Success && _errors.OfResults) code = ExitCode.NodesFailed;
        if (code == ExitCode.Success && _errors.OfProject) code = ExitCode.Unusable;
        try
        {
            _report?.Finish(code);
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _surroundings.Error.WriteLine(OnError.Diagnostic(Diagnostic.Of(CliProblems.CannotReport, null, e.Message)));
            return ExitCode.Unusable;
        }
    }

    /// <summary>A failure that nobody foresaw.</summary>
    public void WriteDefect(Exception defect)
    {
        _surroundings.Error.WriteLine(OnError.Red($"error: unexpected {defect.GetType().Name}: {defect.Message.ReplaceLineEndings(" ")}"));
        _surroundings.Error.WriteLine(_options.WithTraces ? defect.ToString() : "This is a defect of tally, not of your project. Run again with --debug to see where it happened, and report it.");
    }

    private void Write(Diagnostic diagnostic, bool isOfResult)
    {
        if (_options.Warnings.Apply(diagnostic) is not { } said) return;
        diagnostic = said;
        if (diagnostic.Severity == Severity.Error) _errors = isOfResult ? _errors with { OfResults = true } : _errors with { OfProject = true };
        var isSaid = diagnostic.Severity == Severity.Error || !_options.IsQuiet;
        if (diagnostic.Severity == Severity.Warning) Warnings++;
        if (isSaid || SaysText) _report?.Add(diagnostic, isOfResult);
        if (_options.AsJson) _surroundings.Output.WriteLine(EventJson.Of(diagnostic));
        else if (SaysText && isSaid) _surroundings.Error.WriteLine(OnError.Diagnostic(diagnostic));
    }
}
