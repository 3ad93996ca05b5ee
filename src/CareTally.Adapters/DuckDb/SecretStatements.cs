using CareTally.Core.Projects;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>Tells DuckDB the secrets of a target. What is secret stays out of every message.</summary>
internal static class SecretStatements
{
    public static void Create(DuckDBConnection connection, DatabaseSecret secret)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = Sql(secret);
            command.ExecuteNonQuery();
        }
        catch (DuckDBException e)
        {
            // Not kept as the cause: its message may quote what is secret.
            var explained = DuckDbErrors.Explain(e, default);
            throw new WarehouseException($"secret '{secret.Name}' of the target cannot be created: {WithoutValues(explained.Message, secret)}")
            {
                Failure = WarehouseFailure.Unavailable,
                Hint = explained.Message.Contains("INSTALL", StringComparison.Ordinal)
                    ? "an extension that is installed is loaded with 'extensions: [httpfs]' in the target; tally installs none"
                    : "types and their parameters are DuckDB's: see 'create secret' in its documentation",
            };
        }
    }

    internal static string Sql(DatabaseSecret secret)
    {
        var parameters = secret.Parameters.Select(parameter => $", {SqlText.Identifier(parameter.Key)} {Literal(parameter.Value)}");
        return $"create or replace {(secret.IsPersistent ? "persistent" : "temporary")} secret {SqlText.Identifier(secret.Name)} (type {SqlText.Literal(secret.Type)}{string.Concat(parameters)})";
    }

    private static string Literal(Value value) => value.AsObject switch
    {
        ListValue list => $"[{string.Join(", ", list.Items.Select(Literal))}]",
        DictValue map => $"map {{{string.Join(", ", map.Select(entry => $"{Literal(entry.Key)}: {Literal(entry.Value)}"))}}}",
        _ => SqlText.Literal(value.ToText()),
    };

    private static string WithoutValues(string message, DatabaseSecret secret)
    {
        var texts = secret.Parameters.SelectMany(parameter => Texts(parameter.Value)).Where(text => text.Length > 0).OrderByDescending(text => text.Length);
        return texts.Aggregate(message, (rest, text) => rest.Replace(text, Secrets.Stars, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Texts(Value value) => value.AsObject switch
    {
        ListValue list => list.Items.SelectMany(Texts),
        DictValue map => map.SelectMany(entry => Texts(entry.Value)),
        _ => [value.ToText()],
    };
}
