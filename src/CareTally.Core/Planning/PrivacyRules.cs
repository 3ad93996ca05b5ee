using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>
/// What a node says of the people in its rows. Columns say <c>pii: true</c>; the node's meta says <c>person</c> (SQL for the id of the person whom a row is about, where
/// no column holds it), <c>erasure: delete</c> (rows that are nothing but personal data) and <c>retention</c> (SQL for the time from which a row is kept). The project's variable
/// <c>person_keys</c> names the columns that hold ids of people, in whatever relation.
/// </summary>
public sealed record PrivacyRules
{
    /// <summary>The variable that names columns with ids of people.</summary>
    public const string KeysVariable = "person_keys";

    /// <summary>Columns marked <c>pii</c>, but for those of staff.</summary>
    public required ImmutableArray<string> Marked { get; init; }

    /// <summary>Names of columns that hold ids of people.</summary>
    public required ImmutableArray<string> Keys { get; init; }

    /// <summary>SQL for the id of the person whom a row is about; null where no column or its keys say it.</summary>
    public string? Person { get; init; }

    /// <summary>Whether the rows of somebody are deleted, and not only what names them.</summary>
    public bool DeletesRows { get; init; }

    /// <summary>SQL for the time from which a row is kept; null where it is kept for ever.</summary>
    public string? Retention { get; init; }

    /// <summary>The rules of a node.</summary>
    public static PrivacyRules Of(Node node, Project project)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(project);
        var meta = node.Config.Meta;
        return new PrivacyRules
        {
            Marked = [.. node.Columns.Where(PersonalData.IsOfCustomer).Select(column => column.Name)],
            Keys = project.Vars.TryGet(project.Name, KeysVariable, out var keys) && keys.AsObject?.Items is { } items ? [.. items.Select(item => item.ToText())] : [],
            Person = Text("person"),
            DeletesRows = Text("erasure") == "delete",
            Retention = Text("retention"),
        };

        string? Text(string key) => meta.TryGet(key, out var value) && !value.IsNone ? value.ToText() : null;
    }

    /// <summary>The condition for rows that hold something of people who were erased; null where no row can.</summary>
    /// <param name="columns">The columns that the relation has.</param>
    /// <param name="records">Who was erased.</param>
    public string? Concerned(ImmutableArray<Column> columns, PrivacyRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var (marked, keys) = (Found(columns, Marked), KeysIn(columns));
        var byValue = marked.Concat(keys).Select(column => records.IsErased(SqlText.Identifier(column.Name)));

        // What was replaced before, in what the rows are made from, names nobody any more.
        if (DeletesRows) byValue = byValue.Concat(marked.Select(column => $"starts_with(cast({SqlText.Identifier(column.Name)} as varchar), '{PrivacyRecords.ErasedPrefix}')"));
        if (Person is not { } person) return marked.Length + keys.Length == 0 ? null : string.Join("\n  or ", byValue);

        // The expression stays true when the row has been emptied.
        var isFull = string.Join(" or ", marked.Select(column => $"{SqlText.Identifier(column.Name)} is not null").DefaultIfEmpty("false"));
        var left = DeletesRows ? "" : $" and ({isFull})";
        return string.Join("\n  or ", byValue.Prepend($"{records.IsErased($"({person})")}{left}"));
    }

    /// <summary>Takes people who were erased out of a relation; null where there is nothing of people in it.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="columns">The columns that it has.</param>
    /// <param name="records">Who was erased.</param>
    public string? Erase(Relation relation, ImmutableArray<Column> columns, PrivacyRecords records)
    {
        ArgumentNullException.ThrowIfNull(relation);
        ArgumentNullException.ThrowIfNull(records);
        if (Concerned(columns, records) is not { } condition) return null;
        if (DeletesRows) return $"delete from {relation.ToSql()}\nwhere {condition}";
        var emptied = Found(columns, Marked).Except(KeysIn(columns)).Select(column => $"{SqlText.Identifier(column.Name)} = null");
        var replaced = from column in KeysIn(columns)
                       let name = SqlText.Identifier(column.Name)
                       select $"{name} = {records.ReplacementOf(name, Marked.Contains(column.Name, StringComparer.OrdinalIgnoreCase) ? "null" : name)}";
        return string.Join(",\n  ", emptied.Concat(replaced)) is { Length: > 0 } changes ? $"update {relation.ToSql()} set\n  {changes}\nwhere {condition}" : null;
    }

    // An id of another type cannot become a text: it is compared by 'person', and stays.
    private ImmutableArray<Column> KeysIn(ImmutableArray<Column> columns) => [.. Found(columns, Keys).Where(column => column.DataType == "VARCHAR")];

    private static ImmutableArray<Column> Found(ImmutableArray<Column> columns, ImmutableArray<string> names) =>
        [.. columns.Where(column => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase))];
}
