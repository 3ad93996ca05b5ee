using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>What a project's own functions can complain of while a template is rendered (TLY205x).</summary>
internal static class ScopeProblems
{
    public static readonly DiagnosticKind UnknownVar = new("TLY2050", Severity.Error, "variable '{0}' has no value");
    public static readonly DiagnosticKind RaisedByTemplate = new("TLY2051", Severity.Error, "{0}");
    public static readonly DiagnosticKind BadYaml = new("TLY2054", Severity.Error, "fromyaml: {0}");
    public static readonly DiagnosticKind ShortSecret = new("TLY2057", Severity.Error, "the secret '{0}' has fewer than {1} characters, too few to be kept out of what is printed");
    public static readonly DiagnosticKind SecretInTemplate = new("TLY2055", Severity.Error, "'{0}' is a secret: only profiles.yml, the project file's targets and packages.yml may read it");
}
