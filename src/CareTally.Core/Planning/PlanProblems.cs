using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>What can go wrong while a plan is made (TLY41xx to TLY45xx).</summary>
internal static class PlanProblems
{
    public static readonly DiagnosticKind UndeclaredReference = new("TLY4101", Severity.Error, "'{0}' was not seen when the project was parsed, so it may not be built yet when {1} runs");
    public static readonly DiagnosticKind NoSourceFile = new("TLY4102", Severity.Error, "source {0}: no file matches '{1}'");
    public static readonly DiagnosticKind NoSuchCsvColumn = new("TLY4103", Severity.Error, "source {0}: column '{1}' is not in {2}");
    public static readonly DiagnosticKind UnknownHeader = new("TLY4113", Severity.Error, "source {0}: whether the files lack the optional column '{1}' cannot be told, as their header is not read here");
    public static readonly DiagnosticKind OtherEncoding = new("TLY4114", Severity.Error, "source {0}: {1} is encoded in UTF-16");
    public static readonly DiagnosticKind RejectsNothing = new("TLY4115", Severity.Warning, "{0} is a view, which reads the files of source {1} each time it is read and can keep no rejected rows: one that cannot be read fails what reads the view");
    public static readonly DiagnosticKind RejectedTaken = new("TLY4116", Severity.Error, "{0} would stand where rows are kept that cannot be read: {1}");
    public static readonly DiagnosticKind CannotReject = new("TLY4117", Severity.Error, "source {0}: rows that cannot be read cannot be set aside while files with columns that are not known are brought together by name");
    public static readonly DiagnosticKind EmptySeed = new("TLY4105", Severity.Error, "seed {0} is empty; its first line must name the columns");
    public static readonly DiagnosticKind NoSuchSeedColumn = new("TLY4106", Severity.Error, "column_types names the column '{0}', which is not in {1}");
    public static readonly DiagnosticKind SeedColumnTwice = new("TLY4112", Severity.Error, "the column '{0}' stands twice in {1}");
    public static readonly DiagnosticKind SeveralStatements = new("TLY4107", Severity.Error, "{0} holds more than one statement");
    public static readonly DiagnosticKind BadHook = new("TLY4108", Severity.Error, "config '{0}' of {1} is no hook");
    public static readonly DiagnosticKind HookFailed = new("TLY4109", Severity.Error, "hook of {0}: {1}");
    public static readonly DiagnosticKind NoRelations = new("TLY4110", Severity.Error, "materialization '{0}' does not say which relations it has made");
    public static readonly DiagnosticKind OtherDatabase = new("TLY4111", Severity.Error, "{0} belongs into the database '{1}', but only in the target's own, '{2}', can anything be built");
    public static readonly DiagnosticKind UnenforcedConstraint = new("TLY4350", Severity.Warning, "the constraint '{0}' of {1} is not enforced: a table that another one points to could not be replaced");
    public static readonly DiagnosticKind NoConstraintsOnView = new("TLY4351", Severity.Warning, "{0} is a view, which holds no constraints: only its columns and their types are checked");
    public static readonly DiagnosticKind BadQueryComment = new("TLY4500", Severity.Error, "query-comment: {0}");
    public static readonly DiagnosticKind NowhereToRead = new("TLY4420", Severity.Warning, "{0} reads {1}, which is neither in the target ({2}) nor in the state ({3})");
    public static readonly DiagnosticKind NotInState = new("TLY4421", Severity.Warning, "{0} is not in the state, and cannot be cloned");
    public static readonly DiagnosticKind CloneFromElsewhere = new("TLY4422", Severity.Error, "{0} cannot be cloned: in the state it is in the database '{1}', and the target's is '{2}'");
    public static readonly DiagnosticKind CloneOfItself = new("TLY4423", Severity.Error, "{0} cannot be cloned: {1} is a view that stands on {2}, which the clone would replace");
    public static readonly DiagnosticKind BadStrategy = new("TLY4250", Severity.Error, "the macro {0} does not say the '{1}' of its snapshot");
    public static readonly DiagnosticKind NoLoadedAt = new("TLY4260", Severity.Error, "it cannot be told how fresh {0} is: it has no loaded_at_field");
    public static readonly DiagnosticKind EphemeralFreshness = new("TLY4261", Severity.Error, "{0} is ephemeral: there is no table of it that could be fresh");
    public static readonly DiagnosticKind NotGiven = new("TLY4301", Severity.Error, "unit test '{0}' gives no rows for {1}, which {2} reads");
    public static readonly DiagnosticKind UnknownGivenColumn = new("TLY4302", Severity.Error, "{0} has no column '{1}'");
    public static readonly DiagnosticKind UnknownColumns = new("TLY4303", Severity.Error, "the columns of {0} are not known, so that no table without rows can be made of it");
    public static readonly DiagnosticKind LooksAtDatabase = new("TLY4304", Severity.Error, "unit test '{0}': {1} looks at the database while it is rendered");
    public static readonly DiagnosticKind InputNotRead = new("TLY4305", Severity.Warning, "unit test '{0}': {2} does not read the input {1}");
    public static readonly DiagnosticKind UnknownTypes = new("TLY4306", Severity.Warning, "the columns of {0} are not known: it has those that its rows name, with the types of their values");
    public static readonly DiagnosticKind BatchesAfter = new("TLY4600", Severity.Error, "unit test '{0}': {1} is made in batches, so what its table holds afterwards depends on the time of the run");
    public static readonly DiagnosticKind NoFunctionStatement = new("TLY4700", Severity.Error, "the macro {0} gives no statement that makes {1}");
    public static readonly DiagnosticKind EmptySql = new("TLY4104", Severity.Error, "{0} renders to nothing");
}
