using CareTally.SampleData.Simulation;

namespace CareTally.SampleData.Systems;

internal enum AgentState
{
    Available,
    OnContact,
    Wrap,
    Break,
    Lunch,
    Training,
}

/// <summary>What an agent did all day, without gaps or overlaps.</summary>
internal static class AgentTimeline
{
    public static IEnumerable<(long From, long To, AgentState State)> Of(AgentDay day)
    {
        if (day.IsAbsent) yield break;
        var at = day.Actual[0].From;
        foreach (var (from, wrapFrom, to) in day.Handling.OrderBy(handled => handled.From))
        {
            foreach (var stretch in Idle(day, at, from)) yield return stretch;
            at = Math.Max(at, from);
            if (wrapFrom > at) yield return (at, wrapFrom, AgentState.OnContact);
            at = Math.Max(at, wrapFrom);
            if (to > at) yield return (at, to, AgentState.Wrap);
            at = Math.Max(at, to);
        }

        foreach (var stretch in Idle(day, at, day.Actual[^1].To)) yield return stretch;
    }

    private static IEnumerable<(long From, long To, AgentState State)> Idle(AgentDay day, long from, long to)
    {
        foreach (var stretch in day.Actual)
        {
            var (begins, ends) = (Math.Max(from, stretch.From), Math.Min(to, stretch.To));
            if (ends > begins) yield return (begins, ends, StateOf(stretch.Activity));
        }
    }

    private static AgentState StateOf(Activity activity) => activity switch
    {
        Activity.Break => AgentState.Break,
        Activity.Lunch => AgentState.Lunch,
        Activity.Training => AgentState.Training,
        _ => AgentState.Available,
    };
}
