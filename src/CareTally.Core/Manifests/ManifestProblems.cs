using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>What can be wrong between the files of a project (TLY3xxx).</summary>
internal static class ManifestProblems
{
    public static readonly DiagnosticKind UnknownRef = Error("TLY3001", "model, seed or snapshot '{0}' does not exist (needed by {1})");
    public static readonly DiagnosticKind DisabledRef = Error("TLY3002", "'{0}' is disabled (needed by {1})");
    public static readonly DiagnosticKind UnknownSource = Error("TLY3003", "source '{0}' does not exist (needed by {1})");
    public static readonly DiagnosticKind Cycle = Error("TLY3004", "models depend on each other in a circle: {0}");
    public static readonly DiagnosticKind DuplicateName = Error("TLY3005", "{0} '{1}' is defined twice; the other one is {2}");
    public static readonly DiagnosticKind SameRelation = Error("TLY3006", "{0} and {1} would both be built as {2}");
    public static readonly DiagnosticKind UnknownPatch = Warning("TLY3007", "there is no {0} '{1}' to describe");
    public static readonly DiagnosticKind UnknownTest = Error("TLY3008", "there is no generic test '{0}'");
    public static readonly DiagnosticKind DuplicateTest = Error("TLY3009", "this test stands twice: {0}");
    public static readonly DiagnosticKind UnknownMaterialization = Error("TLY3010", "materialization '{0}' is not supported; supported: view, table, incremental, ephemeral");
    public static readonly DiagnosticKind TwoMaterializations = Error("TLY3022", "materialization '{0}' is defined by more than one package: {1}");
    public static readonly DiagnosticKind BadConfig = Error("TLY3011", "config '{0}' must be {1}, not '{2}'");
    public static readonly DiagnosticKind BadExternal = Error("TLY3012", "external source: {0}");
    public static readonly DiagnosticKind BadUnreadable = Error("TLY3029", "config {0}: '{1}' is not possible");
    public static readonly DiagnosticKind BadOptional = Error("TLY3018", "the column '{0}' cannot be optional: {1}");
    public static readonly DiagnosticKind DuplicateMacro = Error("TLY3013", "macro '{0}' is defined twice; the other one is {1}");
    public static readonly DiagnosticKind DuplicatePatch = Error("TLY3014", "{0} '{1}' is described twice; the other place is {2}");
    public static readonly DiagnosticKind EmptyModel = Error("TLY3015", "model '{0}' is empty");
    public static readonly DiagnosticKind BadReference = Error("TLY3016", "{0}");
    public static readonly DiagnosticKind UnknownDoc = Error("TLY3017", "docs block '{0}' does not exist");

    public static readonly DiagnosticKind SpaceInName = Error("TLY3023", "the name of {0} '{1}' has a space in it");
    public static readonly DiagnosticKind SpaceInAllowedName = Warning("TLY3024", "the name of {0} '{1}' has a space in it, so that it can be selected only with a wildcard in its place");
    public static readonly DiagnosticKind AmbiguousName = Error("TLY3021", "{0} '{1}' is in several packages: {2} (needed by {3})");
    public static readonly DiagnosticKind WorkingName = Error("TLY3019", "{0} uses the name {1}, which a build needs while it replaces {2}");
    public static readonly DiagnosticKind MisplacedBlock = Error("TLY3020", "{0} '{1}' is defined where nothing can use it");
    public static readonly DiagnosticKind BadDispatch = Error("TLY3040", "adapter.dispatch: {0}");
    public static readonly DiagnosticKind DispatchFoundNothing = Error("TLY3041", "adapter.dispatch found no macro '{0}'{1}; searched: {2}");
    public static readonly DiagnosticKind UnknownDispatchPackage = Warning("TLY3042", "package '{0}' in the search order of '{1}' does not exist");

    public static readonly DiagnosticKind UnknownVersion = Error("TLY3350", "model '{0}' has no version {1} (needed by {2})");
    public static readonly DiagnosticKind UnknownGroup = Error("TLY3351", "group '{0}' does not exist (named by {1})");
    public static readonly DiagnosticKind PrivateModel = Error("TLY3352", "model '{0}' is private{1}, so {2} may not refer to it");
    public static readonly DiagnosticKind ProtectedModel = Error("TLY3353", "model '{0}' is not public, and package '{1}' restricts access to its models, so {2} may not refer to it");
    public static readonly DiagnosticKind DeprecatedModel = Warning("TLY3354", "model '{0}' is past its deprecation date, {1}");
    public static readonly DiagnosticKind DeprecatedReference = Warning("TLY3355", "model '{0}' has been deprecated since {1}");
    public static readonly DiagnosticKind ReferenceToBeDeprecated = Warning("TLY3356", "model '{0}' will be deprecated on {1}");
    public static readonly DiagnosticKind IdleConstraints = Warning("TLY3357", "constraints have no effect without an enforced contract");
    public static readonly DiagnosticKind NoContractFor = Error("TLY3358", "a contract cannot be enforced for the materialization '{0}', only for: {1}");
    public static readonly DiagnosticKind ContractWithoutColumns = Error("TLY3359", "the contract is enforced, but no column is described");
    public static readonly DiagnosticKind ContractWithoutType = Error("TLY3360", "column '{0}' needs a data_type, as the contract is enforced");
    public static readonly DiagnosticKind ColumnTwice = Error("TLY3361", "column '{0}' is described twice");
    public static readonly DiagnosticKind TwoPrimaryKeys = Error("TLY3362", "a model has one primary key at most; this is the second");
    public static readonly DiagnosticKind PointerTaken = Error("TLY3363", "the latest version of model '{0}' is itself built as {1}, so no view of that name can point to it");
    public static readonly DiagnosticKind NobodyToGrantTo = Warning("TLY3500", "the grants of {0} have no effect: DuckDB has no users");
    public static readonly DiagnosticKind NoMaterializedViews = Error("TLY3201", "materialization '{0}': DuckDB has no materialized views");
    public static readonly DiagnosticKind MissingSnapshotConfig = Error("TLY3250", "snapshot '{0}' needs the config '{1}'");
    public static readonly DiagnosticKind TwoHardDeletes = Error("TLY3251", "snapshot '{0}' has both hard_deletes and invalidate_hard_deletes");
    public static readonly DiagnosticKind UnknownStrategy = Error("TLY3252", "there is no strategy '{0}' for snapshot '{1}'");
    public static readonly DiagnosticKind UnknownSnapshotColumn = Error("TLY3253", "snapshots add no column '{0}' that could be named otherwise");
    public static readonly DiagnosticKind NoSnapshotBlock = Warning("TLY3254", "{0} holds no snapshot");
    public static readonly DiagnosticKind BadFreshness = Error("TLY3260", "freshness of {0}: {1}");
    public static readonly DiagnosticKind PartialFreshness = Warning("TLY3261", "freshness of {0}: {1} has no {2} and is ignored");
    public static readonly DiagnosticKind TwoLoadedAt = Error("TLY3262", "loaded_at_field and loaded_at_query exclude each other");
    public static readonly DiagnosticKind UnknownTestedModel = Error("TLY3301", "there is no model '{0}' for unit test '{1}'");
    public static readonly DiagnosticKind UnknownTestedMacro = Error("TLY3302", "there is no macro '{0}' for unit test '{1}'");
    public static readonly DiagnosticKind UnknownInput = Error("TLY3303", "input '{0}' of unit test '{1}' does not exist");
    public static readonly DiagnosticKind NoRows = Error("TLY3304", "input '{0}' of unit test '{1}' has no rows");
    public static readonly DiagnosticKind UnknownFixture = Error("TLY3306", "there is no fixture '{0}' of the format {1}");
    public static readonly DiagnosticKind BadCsvRow = Error("TLY3307", "this row has {0} fields, but there are {1} columns: {2}");
    public static readonly DiagnosticKind UnknownTestedSnapshot = Error("TLY3600", "there is no snapshot '{0}' for unit test '{1}'");
    public static readonly DiagnosticKind UnknownTestedVersion = Error("TLY3601", "unit test '{1}': {2} has no version '{0}'");
    public static readonly DiagnosticKind NoTableAfter = Error("TLY3602", "unit test '{0}' expects the rows of a table that {1} changes, and it changes none");
    public static readonly DiagnosticKind TextOfModel = Error("TLY3308", "unit test '{0}' expects a text, but a model gives rows");

    public static readonly DiagnosticKind UnknownFunction = Error("TLY3700", "function '{0}' does not exist (needed by {1})");
    public static readonly DiagnosticKind NoSuchFunction = Error("TLY3701", "{0} {1} function not implemented for adapter {2} (function '{3}')");
    public static readonly DiagnosticKind NoReturnType = Error("TLY3702", "function '{0}' does not say what it returns");
    public static readonly DiagnosticKind IdleVolatility = Warning("TLY3703", "the volatility of function '{0}' has no effect: DuckDB puts its body into the query that calls it");
    public static readonly DiagnosticKind PythonModel = Error("TLY3704", "model '{0}' is written in Python, and tally runs models in SQL only");

    private static DiagnosticKind Error(string code, string format) => new(code, Severity.Error, format);

    private static DiagnosticKind Warning(string code, string format) => new(code, Severity.Warning, format);
}
