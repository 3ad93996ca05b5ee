using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>What the hooks at the end of a run see besides what every template sees: <c>results</c>, <c>schemas</c>, <c>database_schemas</c>.</summary>
internal static class HookNames
{
    public static Dictionary<string, Value> Of(Plan plan, RunResults results)
    {
        var nodes = plan.Steps.SelectMany(step => step.GatingTests.Select(test => (Node)test.Node).Prepend(step.Node)).ToDictionary(node => node.Id);
        return new Dictionary<string, Value>
        {
            ["results"] = new ListValue(results.Results.Select(result => Value.Of(Result(result, nodes[result.Node], plan.Project)))),
            ["schemas"] = Value.Of(plan.Schemas.AsEnumerable()),
            ["database_schemas"] = new ListValue(plan.Schemas.Select(schema => Value.Of(new TupleValue(plan.Project.Target.Database, schema)))),
        };
    }

    private static DictValue Result(NodeResult result, Node node, Project project) => new(new Dictionary<string, Value>
    {
        ["node"] = NodeValue.Of(node, project),
        ["unique_id"] = node.Id.ToString(),
        ["status"] = result.Status,
        ["message"] = result switch { NodeResult.Errored errored => errored.Diagnostic.Message, NodeResult.PartlyBuilt partly => partly.Diagnostic.Message, _ => Value.None },
        ["failures"] = result switch { NodeResult.TestFailed failed => failed.Failures, NodeResult.Warned warned => warned.Failures, NodeResult.Passed => 0L, _ => Value.None },
        ["execution_time"] = result.Elapsed.TotalSeconds,
        ["thread_id"] = "main",
        ["adapter_response"] = new DictValue(result is NodeResult.Built { Rows: { } rows } ? new Dictionary<string, Value> { ["rows_affected"] = rows } : []),
    });
}
