using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>What a run will do, as data: making it writes nothing.</summary>
/// <param name="Project">The project.</param>
/// <param name="Steps">In an order that respects <see cref="PlanStep.WaitsFor"/>.</param>
/// <param name="Schemas">Schemas that must exist before the first step.</param>
/// <param name="Existing">What the warehouse held when the plan was made.</param>
public sealed record Plan(Project Project, ImmutableArray<PlanStep> Steps, ImmutableArray<string> Schemas, Catalog Existing)
{
    /// <summary>What every statement of a node carries; null for nothing.</summary>
    public QueryComments? Comments { get; init; }

    /// <summary>Which nodes read personal data: what the database says of their values is not passed on. Null where none is looked after.</summary>
    public PersonalData? Personal { get; init; }

    /// <summary>What must not come back with what is built; null where nothing was ever purged.</summary>
    public Forgetting? Forgetting { get; init; }

    /// <summary>Where rows of files are kept that cannot be read; null where no step keeps any.</summary>
    public Relation? Rejected { get; init; }

    /// <summary>Statements run before the first step.</summary>
    public ImmutableArray<PlannedHook> OnRunStart { get; init; } = [];

    /// <summary>Statements run after the last step.</summary>
    public ImmutableArray<PlannedHook> OnRunEnd { get; init; } = [];

    /// <summary>Number of nodes in it, gating tests included.</summary>
    public int NodeCount => Steps.Sum(step => 1 + step.GatingTests.Length);

    /// <summary>The SQL of models and tests, as far as it is known: what artifacts show.</summary>
    public IEnumerable<(Node Node, CompiledSql Sql)> CompiledNodes => Steps.SelectMany(step => step switch
    {
        PlanStep.OfQuery model => step.GatingTests.Select(test => ((Node)test.Node, test.Sql)).Prepend((model.Node, model.Sql)),
        PlanStep.ShowAnalysis analysis => [(analysis.Node, analysis.Sql)],
        PlanStep.RunTest test => [((Node)test.Node, test.Test.Sql)],
        PlanStep.RunUnitTest test => [(test.Node, StepSql.Of(test.Sql))],
        _ => step.GatingTests.Select(test => ((Node)test.Node, test.Sql)),
    }).Where(pair => pair.Sql.Compiled is not null).Select(pair => (pair.Item1, pair.Sql.Compiled!));
}

/// <summary>A unit of running: a node and the tests that decide whether it is published.</summary>
public abstract record PlanStep
{
    /// <summary>The node.</summary>
    public required Node Node { get; init; }

    /// <summary>How long it took to make its SQL and that of its tests; null where that is not known.</summary>
    public CompileTime? Compiled { get; init; }

    /// <summary>Steps that must have succeeded before.</summary>
    public ImmutableArray<NodeId> WaitsFor { get; init; } = [];

    /// <summary>Tests that run on the new relation before it is published.</summary>
    public ImmutableArray<PlannedTest> GatingTests { get; init; } = [];

    /// <summary>Statements run before the node is made.</summary>
    public ImmutableArray<PlannedHook> PreHooks { get; init; } = [];

    /// <summary>Statements run when the node is published.</summary>
    public ImmutableArray<PlannedHook> PostHooks { get; init; } = [];

    /// <summary>The sources in files that it reads without those rows that cannot be read.</summary>
    internal ImmutableArray<SourceReader> Readers { get; init; } = [];

    /// <summary>Makes the indexes of a table that has been published; null for none.</summary>
    internal Func<LiveRendering, Templating.Values.Value>? Indexes { get; init; }

    /// <summary>Makes or changes a relation by a query.</summary>
    public abstract record OfQuery : PlanStep
    {
        /// <summary>Where the relation lives by its configuration.</summary>
        public required Relation Target { get; init; }

        /// <summary>The query.</summary>
        public required StepSql Sql { get; init; }

        /// <summary>What the query must return and the relation enforce; null where the model has no enforced contract.</summary>
        public PlannedContract? Contract { get; init; }
    }

    /// <summary>Makes a model by a materialization block of the project or a package.</summary>
    public sealed record Materialize : OfQuery
    {
        internal Func<LiveRendering, CompiledSql, ImmutableArray<Relation>> Run { get; init; } = (_, _) => [];
    }

    /// <summary>Compares the rows of a query with a snapshot, and keeps what has changed.</summary>
    public sealed record TakeSnapshot : OfQuery
    {
        /// <summary>The stored relation of which the query returns all rows as they are; null where it does more.</summary>
        public Relation? ReadsAllOf { get; init; }

        /// <summary>Whether rows may be missing from what the query returns: what is kept already would be taken for gone, and stays as it is.</summary>
        public bool IsPartial { get; init; }

        internal SnapshotMacros? Macros { get; init; }
    }

    /// <summary>Makes a function, whose body is the query or an expression.</summary>
    public sealed record MakeFunction : OfQuery
    {
        internal MakeFunction(FunctionMacros macros) => Macros = macros;

        /// <summary>The function.</summary>
        public FunctionNode Function => (FunctionNode)Node;

        internal FunctionMacros Macros { get; }
    }

    /// <summary>Makes a view or table from a query.</summary>
    public sealed record BuildModel : OfQuery
    {
        /// <summary>View or table.</summary>
        public required RelationKind Kind { get; init; }
    }

    /// <summary>Changes the table of an incremental model in place.</summary>
    public sealed record ChangeModel : OfQuery
    {
        internal ChangeModel(NodeMacros macros) => Macros = macros;

        /// <summary>How.</summary>
        public required IncrementalConfig Config { get; init; }

        internal NodeMacros Macros { get; }
    }

    /// <summary>Makes an incremental model batch by batch, each in a transaction of its own.</summary>
    public sealed record RunBatches : OfQuery
    {
        /// <summary>In order of time.</summary>
        public required ImmutableArray<PlannedBatch> Batches { get; init; }

        /// <summary>Batches that an earlier run has made, where this one goes on from it.</summary>
        public ImmutableArray<EventWindow> Made { get; init; } = [];

        /// <summary>Whether the first batch makes the table anew.</summary>
        public required bool BuildsAnew { get; init; }
    }

    /// <summary>Loads a CSV file into a table.</summary>
    public sealed record LoadSeed : PlanStep
    {
        /// <summary>Where.</summary>
        public required Relation Target { get; init; }

        /// <summary>The query that reads the file.</summary>
        public required CompiledSql Sql { get; init; }

        /// <summary>A query that fails where a row is malformed and names its line, for use after <see cref="Sql"/> has failed; null where there is none.</summary>
        public string? Check { get; init; }
    }

    /// <summary>Nothing to run: a query to look at.</summary>
    public sealed record ShowAnalysis : PlanStep
    {
        /// <summary>The query.</summary>
        public required StepSql Sql { get; init; }
    }

    /// <summary>Asks how old the newest row of a relation is.</summary>
    public sealed record CheckFreshness : PlanStep
    {
        /// <summary>How old it may be.</summary>
        public required FreshnessRules Rules { get; init; }

        /// <summary>The query for the moment of the newest row; not used where there are <see cref="Files"/>.</summary>
        public required StepSql Sql { get; init; }

        /// <summary>Files whose own age counts, where nothing in them says when a row was loaded.</summary>
        public ImmutableArray<string> Files { get; init; } = [];
    }

    /// <summary>Runs a unit test, in a database in memory.</summary>
    public sealed record RunUnitTest : PlanStep
    {
        /// <summary>Tables to make first.</summary>
        public ImmutableArray<UnitTestTable> Given { get; init; } = [];

        /// <summary>Functions to make before the query, each behind those it calls.</summary>
        public ImmutableArray<MakeFunction> Functions { get; init; } = [];

        /// <summary>The schema that functions and the changed table have to themselves, for the time of the test.</summary>
        public static string SchemaOf(UnitTestNode test) => test.Id.ToString();

        /// <summary>The query that is tested, or the text that a macro gave.</summary>
        public required CompiledSql Sql { get; init; }

        /// <summary>What changes the table whose rows are expected; null where the rows are those of the query.</summary>
        public OfQuery? Change { get; init; }

        /// <summary>That table before the change; null where there is none yet.</summary>
        public UnitTestTable? Before { get; init; }

        /// <summary>The test.</summary>
        public UnitTestNode Test => (UnitTestNode)Node;
    }

    /// <summary>Runs a test that gates nothing, after what it reads has been published.</summary>
    public sealed record RunTest : PlanStep
    {
        /// <summary>The test.</summary>
        public required PlannedTest Test { get; init; }
    }
}

/// <summary>A batch of a model, ready to run.</summary>
/// <param name="Window">The time of its rows.</param>
/// <param name="Step">What makes it: the table for the first one where it is built anew, otherwise a change of it.</param>
public sealed record PlannedBatch(EventWindow Window, PlanStep.OfQuery Step);

/// <summary>A table that a unit test's query reads.</summary>
/// <param name="Name">Its name in SQL.</param>
/// <param name="Query">Its rows.</param>
/// <param name="Span">The input that gives them.</param>
public sealed record UnitTestTable(string Name, CompiledSql Query, SourceSpan Span);

/// <summary>A test, ready to run.</summary>
/// <param name="Node">The test.</param>
/// <param name="Sql">The query for failing rows, against the published relations: what artifacts show.</param>
/// <param name="RunSql">What is run: the failures counted, against the relation about to be published where the test gates.</param>
public sealed record PlannedTest(DataTestNode Node, StepSql Sql, StepSql RunSql)
{
    /// <summary>Makes the relation that keeps the rows found, before they are counted there; null where none are kept.</summary>
    public StepSql? StoreSql { get; init; }

    /// <summary>Whether something of it is rendered only when it is run.</summary>
    public bool IsDeferred => RunSql.IsDeferred || StoreSql is { IsDeferred: true };
}
