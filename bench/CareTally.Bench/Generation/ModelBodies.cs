namespace CareTally.Bench.Generation;

/// <summary>
/// Writes a model's template and its SQL. Every model has a unique <c>id</c>, a <c>group_id</c> from 0 to 6, an
/// <c>amount</c>, a day and a label; a child joins its parents on <c>id</c>, so its ids are among each parent's.
/// </summary>
internal static class ModelBodies
{
    private const int Rows = 80;
    private const int ListedRows = 20;
    private const int Groups = 7;

    public static SyntheticModel Write(ModelShape shape, Random random)
    {
        var body = new TemplatedSql();
        WriteConfig(body, shape, random);
        switch (shape.Folder)
        {
            case Folder.Staging:
                WriteStaging(body, random);
                break;
            case Folder.Intermediate:
                WriteIntermediate(body, shape);
                break;
            default:
                WriteMart(body, shape, random);
                break;
        }

        return new SyntheticModel(shape, body.Template, body.Sql.Trim(), Tests(shape, random));
    }

    private static void WriteConfig(TemplatedSql body, ModelShape shape, Random random)
    {
        if (shape.OverridesFolder)
            body.Add("{{ config(materialized='table', tags=['stored']) }}\n\n", "");
        else if (random.Next(4) == 0)
            body.Add($"{{{{ config(tags=['nightly', 'set_{random.Next(5)}']) }}}}\n\n", "");
    }

    private static void WriteStaging(TemplatedSql body, Random random)
    {
        var factor = random.Next(1, 1000);
        switch (random.Next(3))
        {
            case 0:
                body.Add($"{{%- set rows = {Rows} -%}}\n", "")
                    .Text($"with source as (\n    select i as id, (i * {factor}) % 1009 as cents from range(")
                    .Add("{{ rows }}", $"{Rows}").Text(") as numbers(i)\n)\n");
                break;
            case 1:
                body.Text("with source as (\n    select * from (values\n")
                    .Add($"    {{%- for i in range({ListedRows}) %}}\n        ({{{{ i }}}}, {{{{ i * {factor} % 1009 }}}}){{{{ ',' if not loop.last }}}}\n    {{%- endfor %}}", Values(factor))
                    .Text("\n    ) as rows(id, cents)\n)\n");
                break;
            default:
                body.Text("with source as (\n    select * from (values\n" + Values(factor) + "\n    ) as rows(id, cents)\n)\n");
                break;
        }

        body.Text("select\n    id,\n    ").Add(Macros.Bucket("id", Groups)).Text(" as group_id,\n    ")
            .Add(Macros.CentsToUnits("cents")).Text(" as amount,\n    ")
            .Add(Macros.DayOf("id")).Text(" as created_on,\n    ")
            .Add(Macros.LabelOf($"id % {Groups}", "group")).Text(" as label\nfrom source\n");
    }

    private static string Values(int factor) =>
        string.Join(",\n", Enumerable.Range(0, ListedRows).Select(i => $"        ({i}, {i * factor % 1009})"));

    private static void WriteIntermediate(TemplatedSql body, ModelShape shape)
    {
        var aliases = WriteImports(body, shape);
        body.Text("select\n    ").Add(Macros.ColumnsOf("base", "id", "group_id", "created_on")).Text(",\n    ");
        for (var i = 0; i < aliases.Count; i++)
            body.Text(i == 0 ? "" : " + ").Add(Macros.CoalesceZero($"{aliases[i]}.amount"));
        body.Text(" as amount,\n    ").Add(Macros.LabelOf("base.group_id", $"layer{shape.Layer}")).Text(" as label,\n    ")
            .Add(Macros.Bucket("base.id", 5)).Text(" as shard\nfrom base\n");
        WriteJoins(body, aliases);
        body.Text("where ").Add(Macros.IsBetween("base.id", 500))
            .Add("\n{% if var('recent_only', false) %}\n    and base.created_on > date '2024-02-01'\n{% endif %}\n", "\n");
    }

    private static void WriteMart(TemplatedSql body, ModelShape shape, Random random)
    {
        var aliases = WriteImports(body, shape);
        if (random.Next(3) == 0)
        {
            body.Text("select\n    base.group_id as id,\n    base.group_id,\n    count(*) as items,\n    sum(base.amount) as amount,\n    ")
                .Add(Macros.SafeDivide("sum(base.amount)", "count(*)")).Text(" as average_amount,\n    min(base.created_on) as created_on,\n    ")
                .Add(Macros.AuditColumns("base.group_id")).Text("\nfrom base\n");
            WriteJoins(body, aliases);
            body.Text("group by base.group_id\n");
            return;
        }

        body.Text("select\n    ").Add(Macros.ColumnsOf("base", "id", "group_id", "amount", "created_on")).Text(",\n    ")
            .Add(Macros.OneOf("base.label", "group-1", "group-2", "layer3-4")).Text(" as segment,\n    ")
            .Add(Macros.SafeDivide("base.amount", "base.group_id")).Text(" as amount_per_group,\n    ")
            .Add(Macros.AuditColumns("base.id")).Text("\nfrom base\n");
        WriteJoins(body, aliases);
    }

    /// <summary>One CTE for each parent, the way the field writes its imports.</summary>
    private static List<string> WriteImports(TemplatedSql body, ModelShape shape)
    {
        var aliases = new List<string>();
        foreach (var parent in shape.Parents)
        {
            var alias = aliases.Count == 0 ? "base" : $"other_{aliases.Count}";
            body.Text($"{(aliases.Count == 0 ? "with" : ",\n")} {alias} as (\n    select * from ").Ref(parent).Text("\n)");
            aliases.Add(alias);
        }

        body.Text("\n");
        return aliases;
    }

    private static void WriteJoins(TemplatedSql body, List<string> aliases)
    {
        if (aliases.Count == 1)
            return;
        var others = aliases.Skip(1).ToList();
        body.Add(
            $"{{%- for other in [{string.Join(", ", others.Select(other => $"'{other}'"))}] %}}\ninner join {{{{ other }}}} on {{{{ other }}}}.id = base.id\n{{%- endfor %}}\n",
            string.Concat(others.Select(other => $"inner join {other} on {other}.id = base.id\n")));
    }

    private static DataTest[] Tests(ModelShape shape, Random random) => random.Next(10) switch
    {
        < 6 => [DataTest.Unique(shape.Name, "id"), DataTest.NotNull(shape.Name, "id")],
        < 8 => [DataTest.NotNull(shape.Name, "id"), DataTest.AcceptedValues(shape.Name, "group_id", Enumerable.Range(0, Groups))],
        _ when shape.Parents.Count > 0 => [DataTest.Unique(shape.Name, "id"), DataTest.Relationships(shape.Name, "id", shape.Parents[0])],
        _ => [DataTest.Unique(shape.Name, "id"), DataTest.NotNull(shape.Name, "amount")],
    };
}
