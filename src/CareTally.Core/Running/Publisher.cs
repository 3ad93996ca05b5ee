using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>
/// Writes the statements that make, publish or put aside a relation. What is made stands under a pending name until its tests have
/// passed, and everything happens in one transaction: a reader sees the old relation, then the new one.
/// </summary>
internal sealed class Publisher(Relation target, RelationKind kind, Catalog existing)
{
    /// <summary>Where it will be.</summary>
    public Relation Target => target;

    /// <summary>Where it is until it is published.</summary>
    public Relation Pending => target.WithSuffix(Relation.PendingSuffix);

    /// <summary>Where a rejected relation is kept.</summary>
    public Relation Rejected => target.WithSuffix(Relation.RejectedSuffix);

    /// <summary>Whether one statement can do it: no tests to pass, and nothing of the other kind, rejected or left behind in the way.</summary>
    public bool CanReplace(bool hasTests) =>
        !hasTests && existing.Find(Rejected) is null && existing.Find(Pending) is null && (existing.Find(target) is not { } old || old.Kind == kind);

    /// <summary>Makes the relation in place of the old one.</summary>
    public CompiledSql Replace(CompiledSql sql) => sql.Wrap($"create or replace {Word(kind)} {target.ToSql()} as\n", "");

    /// <summary>Makes it under its pending name.</summary>
    public CompiledSql CreatePending(CompiledSql sql) => sql.Wrap($"{HeaderOf(sql)}{DropIfExists(Pending)}create {Word(kind)} {Pending.ToSql()} as\n", "");

    /// <summary>Makes it under its pending name by statements of one's own.</summary>
    public string PreparePending(string create, CompiledSql query) => $"{HeaderOf(query)}{DropIfExists(Pending)}{create}";

    /// <summary>Puts it in the old one's place.</summary>
    public string Publish() => $"{DropIfExists(Rejected)}{DropIfExists(target)}{Rename(Pending, target)}";

    /// <summary>Puts it aside, where it can be looked at.</summary>
    public string Reject() => $"{DropIfExists(Rejected)}{Rename(Pending, Rejected)}";

    /// <summary>Takes away what stands under the pending name.</summary>
    public string DropPending() => $"drop {Word(kind)} if exists {Pending.ToSql()}";

    private static string HeaderOf(CompiledSql sql) => sql.Header is { } header ? header.TrimEnd().TrimEnd(';') + ";\n" : "";

    /// <summary>Drops what stood at an address when the plan was made; nothing where nothing did.</summary>
    public static string DropIfExists(Relation relation, Catalog existing) =>
        existing.Find(relation) is { } old ? $"drop {Word(old.Kind)} if exists {relation.ToSql()};\n" : "";

    private string DropIfExists(Relation relation) => DropIfExists(relation, existing);

    private string Rename(Relation from, Relation to) => $"alter {Word(kind)} {from.ToSql()} rename to {SqlText.Identifier(to.Identifier)};\n";

    private static string Word(RelationKind kind) => kind == RelationKind.View ? "view" : "table";
}
