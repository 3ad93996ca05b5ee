using System.Diagnostics;
using Npgsql;

namespace CareTally.Tests.CoreTests.Macros;

/// <summary>
/// A PostgreSQL server of the tests' own: its data in a temporary folder, reached by a socket in it, gone with the tests. The programs
/// are those of the system's package; where there are none the tests are skipped, except in continuous integration: there they fail.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    // As root the programs refuse to work; one of these users exists on every system.
    private static readonly string[] Users = ["postgres", "nobody"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tally-pg-");
    private Process? _server;
    private NpgsqlDataSource? _connections;

    /// <summary>Whether tests can use it.</summary>
    public static bool IsAvailable => FindPrograms() is not null || Environment.GetEnvironmentVariable("CI") == "true";

    public NpgsqlDataSource Connections => _connections ?? throw new InvalidOperationException("PostgreSQL is not installed");

    public async Task InitializeAsync()
    {
        if (FindPrograms() is not { } programs) return;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);
        var data = Path.Combine(_folder.FullName, "data");
        using (var init = Start($"'{programs}/initdb' -D '{data}' -U tally -A trust -E UTF8 --locale=C --no-sync"))
        {
            var output = await init.StandardOutput.ReadToEndAsync();
            await init.WaitForExitAsync();
            if (init.ExitCode != 0) throw new InvalidOperationException($"initdb failed: {output}");
        }

        // The shell ends the server when its input ends, so that it cannot outlive the tests.
        _server = Start(
            $"'{programs}/postgres' -D '{data}' -k '{_folder.FullName}' -c listen_addresses= -c fsync=off -c timezone=UTC >'{_folder.FullName}/log' 2>&1 & server=$!; read end; kill -INT $server; wait $server");
        _connections = NpgsqlDataSource.Create($"Host={_folder.FullName};Username=tally;Database=postgres");
        await WaitAsync();
    }

    public async Task DisposeAsync()
    {
        if (_connections is not null) await _connections.DisposeAsync();
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        // The data may belong to the server's user.
        using var remove = Start($"rm -rf '{_folder.FullName}/data' '{_folder.FullName}/log'");
        await remove.WaitForExitAsync();
        _folder.Delete(recursive: true);
    }

    private async Task WaitAsync()
    {
        for (var left = 300; ; left--)
        {
            try
            {
                await using var connection = await Connections.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (left > 0 && !_server!.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private static Process Start(string command)
    {
        var user = Environment.IsPrivilegedProcess ? Array.Find(Users, name => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal))) : null;
        var start = user is null ? new ProcessStartInfo("sh", ["-c", command]) : new ProcessStartInfo("runuser", ["-u", user, "--", "sh", "-c", command]);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        return Process.Start(start)!;
    }

    private static string? FindPrograms()
    {
        var packaged = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return packaged.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}

/// <summary>A test on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public const string Reason = "PostgreSQL is not installed";

    public PostgresFactAttribute() => Skip = PostgresServer.IsAvailable ? null : Reason;
}

/// <summary>Tests on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.IsAvailable ? null : PostgresFactAttribute.Reason;
}
