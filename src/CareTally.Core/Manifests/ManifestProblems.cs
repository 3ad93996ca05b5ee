using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>What can be wrong between the files of a project (TLY3xxx).</summary>
internal static class ManifestProblems
{
    public static readonly DiagnosticKind UnknownRef = Error("TLY3001", "model or seed '{0}' does not exist (needed by {1})");
    public static readonly DiagnosticKind DisabledRef = Error("TLY3002", "'{0}' is disabled (needed by {1})");
    public static readonly DiagnosticKind UnknownSource = Error("TLY3003", "source '{0}' does not exist (needed by {1})");
    public static readonly DiagnosticKind Cycle = Error("TLY3004", "models depend on each other in a circle: {0}");
    public static readonly DiagnosticKind DuplicateName = Error("TLY3005", "{0} '{1}' is defined twice; the other one is {2}");
    public static readonly DiagnosticKind SameRelation = Error("TLY3006", "{0} and {1} would both be built as {2}");
    public static readonly DiagnosticKind UnknownPatch = Warning("TLY3007", "there is no {0} '{1}' to describe");
    public static readonly DiagnosticKind UnknownTest = Error("TLY3008", "there is no generic test '{0}'");
    public static readonly DiagnosticKind DuplicateTest = Error("TLY3009", "this test stands twice: {0}");
    public static readonly DiagnosticKind UnknownMaterialization = Error("TLY3010", "materialization '{0}' is not supported; supported: view, table, ephemeral");
    public static readonly DiagnosticKind TwoMaterializations = Error("TLY3022", "materialization '{0}' is defined by more than one package: {1}");
    public static readonly DiagnosticKind BadConfig = Error("TLY3011", "config '{0}' must be {1}, not '{2}'");
    public static readonly DiagnosticKind BadExternal = Error("TLY3012", "external source: {0}");
    public static readonly DiagnosticKind DuplicateMacro = Error("TLY3013", "macro '{0}' is defined twice; the other one is {1}");
    public static readonly DiagnosticKind DuplicatePatch = Error("TLY3014", "{0} '{1}' is described twice; the other place is {2}");
    public static readonly DiagnosticKind EmptyModel = Error("TLY3015", "model '{0}' is empty");
    public static readonly DiagnosticKind BadReference = Error("TLY3016", "{0}");
    public static readonly DiagnosticKind UnknownDoc = Error("TLY3017", "docs block '{0}' does not exist");
    public static readonly DiagnosticKind UnsupportedBlock = Error("TLY3018", "{0} blocks are not supported in this version");

    public static readonly DiagnosticKind AmbiguousName = Error("TLY3021", "{0} '{1}' is in several packages: {2} (needed by {3})");
    public static readonly DiagnosticKind WorkingName = Error("TLY3019", "{0} uses the name {1}, which a build needs while it replaces {2}");
    public static readonly DiagnosticKind MisplacedBlock = Error("TLY3020", "{0} '{1}' is defined where nothing can use it");
    public static readonly DiagnosticKind BadDispatch = Error("TLY3040", "adapter.dispatch: {0}");
    public static readonly DiagnosticKind DispatchFoundNothing = Error("TLY3041", "adapter.dispatch found no macro '{0}'{1}; searched: {2}");
    public static readonly DiagnosticKind UnknownDispatchPackage = Warning("TLY3042", "package '{0}' in the search order of '{1}' does not exist");

    public static readonly DiagnosticKind UnknownTestedModel = Error("TLY3301", "there is no model '{0}' for unit test '{1}'");
    public static readonly DiagnosticKind UnknownTestedMacro = Error("TLY3302", "there is no macro '{0}' for unit test '{1}'");
    public static readonly DiagnosticKind UnknownInput = Error("TLY3303", "input '{0}' of unit test '{1}' does not exist");
    public static readonly DiagnosticKind NoRows = Error("TLY3304", "input '{0}' of unit test '{1}' has no rows");
    public static readonly DiagnosticKind UnknownFixture = Error("TLY3306", "there is no fixture '{0}' of the format {1}");
    public static readonly DiagnosticKind BadCsvRow = Error("TLY3307", "this row has {0} fields, but there are {1} columns: {2}");
    public static readonly DiagnosticKind TextOfModel = Error("TLY3308", "unit test '{0}' expects a text, but a model gives rows");

    private static DiagnosticKind Error(string code, string format) => new(code, Severity.Error, format);

    private static DiagnosticKind Warning(string code, string format) => new(code, Severity.Warning, format);
}
