using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Renders the project's <c>query-comment</c> for the nodes of a plan.</summary>
public sealed class QueryComments
{
    private readonly NodeScopes _scopes;
    private readonly QueryCommentSetting _setting;
    private readonly Template _template;

    private QueryComments(NodeScopes scopes, QueryCommentSetting setting) =>
        (_scopes, _setting, _template) = (scopes, setting, Template.Parse(new SourceText("query-comment", setting.Template)));

    internal static QueryComments? For(NodeScopes scopes) => scopes.Manifest.Project.QueryComment is { } setting ? new QueryComments(scopes, setting) : null;

    /// <summary>A session on which every statement carries the comment of a node; the session itself where it has none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="node">The node.</param>
    /// <exception cref="DiagnosticException">The comment cannot be rendered, or would end before its end.</exception>
    public IWarehouseSession Around(IWarehouseSession session, Node node)
    {
        var names = new Dictionary<string, Value> { ["connection_name"] = node.Id.ToString(), ["node"] = NodeValue.Of(node, _scopes.Manifest.Project) };
        var occasion = new Occasion(LaterWarehouse.Instance, new TemplateMessages(), null) { Extra = names };
        var package = _scopes.Manifest.Project.Name;
        try
        {
            var comment = TemplateRenderer.Call(_template, _scopes.OfRun(package, occasion), _scopes.OptionsFor(package, occasion));
            var text = comment.IsNone ? "" : comment.ToText().Trim();
            if (text.Contains("*/", StringComparison.Ordinal)) throw new DiagnosticException(PlanProblems.BadQueryComment, _setting.Span, "it holds '*/', which would end it");
            return text.Length == 0 ? session : new CommentedSession(session, $"/* {text} */", _setting.Appends);
        }
        catch (PutOffException)
        {
            throw new DiagnosticException(PlanProblems.BadQueryComment, _setting.Span, "it looks at the database, which it cannot");
        }
    }
}
