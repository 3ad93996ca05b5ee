using System.Collections.Immutable;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>Runs the hooks of a whole run, one after the other, each in a transaction of its own.</summary>
internal sealed class HookRunner(IWarehouse warehouse, TimeProvider clock, Action<RunEvent> report)
{
    /// <summary>How those ended that were run: all, or up to the first that failed.</summary>
    /// <exception cref="WarehouseException">The database cannot be opened, or is broken.</exception>
    public async Task<ImmutableArray<HookResult>> RunAsync(ImmutableArray<PlannedHook> hooks, IReadOnlyDictionary<string, Value> names, CancellationToken cancellationToken)
    {
        if (hooks.IsEmpty) return [];
        await using var session = await warehouse.OpenSessionAsync(cancellationToken);
        var results = ImmutableArray.CreateBuilder<HookResult>();
        foreach (var hook in hooks)
        {
            var (startedAt, start) = (clock.GetUtcNow(), clock.GetTimestamp());
            var failure = await RunAsync(hook, names, session, cancellationToken);
            results.Add(new HookResult(hook.Id!, startedAt, clock.GetElapsedTime(start), failure));
            report(new RunEvent.HookEnded(results[^1]));
            if (failure is not null) break;
        }

        return results.ToImmutable();
    }

    private async Task<Diagnostic?> RunAsync(PlannedHook hook, IReadOnlyDictionary<string, Value> names, IWarehouseSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("begin transaction", cancellationToken);
        try
        {
            await new LateRendering(session, message => report(new RunEvent.Said(null, message)), cancellationToken).RunAsync(live => hook.Run(live, names));
            await session.ExecuteAsync("commit", CancellationToken.None);
            return null;
        }
        catch (DiagnosticException e)
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
            var place = hook.Span is { } span ? new[] { new DiagnosticFrame($"hook {hook.Owner}", span) } : [];
            return e.Diagnostic with { Span = e.Diagnostic.Span ?? hook.Span, Frames = [.. e.Diagnostic.Frames, .. place] };
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            // A commit that is refused has rolled back.
            return Diagnostic.Of(PlanProblems.HookFailed, hook.Span, hook.Owner, e.Message.TrimEnd()) with { Hint = e.Hint };
        }
        catch (OperationCanceledException)
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
            throw;
        }
    }
}
