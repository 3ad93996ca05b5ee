using System.Text;
using CareTally.Core.Projects;

namespace CareTally.Cli.Reporting;

/// <summary>Writes texts without the secrets in them.</summary>
internal sealed class ScrubbingWriter(TextWriter inner, Secrets secrets) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The writer itself where there are no secrets.</summary>
    public static TextWriter Around(TextWriter writer, Secrets secrets) => secrets.IsEmpty ? writer : new ScrubbingWriter(writer, secrets);

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(value is null ? null : secrets.Scrub(value));

    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(secrets.Scrub(buffer.ToString()));

    public override void Write(char[] buffer, int index, int count) => inner.Write(secrets.Scrub(new string(buffer, index, count)));

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : secrets.ScrubLine(value));

    public override void Flush() => inner.Flush();

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(value is null ? null : secrets.ScrubLine(value));

    public override Task WriteAsync(string? value) => inner.WriteAsync(value is null ? null : secrets.Scrub(value));
}
