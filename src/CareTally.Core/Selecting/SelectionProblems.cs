using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>What can be wrong with a selection (TLY40xx, TLY441x).</summary>
internal static class SelectionProblems
{
    public static readonly DiagnosticKind BadSelector = new("TLY4001", Severity.Error, "selector '{0}' cannot be read: {1}");
    public static readonly DiagnosticKind UnknownMethod = new("TLY4002", Severity.Error, "selector '{0}' uses an unknown method '{1}'");
    public static readonly DiagnosticKind MatchesNothing = new("TLY4003", Severity.Warning, "selector '{0}' matches nothing");
    public static readonly DiagnosticKind UnknownSelector = new("TLY4410", Severity.Error, "there is no selector '{0}' in selectors.yml");
    public static readonly DiagnosticKind SelectorCycle = new("TLY4411", Severity.Error, "selectors depend on each other in a circle: {0}");
    public static readonly DiagnosticKind BadDefinition = new("TLY4412", Severity.Error, "definition of a selector: {0}");
    public static readonly DiagnosticKind SelectorTwice = new("TLY4413", Severity.Error, "selector '{0}' is defined twice");
    public static readonly DiagnosticKind TwoDefaults = new("TLY4414", Severity.Error, "'{0}' and '{1}' are both the default selector");
    public static readonly DiagnosticKind NamedAndMore = new("TLY4415", Severity.Error, "--selector says everything that is to be selected; it cannot be used with {0}");
}
