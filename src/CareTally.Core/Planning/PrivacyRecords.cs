using CareTally.Core.Projects;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>
/// The two tables that <c>tally purge</c> keeps: who was erased, as salted hashes, and what was done when and by whom. No value of a person is
/// in either.
/// </summary>
/// <param name="Erasures">Hashes of what names somebody who was erased.</param>
/// <param name="Audit">What was purged.</param>
public sealed record PrivacyRecords(Relation Erasures, Relation Audit)
{
    /// <summary>Name of the table of hashes.</summary>
    public const string ErasuresName = "privacy_erasures";

    /// <summary>Name of the table of what was done.</summary>
    public const string AuditName = "privacy_audit";

    /// <summary>What the audit calls a purge of what is too old.</summary>
    public const string Retention = "retention";

    /// <summary>What the audit calls the erasure of a customer.</summary>
    public const string Erasure = "erasure";

    /// <summary>In front of the hash that takes the place of an id.</summary>
    public const string ErasedPrefix = "erased:";

    /// <summary>Stands in place of a hash in the row that only carries the salt, before anybody is erased.</summary>
    public const string SaltRow = "salt";

    private const int ShownDigits = 20;

    /// <summary>Those of a project: in its target's own schema.</summary>
    public static PrivacyRecords Of(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return new PrivacyRecords(new Relation(null, project.Target.Schema, ErasuresName), new Relation(null, project.Target.Schema, AuditName));
    }

    /// <summary>Makes the tables where they are not there.</summary>
    public string Create() =>
        $"""
         create schema if not exists {SqlText.Identifier(Audit.Schema)};
         create table if not exists {Erasures.ToSql()} (hash varchar primary key, salt varchar not null, erased_at timestamp not null, replacement varchar);
         create table if not exists {Audit.ToSql()} (purged_at timestamp not null, who varchar not null, action varchar not null, subject varchar, cutoff timestamp, relation varchar not null, row_count bigint not null);
         """;

    /// <summary>
    /// The hash of a value as it is recorded. Case and blanks around it do not matter, and of what looks like a telephone number only its digits do: systems write
    /// the same number in several ways.
    /// </summary>
    /// <param name="value">SQL for the value.</param>
    public string HashOf(string value)
    {
        var text = $"cast({value} as varchar)";
        return $"sha256((select any_value(salt) from {Erasures.ToSql()}) || case when regexp_full_match({text}, '[+(]?[0-9][-0-9().\\s/]{{5,}}') then regexp_replace({text}, '[^0-9]', '', 'g') else lower(trim({text})) end)";
    }

    /// <summary>What stands for a customer who was erased.</summary>
    /// <param name="customer">SQL for the customer's id.</param>
    public string SubjectOf(string customer) => $"'{ErasedPrefix}' || left({HashOf(customer)}, {ShownDigits})";

    /// <summary>What takes the place of an id: another one, in which the customer is still one customer.</summary>
    /// <param name="id">SQL for the id.</param>
    /// <param name="otherwise">SQL for what stands there where the id itself is not recorded.</param>
    public string ReplacementOf(string id, string otherwise) => $"coalesce((select recorded.replacement from {Erasures.ToSql()} as recorded where recorded.hash = {HashOf(id)}), {otherwise})";

    /// <summary>Whether a value is recorded.</summary>
    /// <param name="value">SQL for the value.</param>
    public string IsErased(string value) => $"{HashOf(value)} in (select hash from {Erasures.ToSql()})";
}
