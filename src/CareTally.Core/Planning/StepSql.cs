namespace CareTally.Core.Planning;

/// <summary>
/// The SQL of a step: made with the plan, or, where its template looks at the warehouse, deferred and made just before the step is run,
/// on the step's own session.
/// </summary>
public sealed class StepSql
{
    private readonly Func<LiveRendering, CompiledSql>? _render;

    private StepSql(CompiledSql? compiled, Func<LiveRendering, CompiledSql>? render) => (Compiled, _render) = (compiled, render);

    /// <summary>The SQL; null where it is deferred.</summary>
    public CompiledSql? Compiled { get; }

    /// <summary>Whether it is made only when the step is run.</summary>
    public bool IsDeferred => Compiled is null;

    /// <summary>SQL that is known.</summary>
    public static StepSql Of(CompiledSql sql) => new(sql, null);

    internal static StepSql Later(Func<LiveRendering, CompiledSql> render) => new(null, render);

    /// <summary>The SQL, rendered now where it is deferred.</summary>
    internal CompiledSql On(LiveRendering live) => Compiled ?? _render!(live);
}
