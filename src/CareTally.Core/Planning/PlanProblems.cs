using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>What can go wrong while a plan is made (TLY41xx).</summary>
internal static class PlanProblems
{
    public static readonly DiagnosticKind UndeclaredReference = new("TLY4101", Severity.Error, "'{0}' was not seen when the project was parsed, so it may not be built yet when {1} runs");
    public static readonly DiagnosticKind NoSourceFile = new("TLY4102", Severity.Error, "source {0}: no file matches '{1}'");
    public static readonly DiagnosticKind NoSuchCsvColumn = new("TLY4103", Severity.Error, "source {0}: column '{1}' is not in {2}");
    public static readonly DiagnosticKind EmptySeed = new("TLY4105", Severity.Error, "seed {0} is empty; its first line must name the columns");
    public static readonly DiagnosticKind NoSuchSeedColumn = new("TLY4106", Severity.Error, "column_types names the column '{0}', which is not in {1}");
    public static readonly DiagnosticKind SeveralStatements = new("TLY4107", Severity.Error, "{0} holds more than one statement");
    public static readonly DiagnosticKind BadHook = new("TLY4108", Severity.Error, "config '{0}' of {1} is no hook");
    public static readonly DiagnosticKind HookFailed = new("TLY4109", Severity.Error, "hook of {0}: {1}");
    public static readonly DiagnosticKind NoRelations = new("TLY4110", Severity.Error, "materialization '{0}' does not say which relations it has made");
    public static readonly DiagnosticKind OtherDatabase = new("TLY4111", Severity.Error, "{0} belongs into the database '{1}', but only in the target's own, '{2}', can anything be built");
    public static readonly DiagnosticKind NotGiven = new("TLY4301", Severity.Error, "unit test '{0}' gives no rows for {1}, which {2} reads");
    public static readonly DiagnosticKind UnknownGivenColumn = new("TLY4302", Severity.Error, "{0} has no column '{1}'");
    public static readonly DiagnosticKind UnknownColumns = new("TLY4303", Severity.Error, "the columns of {0} are not known, so that no table without rows can be made of it");
    public static readonly DiagnosticKind LooksAtDatabase = new("TLY4304", Severity.Error, "unit test '{0}': {1} looks at the database while it is rendered");
    public static readonly DiagnosticKind InputNotRead = new("TLY4305", Severity.Warning, "unit test '{0}': {2} does not read the input {1}");
    public static readonly DiagnosticKind UnknownTypes = new("TLY4306", Severity.Warning, "the columns of {0} are not known: it has those that its rows name, with the types of their values");
    public static readonly DiagnosticKind EmptySql = new("TLY4104", Severity.Error, "{0} renders to nothing");
}
