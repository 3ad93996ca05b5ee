using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Reporting;

/// <summary>Tells a build server how a command went: a reader of its diagnostics and of the events of its run.</summary>
internal interface ICommandReport
{
    /// <summary>Whether it says diagnostics in its own way, in place of the text for people.</summary>
    bool SaysDiagnostics { get; }

    /// <summary>Something is wrong.</summary>
    /// <param name="diagnostic">What.</param>
    /// <param name="isOfResult">Whether it only repeats how a node ended, which the events have told.</param>
    void Add(Diagnostic diagnostic, bool isOfResult);

    /// <summary>Something happened in the run; called by one thread at a time.</summary>
    void Add(RunEvent happened);

    /// <summary>The command is over.</summary>
    /// <param name="code">What it returns.</param>
    void Finish(ExitCode code);
}
