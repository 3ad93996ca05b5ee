using CareTally.Diagnostics;

namespace CareTally.Cli.Reporting;

/// <summary>Colours text where colours are wanted.</summary>
/// <param name="isOn">Whether they are.</param>
internal sealed class Paint(bool isOn)
{
    /// <summary>Whether colours are wanted.</summary>
    public bool IsOn => isOn;

    public string Red(string text) => With("31", text);

    public string Green(string text) => With("32", text);

    public string Yellow(string text) => With("33", text);

    public string Cyan(string text) => With("36", text);

    public string Bold(string text) => With("1", text);

    public string Dim(string text) => With("2", text);

    /// <summary>A diagnostic as <see cref="DiagnosticRenderer"/> writes it, coloured by line.</summary>
    public string Diagnostic(Diagnostic diagnostic)
    {
        var text = DiagnosticRenderer.Render(diagnostic);
        if (!isOn) return text;
        var color = diagnostic.Severity == Severity.Error ? (Func<string, string>)Red : Yellow;
        var lines = text.Split('\n');
        var isHead = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var trimmed = lines[i].TrimStart();
            if (trimmed.StartsWith("-->", StringComparison.Ordinal)) (lines[i], isHead) = (Cyan(lines[i]), false);
            else if (trimmed.StartsWith("hint: ", StringComparison.Ordinal)) (lines[i], isHead) = (Green(lines[i]), false);
            else if (isHead) lines[i] = color(lines[i]);
            else if (trimmed.StartsWith('|') && trimmed.EndsWith('^')) lines[i] = color(lines[i]);
        }

        return string.Join('\n', lines);
    }

    private string With(string code, string text) => isOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
