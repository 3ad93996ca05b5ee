using System.Collections.Frozen;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>What can be wrong with a project's files (TLY2xxx).</summary>
internal static class ProjectProblems
{
    public static readonly DiagnosticKind NoProject = Error("TLY2001", "no tally_project.yml or dbt_project.yml in {0}");
    public static readonly DiagnosticKind UnreadableFile = Error("TLY2002", "cannot read {0}: {1}");
    public static readonly DiagnosticKind NotUtf8 = Error("TLY2003", "{0} is not UTF-8 text (first bad byte at offset {1})");
    public static readonly DiagnosticKind YamlSyntax = Error("TLY2010", "YAML cannot be read: {0}");
    public static readonly DiagnosticKind YamlDuplicateKey = Error("TLY2011", "key '{0}' stands twice in one mapping");
    public static readonly DiagnosticKind YamlSeveralDocuments = Error("TLY2012", "a file holds one YAML document; a second one starts here");
    public static readonly DiagnosticKind UnknownKey = Error("TLY2020", "unknown key '{0}' in {1}");
    public static readonly DiagnosticKind WrongType = Error("TLY2021", "'{0}' must be {1}, not {2}");
    public static readonly DiagnosticKind MissingKey = Error("TLY2022", "{0} needs the key '{1}'");
    public static readonly DiagnosticKind WrongValue = Error("TLY2023", "'{0}' cannot be '{1}'; it is one of: {2}");
    public static readonly DiagnosticKind KeyNotYetUsed = Warning("TLY2024", "'{0}' is understood but has no effect in this version");
    public static readonly DiagnosticKind BadName = Error("TLY2025", "'{0}' is no name: letters, digits and underscores only, not starting with a digit");
    public static readonly DiagnosticKind UnlikelyConfig = Error("TLY2027", "config '{0}' is not one that tally knows");
    public static readonly DiagnosticKind ConfigPathMatchesNothing = Warning("TLY2028", "the configuration of '{0}' applies to no {1}");
    public static readonly DiagnosticKind TwoNames = Error("TLY2029", "'{0}' and '{1}' are two names of one key; keep one of them");
    public static readonly DiagnosticKind ColumnTwice = Error("TLY2031", "column '{0}' stands twice, as case does not matter in names of columns; the other place is {1}");
    public static readonly DiagnosticKind BadMapping = Error("TLY2030", "{0} must be a YAML or JSON mapping, for example '{{year: 2026}}': {1}");
    public static readonly DiagnosticKind NoProfile = Error("TLY2040", "profile '{0}' is not in {1}");
    public static readonly DiagnosticKind NoProfilesFile = Error("TLY2041", "the project names profile '{0}', but there is no profiles.yml in {1}");
    public static readonly DiagnosticKind NoTarget = Error("TLY2042", "target '{0}' is not defined in {1}");
    public static readonly DiagnosticKind UnsupportedTarget = Error("TLY2043", "targets of type '{0}' are not supported; supported: duckdb and postgres");
    public static readonly DiagnosticKind PackagesMissing = Error("TLY2045", "{0} of the packages in {1} {2} not installed in {3}");
    public static readonly DiagnosticKind PackageMissing = Error("TLY2046", "package '{0}' is locked in {1} but not installed in {2}");
    public static readonly DiagnosticKind PackageNameTaken = Error("TLY2047", "the packages in {0} and {1} are both named '{2}'");
    public static readonly DiagnosticKind OtherDbt = Error("TLY2048", "{0} needs dbt {1}; tally works like dbt {2}");
    public static readonly DiagnosticKind BadVersionRange = Error("TLY2049", "'{0}' is no bound of versions");
    public static readonly DiagnosticKind MissingEnvironment = Error("TLY2044", "environment variable '{0}' is needed but not set");

    public static readonly DiagnosticKind PythonOnly = Warning("TLY2033", "'{0}' has no effect: it is about Python that dbt-duckdb runs, and tally runs none");
    public static readonly DiagnosticKind SecretTwice = Error("TLY2034", "two secrets are named '{0}'");
    public static readonly DiagnosticKind UnknownWarning = Warning("TLY2032", "there is no warning '{0}'");
    public static readonly DiagnosticKind BadExposureName = Warning("TLY2350", "'{0}' is no name for an exposure: letters, digits, underscores and hyphens only");
    public static readonly DiagnosticKind VersionTwice = Error("TLY2351", "version {0} of model '{1}' stands twice");
    public static readonly DiagnosticKind UnknownLatest = Error("TLY2352", "latest_version {0} is none of the versions of model '{1}': {2}");
    public static readonly DiagnosticKind LatestOfNone = Error("TLY2353", "model '{0}' has a latest_version, but no versions");
    public static readonly DiagnosticKind TwoIncludes = Error("TLY2354", "the columns of a version have 'include' or 'exclude' in one place at most");
    public static readonly DiagnosticKind NoSuchColumn = Error("TLY2355", "there is no column '{0}' among those of the model");
    public static readonly DiagnosticKind BadVarsFile = Error("TLY2356", "vars.yml must be a mapping with the key 'vars'");
    public static readonly DiagnosticKind VarsTwice = Error("TLY2357", "variables are defined in both vars.yml and {0}");

    public static readonly DiagnosticKind ArgumentTwice = Error("TLY2700", "argument '{0}' stands twice; the other place is {1}");
    public static readonly DiagnosticKind DefaultBefore = Error("TLY2701", "argument '{0}' of function '{1}' has no default and comes after one that has: arguments without a default cannot come after those with one");
    public static readonly DiagnosticKind NoOverloads = Error("TLY2702", "function '{0}' has overloads, which this version does not have");

    /// <summary>What only warns in the files of an installed package, which the user cannot mend.</summary>
    public static readonly FrozenSet<DiagnosticKind> WarningsInPackages = new[] { UnknownKey, UnlikelyConfig, WrongType, TwoNames, OtherDbt, BadVersionRange }.ToFrozenSet();

    public static readonly DiagnosticKind NoSubject = Error("TLY2301", "unit test '{0}' must name either a model, a snapshot or a macro");
    public static readonly DiagnosticKind BadTestedVersions = Error("TLY2600", "versions of a unit test are either those that are included or those that are excluded");

    private static DiagnosticKind Error(string code, string format) => new(code, Severity.Error, format);

    private static DiagnosticKind Warning(string code, string format) => new(code, Severity.Warning, format);
}
