namespace CareTally.Bench.Generation;

/// <summary>A generic test on a column: its entry under <c>data_tests</c> and the query that counts its failures.</summary>
internal sealed record DataTest(string Column, string Yaml, string Sql)
{
    public static DataTest Unique(string model, string column) => new(column, "unique", Failures($"""
        select {column} as unique_field, count(*) as n_records
        from {model}
        where {column} is not null
        group by {column}
        having count(*) > 1
        """));

    public static DataTest NotNull(string model, string column) => new(column, "not_null", Failures($"""
        select {column}
        from {model}
        where {column} is null
        """));

    public static DataTest AcceptedValues(string model, string column, IEnumerable<int> values)
    {
        var list = string.Join(", ", values);
        return new(column, $"accepted_values: {{values: [{list}], quote: false}}", Failures($"""
            with all_values as (
                select {column} as value_field, count(*) as n_records
                from {model}
                group by {column}
            )
            select *
            from all_values
            where value_field not in ({list})
            """));
    }

    public static DataTest Relationships(string model, string column, string parent) => new(
        column, $"relationships: {{to: ref('{parent}'), field: {column}}}", Failures($"""
            with child as (
                select {column} as from_field from {model} where {column} is not null
            ),
            parent as (
                select {column} as to_field from {parent}
            )
            select from_field
            from child
            left join parent on child.from_field = parent.to_field
            where parent.to_field is null
            """));

    private static string Failures(string rows) => $"""
        select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error
        from (
        {rows}
        ) dbt_internal_test
        """;
}
