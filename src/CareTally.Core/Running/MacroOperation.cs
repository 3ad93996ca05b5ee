using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>Runs a macro for what it does to the database. All that it does is one transaction.</summary>
/// <param name="manifest">The project.</param>
/// <param name="macro">The macro.</param>
/// <param name="arguments">Its arguments by name.</param>
public sealed class MacroOperation(Manifest manifest, Macro macro, IReadOnlyDictionary<string, Value> arguments)
{
    /// <summary>The operation of a macro that is named on the command line.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="name">The macro, perhaps with its package and a dot in front.</param>
    /// <param name="arguments">Its arguments by name.</param>
    /// <exception cref="DiagnosticException">There is no such macro.</exception>
    public static MacroOperation Of(Manifest manifest, string name, IReadOnlyDictionary<string, Value> arguments)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(name);
        var found = name.Split('.') is [var package, var own] ? manifest.Macros.Find(package, own) : manifest.Macros.Find(name);
        if (found is not null) return new MacroOperation(manifest, found, arguments);
        var known = manifest.Macros.NamesFor(manifest.Project.Name).Macros.Keys;
        throw new DiagnosticException(Diagnostic.Of(RunProblems.UnknownMacro, null, name) with
        {
            Hint = DidYouMean.Hint(name, known) ?? "a macro of a package is named with it: package.macro",
        });
    }

    /// <summary>The identity that artifacts know it by.</summary>
    public NodeId Id => new(NodeKind.Operation, $"{macro.Package}.{macro.Name}");

    /// <summary>Runs it.</summary>
    /// <param name="warehouse">Where.</param>
    /// <param name="tell">Receives what the macro says.</param>
    /// <param name="cancellationToken">Stops it; what it has done is undone.</param>
    /// <exception cref="DiagnosticException">The macro failed or the database refused; what it has done is undone.</exception>
    /// <exception cref="WarehouseException">The database cannot be opened.</exception>
    public async Task RunAsync(IWarehouse warehouse, Action<TemplateMessage> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        await using var session = await warehouse.OpenSessionAsync(cancellationToken);
        await session.ExecuteAsync("begin transaction", cancellationToken);
        try
        {
            await CallAsync(session, tell, cancellationToken);
        }
        catch (Exception e) when (e is DiagnosticException or OperationCanceledException)
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
            throw;
        }

        await session.ExecuteAsync("commit", CancellationToken.None);
    }

    /// <summary>Calls it on a session, in whatever transaction that is.</summary>
    /// <returns>What it returns, or its text.</returns>
    /// <exception cref="DiagnosticException">The macro failed or the database refused.</exception>
    internal Task<Value> CallAsync(IWarehouseSession session, Action<TemplateMessage> tell, CancellationToken cancellationToken) =>
        new LateRendering(session, tell, cancellationToken).RunAsync(Call);

    private Value Call(LiveRendering live)
    {
        var scopes = new NodeScopes(manifest, [], new IncrementalModels(manifest, Catalog.Empty));
        return live.Run(null, occasion => TemplateRenderer.CallMacro(
            macro.Value, scopes.OfRun(macro.Package, occasion), [], arguments, scopes.OptionsFor(macro.Package, occasion)));
    }
}
