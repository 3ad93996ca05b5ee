using System.Globalization;
using System.Text;
using System.Xml;

namespace CareTally.Cli.Reporting;

/// <summary>A group of cases.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Cases">In order.</param>
internal sealed record JunitSuite(string Name, IReadOnlyList<JunitCase> Cases)
{
    /// <summary>How many ended in one way.</summary>
    public int Count<T>() where T : JunitOutcome => Cases.Count(one => one.Outcome is T);
}

/// <summary>One thing that went well or did not.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ClassName">What servers group it under.</param>
/// <param name="Outcome">How it went.</param>
internal sealed record JunitCase(string Name, string ClassName, JunitOutcome Outcome)
{
    /// <summary>Where it is defined, or null.</summary>
    public string? File { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; init; }
}

/// <summary>How a case went.</summary>
internal abstract record JunitOutcome
{
    private JunitOutcome()
    {
    }

    /// <summary>Well; what was said all the same, or nothing.</summary>
    public sealed record Passed(string Output) : JunitOutcome;

    /// <summary>It was checked and is not as it should be.</summary>
    public sealed record Failure(string Message, string Type, string Text) : JunitOutcome;

    /// <summary>It could not be done.</summary>
    public sealed record Error(string Message, string Type, string Text) : JunitOutcome;

    /// <summary>It was not tried.</summary>
    public sealed record Skipped(string Message) : JunitOutcome;
}

/// <summary>Writes the XML that JUnit's Ant task began and build servers read.</summary>
internal static class JunitXml
{
    private static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };

    public static string Of(string name, DateTimeOffset startedAt, IReadOnlyList<JunitSuite> suites)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(text, Settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("tests", Number(suites.Sum(suite => suite.Cases.Count)));
            xml.WriteAttributeString("failures", Number(suites.Sum(suite => suite.Count<JunitOutcome.Failure>())));
            xml.WriteAttributeString("errors", Number(suites.Sum(suite => suite.Count<JunitOutcome.Error>())));
            xml.WriteAttributeString("time", Seconds(suites.SelectMany(suite => suite.Cases)));
            foreach (var suite in suites) WriteSuite(xml, suite, startedAt);
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void WriteSuite(XmlWriter xml, JunitSuite suite, DateTimeOffset startedAt)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", suite.Name);
        xml.WriteAttributeString("tests", Number(suite.Cases.Count));
        xml.WriteAttributeString("failures", Number(suite.Count<JunitOutcome.Failure>()));
        xml.WriteAttributeString("errors", Number(suite.Count<JunitOutcome.Error>()));
        xml.WriteAttributeString("skipped", Number(suite.Count<JunitOutcome.Skipped>()));
        xml.WriteAttributeString("time", Seconds(suite.Cases));
        xml.WriteAttributeString("timestamp", startedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        foreach (var one in suite.Cases) WriteCase(xml, one);
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, JunitCase one)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Clean(one.Name));
        xml.WriteAttributeString("classname", Clean(one.ClassName));
        xml.WriteAttributeString("time", Seconds([one]));
        if (one.File is { } file) xml.WriteAttributeString("file", Clean(file));
        switch (one.Outcome)
        {
            case JunitOutcome.Failure failure: WriteProblem(xml, "failure", failure.Message, failure.Type, failure.Text); break;
            case JunitOutcome.Error error: WriteProblem(xml, "error", error.Message, error.Type, error.Text); break;
            case JunitOutcome.Skipped skipped:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", Clean(skipped.Message));
                xml.WriteEndElement();
                break;
            case JunitOutcome.Passed { Output.Length: > 0 } passed: xml.WriteElementString("system-out", Clean(passed.Output)); break;
        }

        xml.WriteEndElement();
    }

    private static void WriteProblem(XmlWriter xml, string element, string message, string type, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", Clean(message));
        xml.WriteAttributeString("type", type);
        xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    // XML has no way to say most control characters, and half of a pair is no character.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD");
        return clean.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(IEnumerable<JunitCase> cases) => cases.Sum(one => one.Time.TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture);
}
