using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems;

/// <summary>What a centre's system has gathered since the export before.</summary>
/// <param name="Label">The last day, which names the files.</param>
/// <param name="MadeAt">When the export is made: nothing later is known.</param>
/// <param name="Day">The last day.</param>
/// <param name="Contacts">Contacts that have ended.</param>
/// <param name="AgentDays">Shifts.</param>
internal sealed record PeriodExport(string Label, long MadeAt, DayRecords Day, IReadOnlyList<Contact> Contacts, IReadOnlyList<AgentDay> AgentDays);

/// <summary>Gathers contacts and shifts of a centre, and exports them a period at a time.</summary>
internal abstract class PeriodWriter(WriterContext context, string system) : ISystemWriter
{
    private readonly List<Contact> _contacts = [];
    private readonly List<AgentDay> _agentDays = [];

    protected WriterContext Context { get; } = context;

    protected string Folder { get; } = system;

    public void Add(DayRecords day)
    {
        _contacts.AddRange(day.ContactsOf(Folder).Where(contact => (contact.LastHandled?.EndAt ?? contact.EndedAt) < Context.Calendar.End));
        _agentDays.AddRange(day.AgentDays.Where(agentDay => agentDay.Agent.Centre == Folder));
        if (!Context.IsExportDay(day)) return;
        var madeAt = (Context.IsLast(day) ? Context.Calendar.End : Zone.NewYork.InstantOf(day.Date.AddDays(1), 0)) - 1;
        Export(new PeriodExport(Format.Date(day.Date), madeAt, day, _contacts, _agentDays));
        _contacts.Clear();
        _agentDays.Clear();
    }

    protected abstract void Export(PeriodExport export);

    protected IEnumerable<Agent> AgentsOn(DateOnly date) => Context.Agents.Where(agent => agent.Centre == Folder && agent.HiredOn <= date);

    /// <summary>Writes rows into files of a size that readers bear.</summary>
    protected void Pages<T>(IReadOnlyList<T> rows, Func<int, string> name, Action<JsonFile, IReadOnlyList<T>> write)
    {
        foreach (var (page, some) in WriterContext.Pages(rows))
        {
            using var file = Context.Folder.OpenJson($"{Folder}/{name(page)}");
            write(file, some);
        }
    }
}
