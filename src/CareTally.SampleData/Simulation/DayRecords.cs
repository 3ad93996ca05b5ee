namespace CareTally.SampleData.Simulation;

/// <summary>All that began on a day. Nothing in it changes any more, whoever reads it.</summary>
internal sealed class DayRecords(int day, DateOnly date)
{
    /// <summary>From 0.</summary>
    public int Day { get; } = day;

    public DateOnly Date { get; } = date;

    public List<Contact> Contacts { get; } = [];

    public List<Case> Cases { get; } = [];

    /// <summary>Invitations by tools beside the systems that contacts come in by.</summary>
    public List<Survey> Surveys { get; } = [];

    public List<Evaluation> Evaluations { get; } = [];

    public List<Calibration> Calibrations { get; } = [];

    public List<Coaching> Coachings { get; } = [];

    public List<AgentDay> AgentDays { get; } = [];

    public List<Forecast> Forecasts { get; } = [];

    /// <summary>The month that ends on this day; empty on other days.</summary>
    public List<CustomerMonth> CustomerMonths { get; } = [];

    /// <summary>What was read and searched in the help centre.</summary>
    public KnowledgeDay Knowledge { get; set; } = KnowledgeDay.Nothing;

    public IEnumerable<Contact> ContactsOf(string system) => Contacts.Where(contact => contact.System == system);

    public IEnumerable<Case> CasesOf(string system) => Cases.Where(about => about.System == system);
}

/// <summary>What a planner expected, a week ahead, of a queue in half an hour.</summary>
/// <param name="System">The centre.</param>
/// <param name="Queue">The queue.</param>
/// <param name="From">When the half hour begins.</param>
/// <param name="Contacts">Expected contacts.</param>
/// <param name="TalkSeconds">Expected seconds of talk.</param>
/// <param name="WrapSeconds">And of wrap-up.</param>
/// <param name="Agents">Agents needed.</param>
internal sealed record Forecast(string System, QueueName Queue, long From, double Contacts, double TalkSeconds, double WrapSeconds, double Agents);

/// <summary>A day of the help centre.</summary>
/// <param name="Articles">Article, views, votes up and down.</param>
/// <param name="Searches">Topic, searches, without a result, without a click, and tickets opened after.</param>
internal sealed record KnowledgeDay(IReadOnlyList<(int Article, int Views, int Up, int Down)> Articles, IReadOnlyList<(string Topic, int Searches, int NoResult, int NoClick, int Tickets)> Searches)
{
    public static readonly KnowledgeDay Nothing = new([], []);
}
