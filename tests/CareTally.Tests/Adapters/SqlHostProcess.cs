using System.Diagnostics;

namespace CareTally.Tests.Adapters;

/// <summary>Another process that works on a database file (see tests/helpers/SqlHost).</summary>
internal sealed class SqlHostProcess : IDisposable
{
    private readonly Process _process;

    private SqlHostProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it said after opening the database: <c>ok</c>, or why it could not.</summary>
    public required string Answer { get; init; }

    public static async Task<SqlHostProcess> StartAsync(string database, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SqlHost.dll"));
        start.ArgumentList.Add(database);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        return new SqlHostProcess(process) { Answer = await process.StandardOutput.ReadLineAsync() ?? "" };
    }

    public void Send(string sql) => _process.StandardInput.WriteLine(sql);

    public async Task<string> RunAsync(string sql)
    {
        Send(sql);
        return await _process.StandardOutput.ReadLineAsync() ?? "";
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
