using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What can go wrong while a plan is run (TLY5xxx).</summary>
internal static class RunProblems
{
    public static readonly DiagnosticKind SqlFailed = new("TLY5001", Severity.Error, "{0}");
    public static readonly DiagnosticKind BadTestResult = new("TLY5002", Severity.Error, "test {0} must return one row of three values, but returned {1}");
    public static readonly DiagnosticKind BadFailCalc = new("TLY5004", Severity.Error, "fail_calc '{0}' must give a number, and warn_if and error_if true or false, but they gave {1}");
    public static readonly DiagnosticKind UnknownMacro = new("TLY5500", Severity.Error, "there is no macro '{0}'");
    public static readonly DiagnosticKind SnapshotIsView = new("TLY5250", Severity.Error, "{0} is a view, and a snapshot is a table");
    public static readonly DiagnosticKind NoSnapshotTable = new("TLY5251", Severity.Error, "{0} is no table of this snapshot: it has no column {1}");
    public static readonly DiagnosticKind SnapshotColumnTaken = new("TLY5252", Severity.Error, "the query of snapshot {0} returns a column '{1}', which the snapshot itself adds");
    public static readonly DiagnosticKind NoSnapshotColumn = new("TLY5253", Severity.Error, "{0} names the column '{1}', which the query of snapshot {2} does not return");
    public static readonly DiagnosticKind SnapshotKey = new("TLY5254", Severity.Error, "the unique_key ({1}) of snapshot {0} does not tell rows apart: {2}");
    public static readonly DiagnosticKind SnapshotTextMoment = new("TLY5255", Severity.Warning, "the updated_at ({0}) of snapshot {1} is text ({2}): it is compared letter by letter, so that '9:00' is later than '10:00'");
    public static readonly DiagnosticKind SnapshotNoMoment = new("TLY5256", Severity.Error, "the updated_at ({0}) of snapshot {1} is no moment but {2}");
    public static readonly DiagnosticKind BadLoadedAt = new("TLY5260", Severity.Error, "the freshness of {0} needs a date or a timestamp, but got {1}");
    public static readonly DiagnosticKind HooksInterrupted = new("TLY5070", Severity.Error, "{0} was published, but interrupted before all its hooks behind the transaction had run");
    public static readonly DiagnosticKind BatchesInterrupted = new("TLY5071", Severity.Error, "{0} was interrupted between two of its batches");
    public static readonly DiagnosticKind SeedDigits = new("TLY5072", Severity.Warning, "seed {0}: the column '{1}' is taken for {2}, in which numbers as large as some of its lose their last digits");
    public static readonly DiagnosticKind UnreadableRows = new("TLY5073", Severity.Warning, "{0}");
    public static readonly DiagnosticKind TooManyUnreadable = new("TLY5074", Severity.Error, "source {0}: {1} of {2} {3} could not be read, which is more than max_unreadable_share allows ({4}); the first is {5}: {6}");
    public static readonly DiagnosticKind CutOff = new("TLY5075", Severity.Error, "source {0}: the packed file {1} is cut off, so that it is not known how many rows are missing");
    public static readonly DiagnosticKind DatabaseFailed = new("TLY5003", Severity.Error, "{0}");
    public static readonly DiagnosticKind ContractBroken = new("TLY5350", Severity.Error, "the query of {0} does not return what its contract says:{1}");
    public static readonly DiagnosticKind BadContractType = new("TLY5351", Severity.Error, "the database does not know the type '{0}' of column '{1}': {2}");
    public static readonly DiagnosticKind ConstraintBroken = new("TLY5352", Severity.Error, "the rows of {0} break its contract: {1}");

    public static readonly DiagnosticKind ColumnsGone = new("TLY5201", Severity.Error, "the query of {0} no longer gives {1} of {2}");
    public static readonly DiagnosticKind ColumnsChanged = new("TLY5202", Severity.Error, "the columns of {0} have changed: {1}");
    public static readonly DiagnosticKind NoKeyColumn = new("TLY5203", Severity.Error, "the unique_key '{0}' of {1} is not a column of {2}");
    public static readonly DiagnosticKind DuplicateKeys = new("TLY5204", Severity.Error, "the unique_key ({1}) of {2} is not unique in what its query gives: {0} more than once, in {3} rows, of which a merge could take any");
    public static readonly DiagnosticKind TypeChanged = new("TLY5206", Severity.Error, "the query of {0} gives {1}, and not all of it fits into {2}: {3}");
    public static readonly DiagnosticKind NoDescribedColumn = new("TLY5600", Severity.Warning, "persist_docs of {0}: the following columns are specified in the schema but are not present in the database: {1}");
    public static readonly DiagnosticKind NoRetention = new("TLY5700", Severity.Error, "nothing to purge: no model, seed or snapshot says how long its rows are kept");
    public static readonly DiagnosticKind NoPersonalValues = new("TLY5701", Severity.Error, "the project does not say what names a customer: it has no macro '{0}'");
    public static readonly DiagnosticKind UnknownCustomer = new("TLY5702", Severity.Error, "nothing is known of this customer");
    public static readonly DiagnosticKind PurgeFailed = new("TLY5703", Severity.Error, "{0} was not purged: {1}");
    public static readonly DiagnosticKind NoStatement = new("TLY5205", Severity.Error, "the macro {0} gave no SQL for {1}");
}
