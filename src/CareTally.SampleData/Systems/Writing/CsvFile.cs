namespace CareTally.SampleData.Systems.Writing;

/// <summary>A file of comma-separated values.</summary>
internal sealed class CsvFile(OutputFile file, char delimiter, bool quotesAll) : IDisposable
{
    private readonly string _delimiter = delimiter.ToString();

    /// <summary>The byte order mark, which comes before everything.</summary>
    public void Mark() => file.Write("\ufeff");

    public void Row(params ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0) file.Write(_delimiter);
            var value = values[i] ?? "";
            if (quotesAll || value.AsSpan().ContainsAny('"', '\n', delimiter)) file.Write($"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            else file.Write(value);
        }

        file.Write("\n"u8);
        file.Drain();
    }

    public void Dispose() => file.Dispose();
}
