using System.Threading.Channels;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData;

/// <summary>What was written.</summary>
/// <param name="Contacts">Calls, chats and cases that customers opened.</param>
/// <param name="Files">Files.</param>
public sealed record SampleSummary(long Contacts, int Files);

/// <summary>Writes a synthetic sample: an invented contact centre in the shapes of vendors' exports.</summary>
public static class SampleGenerator
{
    // A writer that falls behind makes the simulation wait: what is in memory is a few days, however many there are.
    private const int DaysAhead = 3;

    /// <summary>Whether what lies in a folder was made with such settings.</summary>
    public static bool IsMadeWith(SampleSettings settings, string folder)
    {
        var path = Path.Combine(folder, Readme.Name);
        return File.Exists(path) && File.ReadAllText(path) == Readme.Text(settings);
    }

    /// <summary>Writes the sample into a folder, which is made; a folder a system.</summary>
    public static async Task<SampleSummary> WriteAsync(SampleSettings settings, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var output = new OutputFolder(folder);
        var simulator = new Simulator(settings);
        var context = new WriterContext(settings, simulator.Calendar, [.. simulator.Agents], output);
        Readme.Write(settings, output);

        // The first failure of any ends all; each system is written in order by a task of its own, so that nothing depends on how many run at once.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queues = settings.Systems.Distinct().Order(StringComparer.Ordinal).Select(system => (System: system, Days: Channel.CreateBounded<DayRecords>(DaysAhead))).ToArray();
        var tasks = queues.Select(queue => Task.Run(() => ConsumeAsync(SampleSystems.CreateWriter(queue.System, context), queue.Days.Reader, stop), CancellationToken.None)).ToArray();
        long contacts = 0;
        try
        {
            foreach (var day in simulator.Days())
            {
                contacts += day.Contacts.Count(contact => contact.Kind is ContactKind.Inbound or ContactKind.AfterHours) + day.Cases.Count(about => about.After is null);
                foreach (var (_, days) in queues) await days.Writer.WriteAsync(day, stop.Token);
            }

            foreach (var (_, days) in queues) days.Writer.Complete();
        }
        catch (OperationCanceledException)
        {
            // A writer failed, or the user stopped it: what the tasks say below.
            foreach (var (_, days) in queues) days.Writer.TryComplete();
        }

        await Task.WhenAll(tasks);
        cancellationToken.ThrowIfCancellationRequested();
        return new SampleSummary(contacts, output.Files);
    }

    private static async Task ConsumeAsync(ISystemWriter writer, ChannelReader<DayRecords> days, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var day in days.ReadAllAsync(CancellationToken.None))
            {
                if (stop.IsCancellationRequested) return;
                writer.Add(day);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }
}
