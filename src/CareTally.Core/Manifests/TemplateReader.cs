using System.Collections.Immutable;
using CareTally.Templating;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>
/// Reads a template's refs, sources, functions and configs from its tree, without rendering. That is possible where they are unconditional and
/// literal and no called macro contains them, which is nearly always.
/// </summary>
internal sealed class TemplateReader : SyntaxWalker
{
    private readonly MacroFacts _macros;
    private readonly MacroNamespace _seen;
    private readonly ImmutableArray<RefCall>.Builder _refs = ImmutableArray.CreateBuilder<RefCall>();
    private readonly ImmutableArray<SourceCall>.Builder _sources = ImmutableArray.CreateBuilder<SourceCall>();
    private readonly ImmutableArray<RefCall>.Builder _functions = ImmutableArray.CreateBuilder<RefCall>();
    private readonly ImmutableArray<ConfigCall>.Builder _configs = ImmutableArray.CreateBuilder<ConfigCall>();
    private bool _isReadable = true;
    private int _conditions;

    private TemplateReader(MacroFacts macros, MacroNamespace seen) => (_macros, _seen) = (macros, seen);

    private TemplateReferences? Result => _isReadable ? new TemplateReferences(_refs.ToImmutable(), _sources.ToImmutable(), _configs.ToImmutable()) { Functions = _functions.ToImmutable() } : null;

    /// <summary>What the tree of a package's template says, or null where only an evaluation can tell.</summary>
    public static TemplateReferences? Read(Template template, MacroFacts macros, string package)
    {
        if (template.PlainText is not null) return TemplateReferences.None;
        var reader = new TemplateReader(macros, macros.Macros.NamesFor(package));
        reader.Visit(template.Root);
        return reader.Result;
    }

    /// <summary>What the body of a package's block says, or null where only an evaluation can tell.</summary>
    public static TemplateReferences? Read(MacroDefinition block, MacroFacts macros, string package)
    {
        var reader = new TemplateReader(macros, macros.Macros.NamesFor(package));
        foreach (var statement in block.Body) reader.Visit(statement);
        return reader.Result;
    }

    public override void Visit(SyntaxNode node)
    {
        if (!_isReadable) return;
        switch (node)
        {
            case CallExpression { Function: NameExpression { IsLocal: false } function } call when function.Name is "ref" or "source" or "config" or "function" && _seen.Find(function.Name) is null:
                _isReadable = _conditions == 0 && TryRead(function.Name, call);
                break;
            case NameExpression { IsLocal: true }:
                break;
            case IfStatement or ForStatement or ConditionalExpression or LogicalExpression or CompareExpression or MacroDefinition or CallBlockStatement:
                _conditions++;
                base.Visit(node);
                _conditions--;
                break;
            default:
                VisitUse(node);
                break;
        }
    }

    private void VisitUse(SyntaxNode node)
    {
        var use = MacroUse.Of(node, _seen, _seen, _macros.Macros.Dispatch);
        if (use == MacroUse.OfParts) base.Visit(node);
        else if (use == MacroUse.Opaque) _isReadable = false;
        else if (use is MacroUse.MacroCall call) _isReadable = !_macros.TouchesGraph(call.Macro, _seen);
    }

    private bool TryRead(string function, CallExpression call)
    {
        var arguments = call.Arguments;
        if (arguments.Rest is not null || arguments.NamedRest is not null) return false;
        return function switch
        {
            "ref" => TryReadRef(call),
            "source" => arguments.Named.IsEmpty && TryReadSource(call),
            "function" => arguments.Named.IsEmpty && TryAdd(_functions, call, null),
            _ => arguments.Positional.IsEmpty && TryReadConfig(call),
        };
    }

    private bool TryReadRef(CallExpression call)
    {
        string? version = null;
        foreach (var argument in call.Arguments.Named)
        {
            if (argument.Name is not ("v" or "version") || version is not null || Constant(argument.Value) is not { IsNone: false } value) return false;
            version = value.ToText();
        }

        return TryAdd(_refs, call, version);
    }

    private static bool TryAdd(ImmutableArray<RefCall>.Builder found, CallExpression call, string? version)
    {
        switch (Texts(call))
        {
            case [var name]:
                found.Add(new RefCall(null, name, call.Span) { Version = version });
                return true;
            case [var package, var name]:
                found.Add(new RefCall(package, name, call.Span) { Version = version });
                return true;
            default:
                return false;
        }
    }

    private bool TryReadSource(CallExpression call)
    {
        if (Texts(call) is not [var source, var table]) return false;
        _sources.Add(new SourceCall(source, table, call.Span));
        return true;
    }

    private bool TryReadConfig(CallExpression call)
    {
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        foreach (var argument in call.Arguments.Named)
        {
            if (Constant(argument.Value) is not { } value) return false;
            values.Add(KeyValuePair.Create(argument.Name, value));
        }

        _configs.Add(new ConfigCall(values.ToImmutable(), call.Span) { Written = WrittenConfigs.Of(call) });
        return true;
    }

    private static string[]? Texts(CallExpression call)
    {
        var texts = call.Arguments.Positional.OfType<LiteralExpression>().Where(literal => literal.Value.IsString).Select(literal => literal.Value.AsString).ToArray();
        return texts.Length == call.Arguments.Positional.Length ? texts : null;
    }

    internal static Value? Constant(Expression expression)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                return literal.Value;
            case ListExpression list:
                var items = list.Items.Select(Constant).ToArray();
                return Array.TrueForAll(items, item => item is not null) ? new ListValue(items.Select(item => item!.Value)) : null;
            case DictExpression dictionary:
                var entries = dictionary.Entries.Select(entry => (Key: Constant(entry.Key), Value: Constant(entry.Value))).ToArray();
                return Array.TrueForAll(entries, entry => entry is { Key: not null, Value: not null })
                    ? new DictValue(entries.Select(entry => KeyValuePair.Create(entry.Key!.Value, entry.Value!.Value)))
                    : null;
            default:
                return null;
        }
    }
}
