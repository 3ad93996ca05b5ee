using CareTally.Core.Running;

namespace CareTally.Cli.Reporting;

/// <summary>Shows a run while it happens: one reader of its events.</summary>
internal interface IRunReporter : IAsyncDisposable
{
    /// <summary>Something happened; called by one thread at a time.</summary>
    void Report(RunEvent happened);
}
