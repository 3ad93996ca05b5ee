using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>
/// Keeps what was purged from coming back out of old files: of what is built, people who were erased and rows that were purged as too old are
/// taken away again, before any test of it.
/// </summary>
/// <param name="Project">The project.</param>
/// <param name="Records">What was purged.</param>
public sealed record Forgetting(Project Project, PrivacyRecords Records)
{
    /// <summary>What has to be forgotten; null where nothing was ever purged, which then costs nothing.</summary>
    public static Forgetting? Find(Project project, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var records = PrivacyRecords.Of(project);
        return catalog.Find(records.Erasures) is not null && catalog.Find(records.Audit) is not null ? new Forgetting(project, records) : null;
    }

    /// <summary>Whether rows of a node may have to be taken away.</summary>
    public bool Concerns(Node node)
    {
        if (node is not RelationNode) return false;
        var rules = PrivacyRules.Of(node, Project);
        return !rules.Marked.IsEmpty || !rules.Keys.IsEmpty || rules.Person is not null || rules.Retention is not null;
    }

    /// <summary>The statements that take away what was purged; empty where nothing can be there.</summary>
    /// <param name="node">The node that has been made.</param>
    /// <param name="made">Where its rows are.</param>
    /// <param name="columns">The columns that they have.</param>
    /// <param name="isAnyoneErased">Whether people were erased: to look for them takes a hash of each value.</param>
    public string StatementsFor(RelationNode node, Relation made, ImmutableArray<Column> columns, bool isAnyoneErased)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(made);
        var rules = PrivacyRules.Of(node, Project);
        string?[] statements = [rules.Retention is { } kept ? DropOld(node.Relation, made, kept) : null, isAnyoneErased ? rules.Erase(made, columns, Records) : null];
        return string.Join(";\n", statements.OfType<string>());
    }

    // Of a relation that was purged, nothing older than the latest limit.
    private string DropOld(Relation purged, Relation made, string retention) =>
        $"""
         delete from {made.ToSql()}
         where ({retention}) < (select max(cutoff) from {Records.Audit.ToSql()} where action = {SqlText.Literal(PrivacyRecords.Retention)} and relation = {SqlText.Literal(purged.ToString())})
         """;
}
