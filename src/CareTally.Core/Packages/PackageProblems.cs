using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>What can go wrong while packages are installed (TLY21xx).</summary>
internal static class PackageProblems
{
    public static readonly DiagnosticKind BadRequirement = Error("TLY2101", "a package needs exactly one of: package, git, local, tarball; this has {0}");
    public static readonly DiagnosticKind NotSupported = Error("TLY2102", "'{0}' packages cannot be installed");
    public static readonly DiagnosticKind TwoFiles = Error("TLY2103", "packages are named in both {0} and {1}");
    public static readonly DiagnosticKind BadVersion = Error("TLY2104", "'{0}' is no version or bound of versions");
    public static readonly DiagnosticKind BadHubName = Error("TLY2105", "'{0}' is no name of a package on the hub");
    public static readonly DiagnosticKind Unpinned = Warning("TLY2106", "{0} is taken from wherever its main branch is; name a revision, so that an upgrade is a choice");
    public static readonly DiagnosticKind AlreadyNamed = Error("TLY2107", "'{0}' is in {1} already");
    public static readonly DiagnosticKind LocalOfRemote = Error("TLY2108", "{0} names the local package '{1}', which only exists where it was written");

    public static readonly DiagnosticKind HubUnreachable = Error("TLY2110", "{0} cannot be looked up: {1}");
    public static readonly DiagnosticKind HubUnknown = Error("TLY2111", "the hub at {0} has no package '{1}'");
    public static readonly DiagnosticKind NoVersion = Error("TLY2112", "no version of {0} is {1}; there are {2}");
    public static readonly DiagnosticKind VersionClash = Error("TLY2113", "no version of {0} suits everyone who needs it: {1}");
    public static readonly DiagnosticKind HubAnswer = Error("TLY2114", "the hub's answer about {0} cannot be read: {1}");

    public static readonly DiagnosticKind NoGit = Error("TLY2120", "{0} comes by git, and there is no program 'git' here");
    public static readonly DiagnosticKind GitFailed = Error("TLY2121", "git cannot get {0}: {1}");
    public static readonly DiagnosticKind GitRevision = Error("TLY2122", "{0} has no revision '{1}'");

    public static readonly DiagnosticKind NoProjectFile = Error("TLY2130", "{0} is no package: it has no dbt_project.yml or tally_project.yml");
    public static readonly DiagnosticKind NoLocalFolder = Error("TLY2131", "there is no folder {0}");
    public static readonly DiagnosticKind OutsideOfPackage = Error("TLY2132", "'{0}' leads out of the package");
    public static readonly DiagnosticKind HoldsLinks = Error("TLY2133", "{0} is refused: it holds links, and what they lead to is not its own");

    public static readonly DiagnosticKind DownloadFailed = Error("TLY2140", "{0} cannot be downloaded: {1}");
    public static readonly DiagnosticKind BadArchive = Error("TLY2141", "{0} is refused: {1}");

    public static readonly DiagnosticKind Clash = Error("TLY2150", "{0} is needed in different revisions: {1}");
    public static readonly DiagnosticKind Cycle = Error("TLY2151", "packages need each other in a circle: {0}");
    public static readonly DiagnosticKind DuplicateName = Error("TLY2152", "two packages are named '{0}': {1} and {2}");

    public static readonly DiagnosticKind Tampered = Error("TLY2160", "{0} is not what {1} recorded: its files hash to {2}, not {3}");
    public static readonly DiagnosticKind BadLock = Error("TLY2161", "{0} cannot be used: {1}");
    public static readonly DiagnosticKind CannotInstall = Error("TLY2162", "cannot write to {0}: {1}");
    public static readonly DiagnosticKind NotAPackage = Error("TLY2163", "{0} has no dbt_project.yml or tally_project.yml, so it is not taken away to put the package {1} there");
    public static readonly DiagnosticKind InstallsOverProject = Error("TLY2164", "packages cannot be installed in {0}: the project itself lies there");

    private static DiagnosticKind Error(string code, string format) => new(code, Severity.Error, format);

    private static DiagnosticKind Warning(string code, string format) => new(code, Severity.Warning, format);
}
