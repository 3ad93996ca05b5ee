using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Decides whether and where the rows are kept that a test finds: <c>store_failures_as</c>, <c>store_failures</c> and <c>--store-failures</c>.</summary>
internal static class FailureStores
{
    // Behind the target's schema, unless the test's config says another; dbt's name.
    private const string AuditSchema = "dbt_test__audit";

    /// <summary>The store of a test, or null where its rows are only counted.</summary>
    public static FailureStore? Of(DataTestNode test, PackageContext context)
    {
        if (KindOf(test, context) is not { } kind) return null;
        try
        {
            return new FailureStore(context.Naming.AddressOf(test, test.Alias, AuditSchema), kind);
        }
        catch (DiagnosticException e)
        {
            context.Problems.Add(e.Diagnostic);
            return null;
        }
    }

    private static RelationKind? KindOf(DataTestNode test, PackageContext context)
    {
        if (test.Config.Get("store_failures_as") is { } form)
        {
            switch (form.Value.ToText())
            {
                case "table": return RelationKind.Table;
                case "view": return RelationKind.View;
                case "ephemeral": return null;
                default:
                    context.Problems.Report(ManifestProblems.BadConfig, form.Span ?? test.Span, "store_failures_as", "table, view or ephemeral", form.Value.ToText());
                    return null;
            }
        }

        var stores = test.Config.Get("store_failures") is { } own ? own.Value.IsTruthy : context.Project.Options.Flags.StoreFailures;
        return stores ? RelationKind.Table : null;
    }
}
