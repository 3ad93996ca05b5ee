using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>One rendering: what it can reach, what it says, and what is only about to be published.</summary>
/// <param name="Warehouse">How it reaches the database.</param>
/// <param name="Messages">What it says.</param>
/// <param name="Pending">The node whose relation is not published yet and is read under its pending name; null for none.</param>
internal sealed record Occasion(ITemplateWarehouse Warehouse, TemplateMessages Messages, NodeId? Pending)
{
    /// <summary>Stops the rendering.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The time of the rows that a batch makes, or null where a model is not made in batches.</summary>
    public EventWindow? Window { get; init; }

    /// <summary>Whether the node's table is changed in place, where that is not what the plan as a whole says: batches behind the one that makes it.</summary>
    public bool? IsInPlace { get; init; }

    /// <summary>Whether the node's <c>sql_header</c> has been run by now, so that no macro is to write it again.</summary>
    public bool IsHeaderRun { get; init; }

    /// <summary>The columns of the node's query, where they are known: configs that name columns are then seen as SQL takes them.</summary>
    public IReadOnlyCollection<Column> Columns { get; init; } = [];

    /// <summary>Further names that the template sees.</summary>
    public IReadOnlyDictionary<string, Value> Extra { get; init; } = new Dictionary<string, Value>();
}

/// <summary>The warehouse at hand: where what was put off is rendered.</summary>
/// <param name="Warehouse">A session.</param>
/// <param name="Tell">Receives what templates say.</param>
/// <param name="CancellationToken">Stops the rendering.</param>
internal sealed record LiveRendering(ITemplateWarehouse Warehouse, Action<TemplateMessage> Tell, CancellationToken CancellationToken)
{
    /// <summary>Renders, and tells what was said, also where it fails: this is not done again.</summary>
    public T Run<T>(NodeId? pending, Func<Occasion, T> render)
    {
        var occasion = new Occasion(Warehouse, new TemplateMessages(), pending) { CancellationToken = CancellationToken };
        try
        {
            return render(occasion);
        }
        finally
        {
            occasion.Messages.Tell(Tell);
        }
    }
}
