using CareTally.Core.Manifests;

namespace CareTally.Docs.Figures;

/// <summary>Which columns hold personal data: those with <c>meta: {pii: true}</c>. Their values never reach the site.</summary>
internal static class PersonalData
{
    public static bool IsMarked(NodeColumn column) => column.Meta.TryGet("pii", out var pii) && pii.IsTruthy;
}
