namespace CareTally.SampleData.Simulation;

/// <summary>A contact that is about to come.</summary>
/// <param name="At">When.</param>
/// <param name="Customer">Whose.</param>
/// <param name="Issue">About what.</param>
/// <param name="Kind">How it comes to be.</param>
/// <param name="IsRepeat">Whether the customer asks again.</param>
internal sealed record Demand(long At, Customer Customer, Issue Issue, ContactKind Kind, bool IsRepeat);

/// <summary>Counts what is numbered through the whole sample.</summary>
internal sealed class Counters
{
    public ulong Contacts { get; set; }

    public ulong Segments { get; set; }

    public ulong Cases { get; set; }

    public ulong Surveys { get; set; }

    public ulong Evaluations { get; set; }
}

/// <summary>A day of one centre's calls or chats: queues, agents and the patience of those who wait.</summary>
internal sealed class ContactDay
{
    private const int LongestWait = 600;

    private readonly Centre _centre;
    private readonly SampleCalendar _calendar;
    private readonly Counters _counters;
    private readonly Randomness _random;
    private readonly Desk[] _desks;
    private readonly PriorityQueue<Event, (long At, int Order)> _events = new();
    private readonly LinkedList<(Contact Contact, Segment Segment)>[] _waiting = [new(), new(), new(), new()];
    private readonly List<Contact> _contacts = [];
    private int _order;

    private enum EventKind
    {
        Arrive,
        Queue,
        Answer,
        Free,
        Done,
        GiveUp,
        TooLong,
        Dial,
    }

    private sealed record Event(EventKind Kind, Demand? Demand = null, Contact? Contact = null, Segment? Segment = null, QueueName Queue = default, Desk? Desk = null);

    // An agent at work: how many contacts are handled now, and until when the desk is known to be idle.
    private sealed class Desk(AgentDay day)
    {
        public AgentDay Day { get; } = day;

        public int Busy { get; set; }

        public long IdleSince { get; set; }

        public bool IsOnPhone(long instant)
        {
            foreach (var stretch in Day.Actual)
            {
                if (instant >= stretch.From && instant < stretch.To) return stretch.Activity == Activity.Phone;
            }

            return false;
        }

        // Few agents take everything; where there are many, a third also helps out in other queues. Escalations are for the best.
        public bool Handles(QueueName queue, bool isSmall) => isSmall || queue switch
        {
            QueueName.Escalations => Day.Agent.Team == Issue.Technical && Day.Agent.Place % 2 == 1,
            _ => queue == ContactDay.QueueOf(Day.Agent.Team) || Day.Agent.Place % 3 == 0,
        };
    }

    public ContactDay(Centre centre, SampleCalendar calendar, Counters counters, Randomness random, List<AgentDay> staff)
    {
        (_centre, _calendar, _counters, _random) = (centre, calendar, counters, random);
        _desks = [.. staff.Where(day => !day.IsAbsent).Select(day => new Desk(day))];
        foreach (var desk in _desks)
        {
            foreach (var stretch in desk.Day.Actual.Where(stretch => stretch.Activity == Activity.Phone)) Push(stretch.From, new Event(EventKind.Free, Desk: desk));
        }
    }

    /// <summary>What happens of the day's demand.</summary>
    public List<Contact> Run(IEnumerable<Demand> demand)
    {
        foreach (var one in demand) Push(one.At, new Event(one.Kind == ContactKind.Outbound ? EventKind.Dial : EventKind.Arrive, one));
        while (_events.TryDequeue(out var next, out var when)) Handle(next, when.At);
        foreach (var contact in _contacts) Conclude(contact);
        return _contacts;
    }

    public static QueueName QueueOf(Issue issue) => issue switch
    {
        Issue.Technical => QueueName.Technical,
        Issue.Sales => QueueName.Sales,
        _ => QueueName.Billing,
    };

    private void Push(long at, Event happens) => _events.Enqueue(happens, (at, _order++));

    private void Handle(Event happens, long at)
    {
        switch (happens.Kind)
        {
            case EventKind.Arrive: Arrive(happens.Demand!, at); break;
            case EventKind.Queue: Enter(happens.Contact!, happens.Queue, at, isTransfer: false); break;
            case EventKind.Answer: Answer(happens.Contact!, happens.Segment!, happens.Desk!, at); break;
            case EventKind.Free: TakeNext(happens.Desk!, at); break;
            case EventKind.Done: Release(happens.Desk!, at); break;
            case EventKind.Dial: Dial(happens.Demand!, happens.Contact, at); break;
            case EventKind.TooLong: Leave(happens.Contact!, happens.Segment!, SegmentOutcome.Missed, at); break;
            default: GiveUp(happens.Contact!, happens.Segment!, at); break;
        }
    }

    private Contact Begin(Demand demand, long at, Contact? callbackOf = null)
    {
        var contact = new Contact
        {
            Number = ++_counters.Contacts,
            System = _centre.System,
            Customer = demand.Customer,
            Issue = demand.Issue,
            Kind = callbackOf is null ? demand.Kind : ContactKind.Callback,
            StartedAt = at,
            MenuLeftAt = at,
            EndedAt = at,
            IsRepeat = demand.IsRepeat,
            CallbackOf = callbackOf,
        };
        _contacts.Add(contact);
        return contact;
    }

    private void Arrive(Demand demand, long at)
    {
        var contact = Begin(demand, at);
        if (_centre.Medium == Medium.Voice)
        {
            contact.MenuLeftAt = at + (demand.Kind == ContactKind.Inbound ? _random.Between(8, 45) : 2);
            contact.MenuPath = _random.Pick(["1", "2", "1,2", "3"]);
        }

        contact.EndedAt = contact.MenuLeftAt;
        if (demand.Kind == ContactKind.Inbound && _centre.Medium == Medium.Voice && _random.Chance(0.05)) contact.MenuPath = "";
        else if (demand.Kind == ContactKind.AfterHours) LeaveMessage(contact);
        else Push(contact.MenuLeftAt, new Event(EventKind.Queue, Contact: contact, Queue: QueueOf(demand.Issue)));
    }

    private void LeaveMessage(Contact contact)
    {
        var segment = Visit(contact, QueueOf(contact.Issue), contact.MenuLeftAt, isTransfer: false);
        Finish(segment, SegmentOutcome.Voicemail, contact.MenuLeftAt + _random.Between(10, 40));
        contact.EndedAt = segment.EndAt;
    }

    private Segment Visit(Contact contact, QueueName queue, long at, bool isTransfer)
    {
        var segment = new Segment { Number = ++_counters.Segments, Queue = queue, QueuedAt = at, IsTransferIn = isTransfer };
        contact.Segments.Add(segment);
        return segment;
    }

    private void Enter(Contact contact, QueueName queue, long at, bool isTransfer)
    {
        var segment = Visit(contact, queue, at, isTransfer);
        _waiting[(int)queue].AddLast((contact, segment));
        if (contact.Kind != ContactKind.Test)
        {
            var patience = _random.Chance(0.03) ? _random.Between(1, 6) : Math.Max(3, (int)_random.Weibull(_centre.Medium == Medium.Chat ? 260 : 420, 1.1));
            Push(at + patience, new Event(EventKind.GiveUp, Contact: contact, Segment: segment));
        }

        Push(at + LongestWait, new Event(EventKind.TooLong, Contact: contact, Segment: segment));
        if (FindIdle(queue, at) is { } desk) TakeNext(desk, at);
    }

    private bool IsSmall => _desks.Length <= 5;

    private Desk? FindIdle(QueueName queue, long at)
    {
        Desk? best = null;
        foreach (var desk in _desks)
        {
            if (desk.Busy >= _centre.Capacity || !desk.Handles(queue, IsSmall) || !desk.IsOnPhone(at)) continue;
            if (best is null || desk.Busy < best.Busy || (desk.Busy == best.Busy && desk.IdleSince < best.IdleSince)) best = desk;
        }

        return best;
    }

    // The one that has waited longest in a queue the agent handles.
    private void TakeNext(Desk desk, long at)
    {
        while (desk.Busy < _centre.Capacity && desk.IsOnPhone(at))
        {
            LinkedList<(Contact Contact, Segment Segment)>? longest = null;
            for (var queue = 0; queue < _waiting.Length; queue++)
            {
                while (_waiting[queue].First is { } first && first.Value.Segment.Outcome != SegmentOutcome.Open) _waiting[queue].RemoveFirst();
                if (_waiting[queue].First is { } head && desk.Handles((QueueName)queue, IsSmall) && (longest is null || head.Value.Segment.QueuedAt < longest.First!.Value.Segment.QueuedAt)) longest = _waiting[queue];
            }

            if (longest is null) return;
            var (contact, segment) = longest.First!.Value;
            longest.RemoveFirst();
            segment.Agent = desk.Day.Agent;
            segment.Ring = _random.Between(2, 9);
            desk.Busy++;
            Push(at + segment.Ring, new Event(EventKind.Answer, Contact: contact, Segment: segment, Desk: desk));
        }
    }

    private void Answer(Contact contact, Segment segment, Desk desk, long at)
    {
        if (segment.Outcome != SegmentOutcome.Open) // gave up while it rang
        {
            Release(desk, at);
            return;
        }

        var isTest = contact.Kind == ContactKind.Test;
        var pace = 1 - (0.12 * desk.Day.Agent.Skill);
        Finish(segment, SegmentOutcome.Answered, at);
        segment.AnsweredAt = at;
        segment.Talk = isTest ? 1 : Math.Max(4, (int)_random.LogNormal(_centre.MeanTalk(segment.Queue) * pace, 0.7));
        segment.Hold = !isTest && _centre.Medium == Medium.Voice && _random.Chance(0.22) ? _random.Between(15, 120) : 0;
        segment.Wrap = _random.Between(8, 70);
        Occupy(contact, segment, desk, at);
        var next = segment.Queue == QueueName.Technical ? QueueName.Escalations : QueueName.Technical;
        var chance = segment.Queue is QueueName.Escalations || segment.IsTransferIn || contact.Kind != ContactKind.Inbound ? 0 : segment.Queue == QueueName.Technical ? 0.03 : 0.07;
        if (!_random.Chance(chance)) return;
        segment.IsTransferOut = true;
        Push(segment.LeftAt, new Event(EventKind.Queue, Contact: contact, Queue: next));
    }

    private void Occupy(Contact contact, Segment segment, Desk desk, long at)
    {
        segment.LeftAt = at + segment.Talk + segment.Hold;
        segment.EndAt = segment.LeftAt + segment.Wrap;
        contact.EndedAt = segment.LeftAt;
        desk.Day.Handling.Add((at, segment.LeftAt, segment.EndAt));
        Push(segment.EndAt, new Event(EventKind.Done, Desk: desk));
    }

    private void Release(Desk desk, long at)
    {
        desk.Busy--;
        desk.IdleSince = at;
        TakeNext(desk, at);
    }

    private void GiveUp(Contact contact, Segment segment, long at)
    {
        var wait = at - segment.QueuedAt;
        var outcome = _centre.Medium == Medium.Voice && wait > 60 && _random.Chance(0.2) ? SegmentOutcome.Voicemail : SegmentOutcome.Abandoned;
        if (_centre.OffersCallback && wait > 90 && _random.Chance(0.35)) outcome = SegmentOutcome.Callback;
        var isOver = Leave(contact, segment, outcome, at);
        if (isOver && outcome == SegmentOutcome.Callback)
            Push(at + _random.Between(600, 3600), new Event(EventKind.Dial, new Demand(at, contact.Customer, contact.Issue, ContactKind.Callback, false), contact));
        if (isOver && outcome == SegmentOutcome.Abandoned && wait >= 5 && _random.Chance(0.3))
            Push(at + _random.Between(120, 5400), new Event(EventKind.Arrive, new Demand(at, contact.Customer, contact.Issue, ContactKind.Inbound, true)));
    }

    private static bool Leave(Contact contact, Segment segment, SegmentOutcome outcome, long at)
    {
        if (segment.Outcome != SegmentOutcome.Open) return false;
        segment.Agent = null;
        Finish(segment, outcome, at);
        contact.EndedAt = at;
        return true;
    }

    private static void Finish(Segment segment, SegmentOutcome outcome, long at)
    {
        segment.Outcome = outcome;
        segment.Wait = (int)(at - segment.QueuedAt);
        segment.LeftAt = segment.EndAt = at;
    }

    // Somebody who is idle calls a customer; nobody is, nobody calls.
    private void Dial(Demand demand, Contact? callbackOf, long at)
    {
        if (FindIdle(QueueOf(demand.Issue), at) is not { } desk) return;
        var contact = Begin(demand, at, callbackOf);
        var segment = Visit(contact, QueueOf(demand.Issue), at, isTransfer: false);
        segment.Agent = desk.Day.Agent;
        segment.Ring = _random.Between(5, 30);
        desk.Busy++;
        var answered = at + segment.Ring;
        if (_random.Chance(callbackOf is null ? 0.6 : 0.85))
        {
            Finish(segment, SegmentOutcome.Connected, answered);
            segment.AnsweredAt = answered;
            segment.Talk = _random.Between(20, 400);
            segment.Wrap = _random.Between(5, 40);
            Occupy(contact, segment, desk, answered);
        }
        else
        {
            Finish(segment, SegmentOutcome.NotConnected, answered);
            contact.EndedAt = answered;
            Push(answered, new Event(EventKind.Done, Desk: desk));
        }
    }

    // Whether it helped, and what the agent notes of it.
    private void Conclude(Contact contact)
    {
        if (contact.LastHandled is not { Agent: { } agent } handled || contact.Kind == ContactKind.Test) return;
        var isNew = handled.AnsweredAt < _centre.Zone.InstantOf(agent.HiredOn.AddDays(90), 0);
        var chance = 0.8 + (0.08 * agent.Skill) - (contact.IsRepeat ? 0.04 : 0) - (isNew ? 0.07 : 0)
            - (contact.Issue == Issue.Technical && _calendar.HasIncident(contact.StartedAt) ? 0.35 : 0);
        contact.IsResolved = _random.Chance(Math.Clamp(chance, 0.2, 0.97));
        if (!_random.Chance(0.9) || contact.Kind == ContactKind.Outbound) return; // agents forget
        var topic = contact.Issue.ToString();
        contact.Disposition = contact.IsResolved ? $"{topic} - resolved" : $"{topic} - follow-up";
    }
}
