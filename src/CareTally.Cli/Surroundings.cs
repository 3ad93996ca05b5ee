namespace CareTally.Cli;

/// <summary>What the process was started with. Program.cs reads it once; nothing else looks at the environment or the console.</summary>
internal sealed record Surroundings
{
    /// <summary>Receives results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Receives warnings and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Tells the time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder the user is in.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether a person reads the output as it comes.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person reads the errors as they come.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Lines of the terminal.</summary>
    public int Height { get; init; } = 24;
}
