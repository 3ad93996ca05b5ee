using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>A selection as it is written, understood: on the command line or in selectors.yml.</summary>
internal abstract record SelectionSpec
{
    /// <summary>As written, where the user is to be told that it matches nothing; otherwise null.</summary>
    public string? Expected { get; init; }

    /// <summary>Where it is written; null for the command line.</summary>
    public SourceSpan? Span { get; init; }

    /// <summary>The terms in it.</summary>
    public abstract IEnumerable<Criterion> Criteria { get; }

    /// <summary>One term.</summary>
    /// <param name="Term">What to match.</param>
    /// <param name="Indirect">Which tests come along.</param>
    public sealed record Criterion(SelectorTerm Term, IndirectSelection Indirect) : SelectionSpec
    {
        public override IEnumerable<Criterion> Criteria => [this];
    }

    /// <summary>All nodes.</summary>
    public sealed record Everything : SelectionSpec
    {
        public override IEnumerable<Criterion> Criteria => [];
    }

    /// <summary>What any of the parts selects.</summary>
    public sealed record Union(ImmutableArray<SelectionSpec> Parts) : SelectionSpec
    {
        public override IEnumerable<Criterion> Criteria => Parts.SelectMany(part => part.Criteria);
    }

    /// <summary>What all of the parts select; nothing where there is none.</summary>
    public sealed record Intersection(ImmutableArray<SelectionSpec> Parts) : SelectionSpec
    {
        public override IEnumerable<Criterion> Criteria => Parts.SelectMany(part => part.Criteria);
    }

    /// <summary>What one selects and the other does not.</summary>
    public sealed record Difference(SelectionSpec From, SelectionSpec Without) : SelectionSpec
    {
        public override IEnumerable<Criterion> Criteria => From.Criteria.Concat(Without.Criteria);
    }

    /// <summary>Selectors as the command line has them: parted by spaces (union) and commas (intersection, which binds tighter).</summary>
    /// <exception cref="DiagnosticException">One of them cannot be read.</exception>
    public static SelectionSpec Parse(ImmutableArray<string> selectors, IndirectSelection indirect, SourceSpan? span = null)
    {
        var parts = selectors.SelectMany(selector => selector.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(SelectionSpec (word) => new Intersection([.. Terms(word)]) { Expected = word, Span = span }).ToImmutableArray();
        return parts is [var only] ? only : new Union(parts) { Expected = parts.IsEmpty ? string.Join(' ', selectors) : null, Span = span };

        IEnumerable<SelectionSpec> Terms(string word) =>
            word.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => new Criterion(SelectorTerm.Parse(text, span), indirect) { Span = span });
    }
}
