namespace CareTally.Templating;

/// <summary>How much one rendering may use, so that no template can hang or exhaust the machine.</summary>
/// <param name="MaxSteps">Statements, loop passes, calls and items gone through, in all.</param>
/// <param name="MaxDepth">Macros calling macros.</param>
/// <param name="MaxOutputChars">Longest text, printed or made by an operation.</param>
/// <param name="MaxTime">Longest time.</param>
public sealed record TemplateLimits(int MaxSteps, int MaxDepth, int MaxOutputChars, TimeSpan MaxTime)
{
    /// <summary>Ten million steps, 250 calls deep, 16 million characters, one minute.</summary>
    public static readonly TemplateLimits Default = new(10_000_000, 250, 16_000_000, TimeSpan.FromMinutes(1));
}
