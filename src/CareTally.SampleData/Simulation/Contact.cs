namespace CareTally.SampleData.Simulation;

/// <summary>How a contact came to be.</summary>
internal enum ContactKind
{
    Inbound,
    AfterHours,
    Outbound,
    Callback,
    Test,
}

/// <summary>How a queue visit ended.</summary>
internal enum SegmentOutcome
{
    Open,
    Answered,
    Abandoned,
    Missed,
    Voicemail,
    Callback,
    Connected,
    NotConnected,
}

/// <summary>A queue visit of a call or chat. Times are seconds since 1970, UTC.</summary>
internal sealed class Segment
{
    /// <summary>Counts through all segments of the sample.</summary>
    public required ulong Number { get; init; }

    public required QueueName Queue { get; init; }

    public required long QueuedAt { get; init; }

    public bool IsTransferIn { get; init; }

    public bool IsTransferOut { get; set; }

    public Agent? Agent { get; set; }

    public long? AnsweredAt { get; set; }

    /// <summary>When the customer left it.</summary>
    public long LeftAt { get; set; }

    /// <summary>When the agent was done with it.</summary>
    public long EndAt { get; set; }

    public SegmentOutcome Outcome { get; set; }

    public int Wait { get; set; }

    public int Ring { get; set; }

    public int Talk { get; set; }

    public int Hold { get; set; }

    public int Wrap { get; set; }

    public bool IsHandled => Outcome is SegmentOutcome.Answered or SegmentOutcome.Connected;
}

/// <summary>The queues of calls and chats.</summary>
internal enum QueueName
{
    Billing,
    Technical,
    Sales,
    Escalations,
}

/// <summary>A call or a chat. Made within one day, and never changed after it.</summary>
internal sealed class Contact
{
    public required ulong Number { get; init; }

    /// <summary>The system it came in by.</summary>
    public required string System { get; init; }

    public required Customer Customer { get; init; }

    public required Issue Issue { get; init; }

    public required ContactKind Kind { get; init; }

    public required long StartedAt { get; init; }

    public long MenuLeftAt { get; set; }

    /// <summary>What was chosen in the menu; empty where nothing was.</summary>
    public string MenuPath { get; set; } = "";

    /// <summary>When the customer had left.</summary>
    public long EndedAt { get; set; }

    public List<Segment> Segments { get; } = [];

    public bool IsResolved { get; set; }

    public bool IsRepeat { get; init; }

    /// <summary>The call this one answers, where it is a callback.</summary>
    public Contact? CallbackOf { get; init; }

    public string? Disposition { get; set; }

    /// <summary>The invitation to a survey of the system's own; null where none was sent.</summary>
    public Survey? Survey { get; set; }

    /// <summary>The case that an agent opened after it.</summary>
    public Case? Case { get; set; }

    /// <summary>The last visit that somebody handled.</summary>
    public Segment? LastHandled => Segments.FindLast(segment => segment.IsHandled);
}
