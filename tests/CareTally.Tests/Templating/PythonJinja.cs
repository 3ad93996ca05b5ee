using System.Diagnostics;
using System.Text.Json;

namespace CareTally.Tests.Templating;

/// <summary>The real Jinja2, where this machine has it.</summary>
internal static class PythonJinja
{
    /// <summary>The Python that knows Jinja2, or null.</summary>
    public static string? Interpreter { get; } = Array.Find(["python3", "/usr/bin/python3"], KnowsJinja);

    /// <summary>What it makes of templates, each as in the corpus: a JSON string, or <c>!</c> and the error.</summary>
    public static string[] Render(string context, IReadOnlyList<string> templates)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Templating", "render.py");
        using var process = Start(Interpreter ?? throw new InvalidOperationException("there is no Jinja2 here"), "-B", script);
        using var stopped = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        stopped.Token.Register(process.Kill);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(JsonSerializer.Serialize(templates.Select(template => new[] { context, template })));
        process.StandardInput.Close();
        var lines = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        lines.Length.ShouldBe(templates.Count, errors.GetAwaiter().GetResult());
        return lines;
    }

    private static bool KnowsJinja(string python)
    {
        try
        {
            using var process = Start(python, "-c", "import jinja2");
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["PYTHONIOENCODING"] = "utf-8" },
    })!;
}

/// <summary>A test that needs the real Jinja2; skipped, and counted so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JinjaFactAttribute : FactAttribute
{
    public JinjaFactAttribute() => Skip = PythonJinja.Interpreter is null ? "python3 with jinja2 is not installed (apt-get install python3-jinja2)" : null;
}
