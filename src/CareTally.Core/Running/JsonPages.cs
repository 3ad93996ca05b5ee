using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>
/// A source in JSON files. They are looked through only after a statement has failed to read them, and then all of them; a file that
/// cannot be read is set aside as a whole.
/// </summary>
/// <param name="reader">How the source is read by others.</param>
internal partial class JsonPages(SourceReader reader) : RejectingReader(reader)
{
    private readonly ImmutableArray<RejectedRow>.Builder _rejected = ImmutableArray.CreateBuilder<RejectedRow>();
    private readonly Dictionary<string, string> _copies = [];
    private DirectoryInfo? _folder;
    private bool _isMended;

    public override string Sql => _isMended ? Mended() : Reader.ToSql();

    public override string Unit => "pages";

    public override bool IsAllRejected => _isMended && Readable.Count == 0;

    /// <summary>What is read instead of the source's files.</summary>
    protected List<string> Readable { get; } = [];

    public override async Task<bool> MendAsync(string message, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (_isMended || !Reader.Files.Any(file => message.Contains(file, StringComparison.Ordinal))) return false;
        foreach (var file in Reader.Files)
        {
            var text = await WithoutMarkAsync(file, cancellationToken);
            if (await FaultOfAsync(text, session, cancellationToken) is not { } fault) Readable.Add(text);
            else if (await SetAsideAsync(file, text, fault, session, cancellationToken) is { IsEmpty: false } rejected) _rejected.AddRange(rejected);
            else return false;
        }

        return _isMended = _rejected.Count + _copies.Count > 0;
    }

    public override Task<ImmutableArray<RejectedRow>> RejectedAsync(IWarehouseSession session, CancellationToken cancellationToken) => Task.FromResult(_rejected.ToImmutable());

    public override Task<long> CountAsync(int rejected, IWarehouseSession session, CancellationToken cancellationToken) => Task.FromResult((long)Reader.Files.Length);

    public override void Dispose()
    {
        _folder?.Delete(recursive: true);
        base.Dispose();
    }

    /// <summary>What cannot be read of a file that as a whole cannot be read; nothing where that is not found out.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">The same, as the database can read it as far as possible.</param>
    /// <param name="fault">What the database says against it.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Stops it.</param>
    protected virtual async Task<ImmutableArray<RejectedRow>> SetAsideAsync(string file, string text, WarehouseException fault, IWarehouseSession session, CancellationToken cancellationToken)
    {
        await using var stream = DataFile.Open(text);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return [new RejectedRow(file, JsonFault.Find(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))?.Line, null, Place().Replace(fault.Message.Split('\n')[0], "").Trim(), null)];
    }

    /// <summary>Where a copy of a file belongs that is read in its place.</summary>
    protected string CopyOf(string file)
    {
        _folder ??= Directory.CreateTempSubdirectory("tally-");
        var copy = Path.Combine(_folder.FullName, $"{_copies.Count}.json");
        _copies.Add(copy, file);
        return copy;
    }

    /// <summary>What the database says against a file; null where it reads all of it.</summary>
    protected async Task<WarehouseException?> FaultOfAsync(string file, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.QueryAsync($"select count(columns(*)) from {Reader.Over([file])}", 1, cancellationToken);
            return null;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return e;
        }
    }

    // The column with the names of files goes on naming the files themselves.
    private string Mended()
    {
        var reader = Reader.Over(Readable);
        if (_copies.Count == 0 || !Reader.Source.External!.Options.TryGet("filename", out var named) || !named.IsTruthy) return reader;
        var column = SqlText.Identifier(named.IsBool ? "filename" : named.ToText());
        var cases = _copies.Select(copy => $"when {SqlText.Literal(copy.Key)} then {SqlText.Literal(copy.Value)}");
        return $"(select * replace (case {column} {string.Join(" ", cases)} else {column} end as {column}) from {reader})";
    }

    // A byte order mark is no fault of a row, but the database takes none.
    private async Task<string> WithoutMarkAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = DataFile.Open(file);
        var mark = new byte[3];
        if (await stream.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, cancellationToken) < mark.Length || mark is not [0xEF, 0xBB, 0xBF]) return file;
        var copy = CopyOf(file);
        await using var target = File.Create(copy);
        await stream.CopyToAsync(target, cancellationToken);
        return copy;
    }

    [GeneratedRegex("""( error)? in file "[^"]*",""")]
    private static partial Regex Place();
}
