using System.Collections.Immutable;
using CareTally.Cli.Reporting;
using CareTally.Core.Contexts;
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

    public Messages(Surroundings surroundings, MessageOptions options)
    {
        (_surroundings, _options) = (surroundings, options);
        var mayColor = !options.WithoutColor && string.IsNullOrEmpty(surroundings.Environment.GetValueOrDefault("NO_COLOR"));
        OnOutput = new Paint(mayColor && surroundings.OutputIsTerminal);
        OnError = new Paint(mayColor && surroundings.ErrorIsTerminal);
    }

    public bool IsQuiet => _options.IsQuiet;

    public bool AsJson => _options.AsJson;

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

    /// <summary>A diagnostic: on the error stream, or as JSON among the results.</summary>
    public void Write(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Warning && _options.Warnings.Apply(diagnostic) is null) return;
        if (diagnostic.Severity == Severity.Warning) Warnings++;
        if (_options.AsJson) _surroundings.Output.WriteLine(EventJson.Of(diagnostic));
        else if (diagnostic.Severity == Severity.Error || !_options.IsQuiet) _surroundings.Error.WriteLine(OnError.Diagnostic(diagnostic));
    }

    /// <summary>Several, and how many they are.</summary>
    public void WriteAll(ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) Write(diagnostic);
        var errors = diagnostics.Count(d => d.Severity == Severity.Error);
        if (errors > 1 && !_options.AsJson)
            _surroundings.Error.WriteLine(OnError.Red($"{errors} errors; nothing was run"));
    }

    /// <summary>A failure that nobody foresaw.</summary>
    public void WriteDefect(Exception defect)
    {
        _surroundings.Error.WriteLine(OnError.Red($"error: unexpected {defect.GetType().Name}: {defect.Message.ReplaceLineEndings(" ")}"));
        _surroundings.Error.WriteLine(_options.WithTraces ? defect.ToString() : "This is a defect of tally, not of your project. Run again with --debug to see where it happened, and report it.");
    }
}
