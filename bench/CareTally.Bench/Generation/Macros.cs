namespace CareTally.Bench.Generation;

/// <summary>A call as it stands in a template, and the SQL it renders to.</summary>
internal readonly record struct MacroCall(string Template, string Sql);

/// <summary>The ten macros of a synthetic project: their source, and each call with its rendering.</summary>
internal static class Macros
{
    /// <summary>Macro files: name without extension, and source.</summary>
    public static readonly IReadOnlyList<(string File, string Source)> Files =
    [
        ("numbers", """
            {% macro cents_to_units(column, scale=2) %}round({{ column }} / 100.0, {{ scale }})::double{% endmacro %}

            {% macro bucket(column, count=7) %}({{ column }} % {{ count }}){% endmacro %}

            {% macro safe_divide(numerator, denominator, fallback='null') -%}
                coalesce({{ numerator }} / nullif({{ denominator }}, 0), {{ fallback }})
            {%- endmacro %}

            {% macro coalesce_zero(column) %}
                {%- set zero = 0 -%}
                coalesce({{ column }}, {{ zero }})
            {%- endmacro %}

            {% macro is_between(column, low=0, high=1000) -%}
                {{ column }} between {{ low }} and {{ high }}
            {%- endmacro %}

            """),
        ("text", """
            {% macro label_of(column, prefix='group') %}'{{ prefix }}-' || ({{ column }})::varchar{% endmacro %}

            {% macro day_of(column, start='2024-01-01') %}(date '{{ start }}' + ({{ column }})::integer){% endmacro %}

            """),
        ("columns", """
            {% macro columns_of(names, relation) -%}
                {% for name in names %}{{ relation }}.{{ name }}{% if not loop.last %}, {% endif %}{% endfor %}
            {%- endmacro %}

            {% macro one_of(column, values, otherwise='other') -%}
                case {{ column }}
                {%- for value in values %} when '{{ value }}' then '{{ value | upper }}'{% endfor %} else '{{ otherwise }}' end
            {%- endmacro %}

            {% macro audit_columns(column, run='bench') -%}
                {% set version = 1 -%}
                {{ label_of(column, prefix=run) }} as audit_key, {{ version }} as audit_version
            {%- endmacro %}

            """),
    ];

    public static MacroCall CentsToUnits(string column) =>
        new($"cents_to_units('{column}')", $"round({column} / 100.0, 2)::double");

    public static MacroCall Bucket(string column, int count) =>
        count == 7
            ? new($"bucket('{column}')", $"({column} % 7)")
            : new($"bucket('{column}', count={count})", $"({column} % {count})");

    public static MacroCall SafeDivide(string numerator, string denominator) =>
        new($"safe_divide('{numerator}', '{denominator}', fallback=0)", $"coalesce({numerator} / nullif({denominator}, 0), 0)");

    public static MacroCall CoalesceZero(string column) =>
        new($"coalesce_zero('{column}')", $"coalesce({column}, 0)");

    public static MacroCall IsBetween(string column, int high) =>
        new($"is_between('{column}', high={high})", $"{column} between 0 and {high}");

    public static MacroCall LabelOf(string column, string prefix) =>
        new($"label_of('{column}', prefix='{prefix}')", $"'{prefix}-' || ({column})::varchar");

    public static MacroCall DayOf(string column) =>
        new($"day_of('{column}')", $"(date '2024-01-01' + ({column})::integer)");

    public static MacroCall ColumnsOf(string relation, params string[] names) =>
        new($"columns_of([{Quoted(names)}], '{relation}')", string.Join(", ", names.Select(name => $"{relation}.{name}")));

    public static MacroCall OneOf(string column, params string[] values) =>
        new($"one_of('{column}', [{Quoted(values)}])",
            $"case {column}{string.Concat(values.Select(value => $" when '{value}' then '{value.ToUpperInvariant()}'"))} else 'other' end");

    public static MacroCall AuditColumns(string column) =>
        new($"audit_columns('{column}')", $"'bench-' || ({column})::varchar as audit_key, 1 as audit_version");

    private static string Quoted(string[] values) => string.Join(", ", values.Select(value => $"'{value}'"));
}
