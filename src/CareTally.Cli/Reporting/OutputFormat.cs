namespace CareTally.Cli.Reporting;

/// <summary>For whom a command says what it does.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: a JSON object a line.</summary>
    Json,

    /// <summary>For people, and for a build server in a file of JUnit's.</summary>
    Junit,

    /// <summary>For people, and for GitHub, which marks the lines that are wrong.</summary>
    Github,
}
