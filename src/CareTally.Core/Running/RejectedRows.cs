using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>The rows of files that one step cannot read: reads without them, counts them, and keeps them in the step's transaction.</summary>
internal sealed class RejectedRows : IAsyncDisposable
{
    private readonly Plan _plan;
    private readonly PlanStep _step;
    private readonly IWarehouseSession _session;
    private readonly CancellationToken _cancellationToken;
    private readonly ImmutableArray<RejectingReader> _readers;
    private Task<SourceReader?>? _cutOff;

    public RejectedRows(Plan plan, PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        (_plan, _step, _session, _cancellationToken) = (plan, step, session, cancellationToken);
        _readers = [.. step.Readers.Select(reader => (RejectingReader)(reader.Format switch
        {
            "csv" => new CsvRejects(reader),
            "jsonl" => new JsonLines(reader),
            _ => new JsonPages(reader),
        }))];
        Session = new RejectingSession(session, () => _readers.Select(reader => (reader.Reader.ToSql(), reader.Sql)));
    }

    /// <summary>The session on which files are read so.</summary>
    public IWarehouseSession Session { get; }

    /// <summary>Begins to look whether packed files of rows are whole, which their readers need not say. It takes as long as to unpack them, and is done beside the step.</summary>
    public void BeginToUnpack() =>
        _cutOff ??= Task.Run(() => _readers.Where(HasRows).Select(reader => reader.Reader).FirstOrDefault(reader => reader.Files.Any(DataFile.IsCutOff)), _cancellationToken);

    /// <summary>
    /// Whether the failure of the step was one of reading, and what could not be read has been set aside: then the step can be run again.
    /// Otherwise why it has failed.
    /// </summary>
    public async Task<(bool IsMended, Diagnostic Failure)> MendAsync(Diagnostic failure)
    {
        try
        {
            var isMended = false;
            foreach (var reader in _readers)
            {
                if (!await reader.MendAsync(failure.Message, _session, _cancellationToken)) continue;
                var rejected = await reader.RejectedAsync(_session, _cancellationToken);
                RequireWhole(reader, rejected);
                if (reader.IsAllRejected) throw TooMany(reader, rejected, rejected.Length);
                isMended = true;
            }

            return (isMended, failure);
        }
        catch (DiagnosticException e)
        {
            return (false, e.Diagnostic);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WarehouseException { Failure: WarehouseFailure.Statement })
        {
            // What is wrong in the files is not found out: then it is as the database has said.
            return (false, failure);
        }
    }

    /// <summary>Writes down what was set aside.</summary>
    /// <exception cref="DiagnosticException">It is more than the source's rules allow.</exception>
    public async Task<ImmutableArray<UnreadableRows>> KeepAsync(DateTimeOffset now)
    {
        try
        {
            if (_cutOff is not null && await _cutOff is { } cut) throw CutOff(cut, cut.Files.First(DataFile.IsCutOff));
            var table = new RejectedTable(_plan, _plan.Rejected!);
            await _session.ExecuteAsync(table.Clear(_step.Node.Id), _cancellationToken);
            var kept = ImmutableArray.CreateBuilder<UnreadableRows>();
            foreach (var reader in _readers)
            {
                var rejected = await reader.RejectedAsync(_session, _cancellationToken);
                if (rejected.IsEmpty) continue;
                var all = await reader.CountAsync(rejected.Length, _session, _cancellationToken);
                if (rejected.Length > reader.Reader.Source.External!.MaxUnreadableShare * all) throw TooMany(reader, rejected, all);
                foreach (var statement in table.Add(_step.Node.Id, reader.Reader.Name, rejected, now)) await _session.ExecuteAsync(statement, _cancellationToken);
                kept.Add(new UnreadableRows(reader.Reader.Name, rejected.Length, reader.Unit, _plan.Rejected!));
            }

            return kept.ToImmutable();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.SqlFailed, _step.Node.Span, $"a file with rows that cannot be read could not be looked at again: {e.Message}"), e);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.SqlFailed, _step.Node.Span, $"the rows that cannot be read cannot be kept in {_plan.Rejected}: {e.Message}") with { Hint = e.Hint }, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers) reader.Dispose();
        try
        {
            foreach (var reader in _readers.OfType<CsvRejects>()) await reader.ClearAsync(_session);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Invalidated)
        {
            // They have gone with the database.
        }
    }

    private static bool HasRows(RejectingReader reader) => reader is CsvRejects or JsonLines;

    // How many rows are missing of a file that is cut off, nobody knows: they are no share of anything.
    private void RequireWhole(RejectingReader reader, ImmutableArray<RejectedRow> rejected)
    {
        if (!HasRows(reader)) return;
        if (rejected.Select(row => row.File).Distinct().FirstOrDefault(DataFile.IsCutOff) is { } file) throw CutOff(reader.Reader, file);
    }

    private DiagnosticException CutOff(SourceReader reader, string file) =>
        new(Diagnostic.Of(RunProblems.CutOff, reader.Source.External!.Span, reader.Name, PathOf(file)) with { Hint = "fetch the file again, or move it away" });

    private DiagnosticException TooMany(RejectingReader reader, ImmutableArray<RejectedRow> rejected, long all)
    {
        var (first, files) = (rejected[0], reader.Reader.Source.External!);
        var place = PathOf(first.File) + (first.Line is { } line ? $":{line.ToString(CultureInfo.InvariantCulture)}" : "");
        var isPersonal = _plan.Personal?.IsReadBy(_step.Node) == true;
        var reason = isPersonal ? ErrorValues.Hide(first.Reason, null) : first.Reason;
        var span = !isPersonal && first.Line is > 0 and <= int.MaxValue and var at ? FileSpans.Find(new FilePlace(first.File, (int)at, null, first.Reason), _plan.Project.Root) : null;
        return new DiagnosticException(Diagnostic.Of(
            RunProblems.TooManyUnreadable, span ?? files.Span, reader.Reader.Name, rejected.Length, all, reader.Unit, files.MaxUnreadableShare, place, reason));
    }

    private string PathOf(string file) => ExternalLocation.IsUrl(file) ? file : Path.GetRelativePath(_plan.Project.Root, file).Replace('\\', '/');
}

/// <summary>Rows of a source in files that were set aside because they cannot be read.</summary>
/// <param name="Source">The source.</param>
/// <param name="Count">How many.</param>
/// <param name="Unit">Of what: rows, or pages.</param>
/// <param name="KeptIn">The table that shows them.</param>
public sealed record UnreadableRows(string Source, int Count, string Unit, Relation KeptIn)
{
    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count:N0} {(Count == 1 ? Unit.TrimEnd('s') : Unit)} of source {Source} could not be read (table {KeptIn})");
}
