using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>Somebody whose hashes are recorded.</summary>
/// <param name="Subject">What stands for the customer in the audit: a hash.</param>
/// <param name="Records">Where the hashes are.</param>
/// <param name="Values">What names them, as far as it is still known; never shown and never stored.</param>
internal sealed record ErasedPerson(string Subject, PrivacyRecords Records, ImmutableArray<string> Values)
{
    // Shorter ones occur in anything.
    private const int ShortestSearched = 6;

    /// <summary>Values that are worth looking for inside of other texts.</summary>
    public ImmutableArray<string> Searched => [.. Values.Select(value => value.Trim().TrimStart('+')).Where(value => value.Length >= ShortestSearched).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Conditions for their occurring somewhere in a text.</summary>
    public IEnumerable<string> OccursIn(string column) => Searched.Select(value => $"contains(lower({column}), {SqlText.Literal(value.ToLowerInvariant())})");
}

/// <summary>What an erasure did, or would.</summary>
/// <param name="Subject">What stands for the customer in the audit.</param>
/// <param name="IsRepeated">Whether the customer had been erased before.</param>
/// <param name="Tables">Tables in which something was found.</param>
/// <param name="Files">Files of sources in which the customer occurs.</param>
public sealed record ErasureReport(string Subject, bool IsRepeated, ImmutableArray<PurgedTable> Tables, SearchedFiles Files);

/// <summary>
/// Erases one customer. What names them is asked of the project's macro, hashed and recorded first: so that it can be gone on with after a failure,
/// and that no later build brings the customer back.
/// </summary>
/// <param name="manifest">The project.</param>
/// <param name="catalog">What is there.</param>
/// <param name="session">The database.</param>
/// <param name="request">What is asked for.</param>
public sealed class Erasure(Manifest manifest, Catalog catalog, IWarehouseSession session, PurgeRequest request)
{
    /// <summary>The macro of the project that returns a query for all that names a customer, one value a row.</summary>
    public const string MacroName = "personal_values";

    /// <summary>Erases them.</summary>
    /// <param name="customer">The customer's id, as the project has it.</param>
    /// <param name="tell">Receives what the macro says.</param>
    /// <param name="onTable">Hears of each table in which something was found.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DiagnosticException">Nobody is known by that id, the project has no such macro, or a table cannot be purged.</exception>
    public async Task<ErasureReport> RunAsync(string customer, Action<TemplateMessage> tell, Action<PurgedTable> onTable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (manifest.Macros.Find(MacroName) is null)
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.NoPersonalValues, null, MacroName) with
            {
                Hint = $"write {{% macro {MacroName}(customer_id) %}} as a query that returns one column: all ids, numbers and addresses of that customer (docs/care/privacy.md)",
            });
        }

        var quiet = new DiscreetSession(session);
        var records = await PrepareAsync(quiet, cancellationToken);
        var values = await ValuesAsync(quiet, customer, tell, cancellationToken);
        var known = await HashesAsync(quiet, records, customer, cancellationToken);
        if (values.IsEmpty && !known.IsErased) throw new DiagnosticException(Diagnostic.Of(RunProblems.UnknownCustomer, null) with { Hint = $"the macro '{MacroName}' finds no row for this id" });

        // Before anything is gone: what is in the files is looked for by its value.
        var person = new ErasedPerson(known.Subject, records, [.. values.Append(customer).Distinct()]);
        var files = await SourceFileSearch.FindAsync(manifest, person.Searched, cancellationToken);
        await RecordAsync(quiet, person, customer, cancellationToken);
        var tables = await new Purge(manifest, catalog, quiet, request).PeopleAsync(person, onTable, cancellationToken);
        return new ErasureReport(known.Subject, known.IsErased, tables, files);
    }

    // Without a salt the hash of a number would be found by trying all numbers once and for all projects. A trial has a table of its own, which goes with the session.
    private async Task<PrivacyRecords> PrepareAsync(DiscreetSession quiet, CancellationToken cancellationToken)
    {
        var records = PrivacyRecords.Of(manifest.Project);
        if (!request.IsDryRun)
        {
            await quiet.ExecuteAsync(records.Create(), cancellationToken);
            return records;
        }

        var trial = records with { Erasures = new Relation("temp", "main", PrivacyRecords.ErasuresName) };
        var known = catalog.Find(records.Erasures) is null ? "" : $"insert into {trial.Erasures.ToSql()} from {records.Erasures.ToSql()}";
        await quiet.ExecuteAsync($"create temporary table {PrivacyRecords.ErasuresName} (hash varchar primary key, salt varchar, erased_at timestamp, replacement varchar);\n{known}", cancellationToken);
        return trial;
    }

    private async Task<ImmutableArray<string>> ValuesAsync(DiscreetSession quiet, string customer, Action<TemplateMessage> tell, CancellationToken cancellationToken)
    {
        var macro = MacroOperation.Of(manifest, MacroName, new Dictionary<string, Value> { ["customer_id"] = Value.Of(customer) });
        var sql = (await macro.CallAsync(quiet, tell, cancellationToken)).ToText();
        try
        {
            var rows = await quiet.QueryAsync(sql, null, cancellationToken);
            return [.. rows.Rows.Select(row => row[0]).Where(value => value is not null).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!).Where(value => value.Trim().Length > 0).Distinct()];
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.SqlFailed, null, $"the query of the macro '{MacroName}': {e.Message}") with { Hint = "build the project first: tally build" }, e);
        }
    }

    // The first erasure chooses the salt; a row that is no hash of anything carries it.
    private static async Task<(string Subject, bool IsErased)> HashesAsync(DiscreetSession quiet, PrivacyRecords records, string customer, CancellationToken cancellationToken)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await quiet.ExecuteAsync($"insert into {records.Erasures.ToSql()} select '{PrivacyRecords.SaltRow}', '{salt}', timestamp '1970-01-01', null where not exists (from {records.Erasures.ToSql()})", cancellationToken);
        var id = SqlText.Literal(customer);
        var row = (await quiet.QueryAsync($"select {records.SubjectOf(id)}, {records.IsErased(id)}", 1, cancellationToken)).Rows[0];
        return ((string)row[0]!, row[1] is true);
    }

    // The customer's own id becomes the subject; ids that systems have given stay apart from one another, but show whose they are.
    private async Task RecordAsync(DiscreetSession quiet, ErasedPerson person, string customer, CancellationToken cancellationToken)
    {
        var records = person.Records;
        var table = records.Erasures.ToSql();
        var subject = SqlText.Literal(person.Subject);
        var values = string.Join(", ", person.Values.Select(value => $"({SqlText.Literal(value)})"));
        await quiet.ExecuteAsync(
            $"""
             insert into {table}
             select hash, (select any_value(salt) from {table}), {Purge.Moment(request.At.UtcDateTime)},
               case when hash = {records.HashOf(SqlText.Literal(customer))} then {subject} else {subject} || ':' || left(hash, 12) end
             from (select distinct {records.HashOf("value")} as hash from (values {values}) as named (value)) as named
             on conflict do nothing
             """,
            cancellationToken);
    }
}
