using CareTally.Core.Projects;
using CareTally.Core.Python;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>The functions that say something or stop with an error: <c>log</c>, <c>print</c> and <c>exceptions</c>.</summary>
internal static class MessageFunctions
{
    // dbt's names; what follows the message, a node say, is not needed where the place is known.
    private static readonly string[] Raising =
    [
        "raise_compiler_error", "raise_not_implemented", "raise_database_error", "raise_dependency_error", "raise_parsing_error", "raise_invalid_property_yml_version",
        "raise_fail_fast_error", "raise_duplicate_patch_name", "raise_duplicate_resource_name", "raise_duplicate_alias", "raise_ambiguous_alias",
        "raise_ambiguous_catalog_match", "raise_cache_inconsistent", "raise_dataclass_not_dict", "raise_incomparable_types", "missing_materialization", "missing_relation",
        "macro_invalid_dispatch_arg", "column_type_missing", "type_error",
    ];

    /// <summary><c>log(msg, info)</c>.</summary>
    public static Value Log(CallArguments call, TemplateMessages messages)
    {
        var (text, isInfo) = call.Bind("log", "msg", "info?");
        if (isInfo.IsTruthy) messages.Add(new TemplateMessage(text.ToText()));
        return "";
    }

    /// <summary><c>print(msg)</c>.</summary>
    public static Value Print(CallArguments call, TemplateMessages messages)
    {
        messages.Add(new TemplateMessage(call.Bind("print", "msg")[0].ToText()));
        return "";
    }

    /// <summary><c>debug()</c>.</summary>
    public static Value Debug(CallArguments call) =>
        throw call.ErrorWithHint(ContextProblems.BadArgument, "use log(value, info=true), or 'tally compile -s NODE' to see what it renders to", "debug() opens Python's debugger, which is not here");

    /// <summary><c>exceptions</c>.</summary>
    public static Value Exceptions(TemplateMessages messages)
    {
        var members = Raising.ToDictionary(name => name, name => Attributes.Function($"exceptions.{name}", call => throw Raised(call)));
        members["warn"] = Attributes.Function("exceptions.warn", call => Warn(call, messages));
        members["missing_config"] = Attributes.Function("exceptions.missing_config", call =>
        {
            var (_, name) = call.Bind("exceptions.missing_config", "model", "name");
            throw call.Error(ScopeProblems.RaisedByTemplate, $"the config '{name.ToText()}' is required but not set");
        });
        members["relation_wrong_type"] = Attributes.Function("exceptions.relation_wrong_type", call =>
        {
            var (relation, expected, _) = call.Bind("exceptions.relation_wrong_type", "relation", "expected_type", "model?");
            var type = relation.As<RelationValue>()?.Parts.Type ?? "something else";
            throw call.ErrorWithHint(ScopeProblems.RaisedByTemplate, $"drop it, or rename it: drop {type} {relation.ToText()}", $"{relation.ToText()} is there already, but as a {type}, not a {expected.ToText()}");
        });
        members["raise_contract_error"] = Attributes.Function("exceptions.raise_contract_error", call =>
        {
            var (contract, definition) = call.Bind("exceptions.raise_contract_error", "yaml_columns", "sql_columns");
            throw call.Error(ScopeProblems.RaisedByTemplate, $"the query does not return what its contract says:{ContractMismatch.Table(ContractMismatch.Between(contract, definition))}");
        });
        return new ModuleValue("exceptions", members);
    }

    private static Value Warn(CallArguments call, TemplateMessages messages)
    {
        var text = call.Bind("exceptions.warn", "msg", "node?")[0].ToText();
        messages.Add(new TemplateMessage(text, Diagnostic.Of(ContextProblems.Warned, call.Span, text) with { Frames = [.. call.Context.Frames] }));
        return "";
    }

    private static TemplateException Raised(CallArguments call) =>
        call.Error(ScopeProblems.RaisedByTemplate, string.Join(", ", call.Positional.Concat(call.Named.Values).Where(value => !value.IsNone).Take(1).Select(value => value.ToText()).DefaultIfEmpty("an error without a message")));
}
