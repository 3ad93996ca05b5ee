using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>What can go wrong between the user and the pipeline (TLY7xxx, and TLY60xx for a database that cannot be used at all).</summary>
internal static class CliProblems
{
    public static readonly DiagnosticKind DatabaseRefused = Error("TLY6001", "{0}");
    public static readonly DiagnosticKind DatabaseLocked = Error("TLY6002", "{0}");
    public static readonly DiagnosticKind DatabaseUnavailable = Error("TLY6003", "{0}");
    public static readonly DiagnosticKind DatabaseBroken = Error("TLY6004", "{0}");

    public static readonly DiagnosticKind Usage = Error("TLY7001", "{0}");
    public static readonly DiagnosticKind UnknownCommand = Error("TLY7002", "there is no command '{0}'");
    public static readonly DiagnosticKind UnknownOption = Error("TLY7003", "'{1}' has no option '{0}'");
    public static readonly DiagnosticKind UnexpectedArgument = Error("TLY7004", "'{1}' does not take the argument '{0}'");
    public static readonly DiagnosticKind Interrupted = Error("TLY7005", "interrupted before anything was run");
    public static readonly DiagnosticKind NoneRejected = Error("TLY7009", "{0} {1}");
    public static readonly DiagnosticKind UnknownNode = Error("TLY7006", "there is no model, seed, snapshot or test '{0}'");
    public static readonly DiagnosticKind UnknownOutputKey = Error("TLY7007", "there is no key '{0}' to print");
    public static readonly DiagnosticKind FileTrouble = Error("TLY7008", "{0}");

    public static readonly DiagnosticKind CannotReport = Error("TLY7450", "the report for the build server cannot be written: {0}");

    public static readonly DiagnosticKind BadProjectName = Error("TLY7101", "'{0}' cannot be a project's name: letters, digits and underscores only, not starting with a digit");
    public static readonly DiagnosticKind FolderNotEmpty = Error("TLY7102", "{0} is not empty");

    public static readonly DiagnosticKind CleanOutside = Error("TLY7201", "clean-targets: '{0}' is not inside the project");
    public static readonly DiagnosticKind CleanProtected = Error("TLY7202", "clean-targets: '{0}' holds {1}");

    public static readonly DiagnosticKind NoSite = Error("TLY7301", "there is no site in {0}");
    public static readonly DiagnosticKind UnreadableResults = new("TLY7303", Severity.Warning, "the results of the last run are left out: {0}");
    public static readonly DiagnosticKind CannotListen = Error("TLY7302", "cannot serve on port {0}: {1}");

    public static readonly DiagnosticKind CannotReconcile = Error("TLY7420", "{0}");

    public static readonly DiagnosticKind NoState = Error("TLY7410", "{0} needs an earlier state, and none is named");
    public static readonly DiagnosticKind CannotRetry = Error("TLY7411", "the last command was '{0}', which cannot be run again for single nodes");
    public static readonly DiagnosticKind ScrubbedOption = Error("TLY7413", "{0} of the last run held a secret, which its results do not keep");
    public static readonly DiagnosticKind GoneSince = new("TLY7412", Severity.Warning, "{0} failed in the last run, and is not in the project any more");

    public static readonly DiagnosticKind SampleFolderTaken = Error("TLY7471", "{0} is there already");
    public static readonly DiagnosticKind UnknownSampleSystem = Error("TLY7472", "there is no sample of a system '{0}'");
    public static readonly DiagnosticKind OtherSample = new("TLY7473", Severity.Warning, "the sample in {0} was made with other settings than the project file's");
    public static readonly DiagnosticKind SampleOutside = Error("TLY7474", "sample-data: the folder '{0}' is not inside the project");

    public static readonly DiagnosticKind NoRetention = Error("TLY7601", "the project does not say how many months of rows are kept: the variable '{0}' is not set");
    public static readonly DiagnosticKind BadRetention = Error("TLY7602", "the variable '{0}' must be a number of months, not '{1}'");
    public static readonly DiagnosticKind ShortRetention = Error("TLY7603", "the variable '{0}' keeps {1} months only; at least {2} are kept");
    public static readonly DiagnosticKind NothingBuilt = Error("TLY7604", "nothing to purge: there is no database {0}");

    /// <summary>What a database said outside of any node.</summary>
    public static Diagnostic Of(WarehouseException error)
    {
        var kind = error.Failure switch
        {
            WarehouseFailure.Locked => DatabaseLocked,
            WarehouseFailure.Unavailable => DatabaseUnavailable,
            WarehouseFailure.Invalidated => DatabaseBroken,
            _ => DatabaseRefused,
        };
        return Diagnostic.Of(kind, null, error.Message.TrimEnd()) with { Hint = error.Hint };
    }

    private static DiagnosticKind Error(string code, string format) => new(code, Severity.Error, format);
}
