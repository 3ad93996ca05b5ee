using CareTally.Diagnostics;

namespace CareTally.Docs;

/// <summary>What can be wrong with the site and the figures on it (TLY75xx).</summary>
internal static class SiteProblems
{
    public static readonly DiagnosticKind UnknownKey = Error("TLY7501", "unknown key '{0}' in {1}");
    public static readonly DiagnosticKind WrongType = Error("TLY7502", "'{0}' of {1} must be {2}, not {3}");
    public static readonly DiagnosticKind MissingKey = Error("TLY7503", "{0} needs the key '{1}'");
    public static readonly DiagnosticKind WrongValue = Error("TLY7504", "'{0}' of {1} cannot be '{2}'; it is one of: {3}");
    public static readonly DiagnosticKind NoRelation = Error("TLY7505", "model '{0}' asks for figures but is ephemeral: there is no table or view to read");
    public static readonly DiagnosticKind UnknownColumn = Error("TLY7506", "{0} names the column '{1}', which {2} does not have");
    public static readonly DiagnosticKind OneSeries = Error("TLY7507", "the chart of {0} is split by '{1}', so it takes one y column, not {2}");
    public static readonly DiagnosticKind NotANumber = Error("TLY7508", "the chart of {0} cannot draw the column '{1}': it is of type {2}, not a number");
    public static readonly DiagnosticKind QueryFailed = Error("TLY7509", "{0} cannot be read: {1}");
    public static readonly DiagnosticKind ProbablyFigures = Warning("TLY7510", "meta key '{0}' of model '{1}' has no effect");
    public static readonly DiagnosticKind OrderedByHidden = Error("TLY7511", "{0} is ordered by '{1}', which is marked pii: the order would give its values away");
    public static readonly DiagnosticKind DuplicateTitle = Error("TLY7512", "model '{0}' has two figures called '{1}'");
    public static readonly DiagnosticKind NotASite = Error("TLY7520", "{0} holds files that are not of a site; nothing was written");
    public static readonly DiagnosticKind CannotWrite = Error("TLY7521", "the site cannot be written to {0}: {1}");

    private static DiagnosticKind Error(string code, string format) => new(code, Severity.Error, format);

    private static DiagnosticKind Warning(string code, string format) => new(code, Severity.Warning, format);
}
