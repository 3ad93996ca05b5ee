using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Which parts of a node's address are quoted: as the node says, else as the project does, else all.</summary>
internal static class QuotePolicies
{
    public static RelationPolicy Of(Project project, Node node)
    {
        var policy = RelationPolicy.Of(project.Quoting);
        return node.Config.Get("quoting")?.Value.AsObject is DictValue own ? RelationFactory.Policy(own, policy) : policy;
    }
}
