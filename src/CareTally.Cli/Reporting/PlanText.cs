using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Cli.Reporting;

/// <summary>A plan as <c>--dry-run</c> prints it.</summary>
internal static class PlanText
{
    public static void Write(Plan plan, TextWriter output, Messages messages)
    {
        if (messages.AsJson)
        {
            foreach (var step in plan.Steps) output.WriteLine(EventJson.Line(json => WriteStep(json, step, plan)));
            return;
        }

        for (var i = 0; i < plan.Steps.Length; i++) output.Write(Describe(plan.Steps[i], i + 1, plan, messages.OnOutput));
        output.WriteLine(plan.Steps.IsEmpty ? "Nothing to do." : $"\n{NodeText.Count(plan.NodeCount, "node")} in {NodeText.Count(plan.Steps.Length, "step")}; nothing was written.");
    }

    private static string Describe(PlanStep step, int number, Plan plan, Paint paint)
    {
        var width = plan.Steps.Length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        var place = number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width);
        var margin = new string(' ', width + 2);
        var text = $"{paint.Dim(place)}  {Verb(step, plan).PadRight(14)} {paint.Bold(NodeText.Name(step.Node))}\n";
        if (!step.WaitsFor.IsEmpty) text += $"{margin}  after  {string.Join(", ", step.WaitsFor.Select(NodeText.ShortName))}\n";
        if (step is PlanStep.RunBatches { Batches: [var first, ..] batches } model)
            text += $"{margin}  {(model.BuildsAnew ? "anew, " : "")}{NodeText.Batches(batches.Length)}  {first.Window.Id}{(batches.Length == 1 ? "" : $" to {batches[^1].Window.Id}")}\n";
        if (IsDeferred(step)) text += $"{margin}  rendered when it runs, as it looks at the database\n";
        foreach (var test in step.GatingTests) text += $"{margin}  only if  {test.Node.Name} passes\n";
        return text;
    }

    private static bool IsDeferred(PlanStep step) => step switch
    {
        PlanStep.CheckFreshness check => check.Sql.IsDeferred,
        PlanStep.Materialize => true,
        PlanStep.OfQuery model => model.Sql.IsDeferred,
        PlanStep.RunTest test => test.Test.RunSql.IsDeferred,
        _ => false,
    };

    private static string Verb(PlanStep step, Plan plan) => step switch
    {
        PlanStep.BuildModel { Node: ModelNode { Materialization: Materialization.Ephemeral } } => "inline",
        PlanStep.Materialize { Node: ModelNode { MaterializedBy: { } block } } => $"run {block.Definition.Name}",
        PlanStep.BuildModel { Node: ModelNode { Materialization: Materialization.Incremental } } model => plan.Existing.Find(model.Target) is null ? "create table" : "full refresh",
        PlanStep.ChangeModel { Config.Strategy: "default", Config.UniqueKey.IsEmpty: true } => "append",
        PlanStep.ChangeModel { Config.Strategy: "default" } => "delete+insert",
        PlanStep.ChangeModel model => model.Config.Strategy,
        PlanStep.RunBatches => "microbatch",
        PlanStep.BuildModel model => $"{(plan.Existing.Find(model.Target) is null ? "create" : "replace")} {NodeText.Kind(step.Node)}",
        PlanStep.MakeFunction => "make function",
        PlanStep.LoadSeed seed => plan.Existing.Find(seed.Target) is null ? "create seed" : "replace seed",
        PlanStep.TakeSnapshot snapshot => plan.Existing.Find(snapshot.Target) is null ? "first snapshot" : "take snapshot",
        PlanStep.CheckFreshness => "check freshness",
        PlanStep.RunTest => "test",
        PlanStep.RunUnitTest => "unit test",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "an unknown step"),
    };

    private static void WriteStep(Utf8JsonWriter json, PlanStep step, Plan plan)
    {
        json.WriteString("event", "planned");
        json.WriteString("unique_id", step.Node.Id.ToString());
        json.WriteString("action", Verb(step, plan));
        json.WriteBoolean("deferred", IsDeferred(step));
        Write("waits_for", step.WaitsFor.Select(id => id.ToString()));
        Write("gating_tests", step.GatingTests.Select(test => test.Node.Id.ToString()));

        void Write(string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }
}
