namespace CareTally.SampleData.Simulation;

internal enum CaseChannel
{
    Email,
    Web,
    Phone,
    Chat,
    Messaging,
    Social,
}

internal enum CaseGroup
{
    Billing,
    Technical,
    Engineering,
}

internal enum CaseStatus
{
    New,
    Open,
    Pending,
    Hold,
    Solved,
    Closed,
}

internal enum Actor
{
    Customer,
    Agent,
    Automation,
}

/// <summary>What happened to a case at an instant; what is null stays as it was.</summary>
internal sealed record CaseStep(long At, Actor By)
{
    public bool IsPublicReply { get; init; }

    public bool IsNote { get; init; }

    public CaseStatus? Status { get; init; }

    public CaseGroup? Group { get; init; }

    /// <summary>1 (urgent) to 4 (low).</summary>
    public int? Priority { get; init; }

    /// <summary>Whether the case's agent takes it.</summary>
    public bool Assigns { get; init; }

    /// <summary>What the customer answered to the survey.</summary>
    public bool? IsSatisfied { get; init; }

    public bool OffersSurvey { get; init; }

    /// <summary>Seconds an agent worked for it.</summary>
    public int Effort { get; init; }
}

/// <summary>A case with all that will ever happen to it. Exports show of it what had happened when they were made.</summary>
internal sealed class Case
{
    public required ulong Number { get; init; }

    public required string System { get; init; }

    public required Customer Customer { get; init; }

    public required Agent Agent { get; init; }

    public required CaseChannel Channel { get; init; }

    public required Issue Issue { get; init; }

    /// <summary>What it is about as the case's field says; null where nobody filled it in.</summary>
    public string? IssueField { get; init; }

    public string? Area { get; init; }

    public bool IsTest { get; init; }

    /// <summary>Whether an agent wrote it, after a call or on behalf of the customer.</summary>
    public bool IsByAgent { get; init; }

    /// <summary>The call or chat it was opened after.</summary>
    public Contact? After { get; init; }

    public long? DeletedAt { get; set; }

    public bool IsFollowUp { get; init; }

    public List<CaseStep> Steps { get; } = [];

    /// <summary>The survey about it; null where none was sent.</summary>
    public Survey? Survey { get; set; }

    public long CreatedAt => Steps[0].At;

    public long LastChangeAt => DeletedAt ?? Steps[^1].At;

    /// <summary>How it stood at an instant.</summary>
    public CaseState At(long instant)
    {
        var state = new CaseState();
        foreach (var step in Steps)
        {
            if (step.At > instant) break;
            state.Apply(step);
        }

        if (DeletedAt <= instant) state.Delete(DeletedAt.Value);
        return state;
    }

    /// <summary>Whether anything happened to it after one instant and up to another.</summary>
    public bool HasChangedIn(long after, long upTo)
    {
        if (DeletedAt > after && DeletedAt <= upTo) return true;
        foreach (var step in Steps)
        {
            if (step.At > after && step.At <= upTo) return true;
        }

        return false;
    }
}

/// <summary>How a case stands.</summary>
internal sealed class CaseState
{
    public CaseStatus Status { get; private set; }

    public CaseGroup Group { get; private set; }

    public int? Priority { get; private set; }

    public bool IsAssigned { get; private set; }

    public bool IsDeleted { get; private set; }

    public bool? IsSatisfied { get; private set; }

    public bool IsOffered { get; private set; }

    public long UpdatedAt { get; private set; }

    public int Effort { get; private set; }

    public int Replies { get; private set; }

    public int Reopens { get; private set; }

    public int Groups { get; private set; } = 1;

    public long? FirstReplyAt { get; private set; }

    public long? LastAgentReplyAt { get; private set; }

    public long? LastCustomerReplyAt { get; private set; }

    public long? FirstSolvedAt { get; private set; }

    public long? LastSolvedAt { get; private set; }

    public long? ClosedAt { get; private set; }

    public long? ReopenedAt { get; private set; }

    public long? PendingSince { get; private set; }

    public long StatusAt { get; private set; }

    public bool IsSettled => Status is CaseStatus.Solved or CaseStatus.Closed;

    public void Apply(CaseStep step)
    {
        if (step.IsPublicReply && step.By == Actor.Agent && UpdatedAt > 0)
        {
            Replies++;
            FirstReplyAt ??= step.At;
            LastAgentReplyAt = step.At;
        }
        else if (step.IsPublicReply && step.By == Actor.Customer)
        {
            LastCustomerReplyAt = step.At;
        }

        if (step.Group is { } group && UpdatedAt > 0 && group != Group) Groups++;
        if (step.Status is { } status) Become(status, step.At);
        Group = step.Group ?? Group;
        Priority = step.Priority ?? Priority;
        IsAssigned |= step.Assigns;
        IsOffered |= step.OffersSurvey;
        IsSatisfied = step.IsSatisfied ?? IsSatisfied;
        Effort += step.Effort;
        UpdatedAt = step.At;
    }

    public void Delete(long at) => (IsDeleted, UpdatedAt, StatusAt) = (true, at, at);

    private void Become(CaseStatus status, long at)
    {
        if (status == CaseStatus.Solved)
        {
            FirstSolvedAt ??= at;
            LastSolvedAt = at;
        }
        else if (status == CaseStatus.Open && Status == CaseStatus.Solved)
        {
            Reopens++;
            ReopenedAt = at;
        }

        ClosedAt = status == CaseStatus.Closed ? at : null;
        PendingSince = status == CaseStatus.Pending ? at : null;
        Status = status;
        StatusAt = at;
    }
}
