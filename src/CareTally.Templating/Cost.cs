namespace CareTally.Templating;

/// <summary>
/// Charges what a host's function does to the rendering that runs on this thread, which is stopped where it goes beyond its limits;
/// outside a rendering nothing is counted.
/// </summary>
public static class Cost
{
    /// <summary>Counts one step: a node written, a combination tried.</summary>
    public static void Step() => Meter.Current?.Step();

    /// <summary>Counts going through elements, such as the characters of a text that is copied.</summary>
    public static void Work(long elements) => Meter.Work(elements);

    /// <summary>Counts the making of a list.</summary>
    public static void Items(long count) => Meter.Made(count);

    /// <summary>Counts the making of a text, after checking that it may be made at all.</summary>
    public static void Text(long length) => Meter.Current?.Text(length);

    /// <summary>Refuses values that are nested too deep, those that hold themselves included.</summary>
    /// <param name="depth">How deep the value at hand lies.</param>
    /// <param name="most">How deep one may.</param>
    /// <param name="operation">What goes through them, for the message.</param>
    public static void Depth(int depth, int most, string operation)
    {
        if (depth > most) throw Values.ValueException.Invalid($"{operation}: values are nested more than {most} deep");
    }
}
