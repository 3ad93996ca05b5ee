using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Counts what a rendering uses and stops it at a limit.</summary>
internal sealed class Meter
{
    private const int StepsBetweenLooksAtTheClock = 1024;

    // A text or list of this many elements costs one step to make.
    private const int ElementsPerStep = 16;

    // An item takes eight times the memory of a character.
    private const int ItemsPerStep = 2;

    [ThreadStatic]
    private static Meter? _current;

    // By this thread since it began: a rendering inside another one's call makes both wait.
    [ThreadStatic]
    private static TimeSpan _waited;

    private readonly RenderOptions _options;
    private readonly long _started;
    private readonly TimeSpan _waitedBefore = _waited;
    private long _steps;
    private long _nextLook;

    public Meter(RenderOptions options)
    {
        _options = options;
        _started = options.Clock.GetTimestamp();
        _nextLook = NextLook();
    }

    /// <summary>The one that work is charged to on this thread, or null outside a rendering.</summary>
    public static Meter? Current => _current;

    public TemplateLimits Limits => _options.Limits;

    /// <summary>Makes it the one that work on values is charged to on this thread; returns the one before.</summary>
    public static Meter? Enter(Meter? meter)
    {
        var before = _current;
        _current = meter;
        return before;
    }

    /// <summary>Waits for something else, whose time is not the rendering's own.</summary>
    public static T Wait<T>(Func<T> wait)
    {
        if (_current?._options.Clock is not { } clock) return wait();
        var from = clock.GetTimestamp();
        try
        {
            return wait();
        }
        finally
        {
            _waited += clock.GetElapsedTime(from);
        }
    }

    /// <summary>Counts the work of going through elements (comparing, searching, printing), which makes nothing that lasts.</summary>
    public static void Work(long elements)
    {
        if (elements >= ElementsPerStep) _current?.Charge(elements / ElementsPerStep);
    }

    /// <summary>Counts the making of a list by an operation that knows no evaluation.</summary>
    public static void Made(long items) => _current?.Items(items);

    /// <summary>Counts one step.</summary>
    public void Step()
    {
        if (++_steps >= _nextLook) Look();
    }

    /// <summary>Counts the making of a text, after checking that it may be made at all.</summary>
    public void Text(long length)
    {
        if (length > Limits.MaxOutputChars) throw TooMuchText();
        Charge(length / ElementsPerStep);
    }

    /// <summary>Counts the making of a list, after checking that it may be made at all.</summary>
    public void Items(long count)
    {
        if (count > Limits.MaxSteps) throw Exceeded(TemplateProblems.TooManySteps, Limits.MaxSteps);
        Charge(count / ItemsPerStep);
    }

    public ValueException TooMuchText() => Exceeded(TemplateProblems.TooMuchText, Limits.MaxOutputChars);

    public ValueException TooDeep() => Exceeded(TemplateProblems.TooDeep, Limits.MaxDepth);

    private void Charge(long steps)
    {
        _steps += steps;
        if (_steps >= _nextLook) Look();
    }

    private void Look()
    {
        _nextLook = NextLook();
        _options.CancellationToken.ThrowIfCancellationRequested();
        if (_steps > Limits.MaxSteps) throw Exceeded(TemplateProblems.TooManySteps, Limits.MaxSteps);
        if (_options.Clock.GetElapsedTime(_started) - (_waited - _waitedBefore) > Limits.MaxTime) throw Exceeded(TemplateProblems.TooMuchTime, Limits.MaxTime.TotalSeconds);
    }

    private long NextLook() => Math.Min(_steps + StepsBetweenLooksAtTheClock, Math.Max(_steps, Limits.MaxSteps) + 1L);

    private static ValueException Exceeded(Diagnostics.DiagnosticKind kind, object limit) =>
        new(kind, string.Format(System.Globalization.CultureInfo.InvariantCulture, kind.Format, limit));
}
