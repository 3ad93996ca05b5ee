using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Tests.Templating;

namespace CareTally.Tests.Fuzzing;

/// <summary>
/// Many thousands of damaged templates and YAML files: what comes out is a result or a diagnostic. The same in every run; a case that
/// fails is named by its number, with its text.
/// </summary>
public class FuzzTests
{
    private const int Seed = 20250101;
    private const int Templates = 80_000;
    private const int YamlFiles = 22_000;

    private static readonly string[] Folders = ["macros", "models", "tests/projects", "src/CareTally.Core/Macros"];

    private static readonly RenderOptions Options = new() { Limits = new TemplateLimits(2_000, 40, 20_000, TimeSpan.FromSeconds(20)) };

    [Fact]
    public void Whatever_is_in_a_template_only_template_exceptions_come_out()
    {
        var mutator = new Mutator([.. TemplateSeeds()], "{{ }} {% %} {# #} - ( ) [ ] { } ' \" \\ , : . ~ + * ** / // % | if else elif endif for endfor in macro endmacro set endset do not is none "
            + "0 -1 99999999999999999999 1e308 '' a x.y [0] (1) é 😀 upper tojson return(1) caller() loop namespace() range(9) == recursive call endcall filter \0 \n \r\n");
        var scopes = new ThreadLocal<Scope>(() => new Scope(JinjaCorpus.ContextOf(JinjaCorpus.All[0].Context)));
        InParallel(Templates, number =>
        {
            var text = mutator.Make(Seed + number);
            try
            {
                var template = Jinja.Parse(text);
                if (number % 4 == 0) TemplateRenderer.RenderNative(template, scopes.Value!, Options);
                else TemplateRenderer.Render(template, scopes.Value!, Options);
            }
            catch (TemplateException e)
            {
                DiagnosticRenderer.Render(e.Diagnostic).ShouldNotBeEmpty();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"template {number}: {text}", e);
            }
        });
    }

    [Fact]
    public void Whatever_is_in_a_property_file_only_diagnostics_come_out()
    {
        var mutator = new Mutator([.. Files("*.yml")], ": - [ ] { } , ' \" | > & * ! % @ ` # ? ~ & &a *a << : <<: --- ... null true 0 1e9 .inf 2020-01-01 models: columns: tests: data_tests: config: meta: "
            + "name: sources: tables: arguments: unique: {{ }} {{ var('x') }} \t \n \r\n \0 \n\n- \n\x20\x20 é 😀");
        InParallel(YamlFiles, number =>
        {
            var text = mutator.Make(Seed + number);
            var problems = new Problems();
            try
            {
                PropertyFileLoader.Load(new ProjectFile(new SourceText("models/_models.yml", text), "models/_models.yml", "models", "_models.yml"), problems);
                if (YamlParser.Parse(new SourceText("t.yml", text), problems) is { } node) YamlValues.ToValue(node);
                foreach (var problem in problems.All) DiagnosticRenderer.Render(problem).ShouldNotBeEmpty();
            }
            catch (DiagnosticException e)
            {
                DiagnosticRenderer.Render(e.Diagnostic).ShouldNotBeEmpty();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"property file {number}: {text}", e);
            }
        });
    }

    private static void InParallel(int count, Action<int> run) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, run);

    private static IEnumerable<string> TemplateSeeds() =>
        JinjaCorpus.All.Select(found => found.Template).Concat(Files("*.sql")).Concat(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Templating", "errors.cases")).Split("\n=== "));

    // Long files are for the tests that read them; here they would only take the time of many short ones.
    private static IEnumerable<string> Files(string pattern) =>
        Folders
            .Select(folder => Path.Combine(Repository.Folder, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .SelectMany(Parts);

    private static IEnumerable<string> Parts(string text)
    {
        const int Longest = 1_500;
        for (var start = 0; start < text.Length; start += Longest) yield return text.Substring(start, Math.Min(Longest, text.Length - start));
    }
}
