using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>Reads the definitions of selectors.yml. What is wrong with one is reported at its place.</summary>
/// <param name="renderer">Renders templates in values.</param>
/// <param name="indirect">Which tests come along where a definition does not say so.</param>
/// <param name="problems">Where to complain.</param>
internal sealed class SelectorDefinitionReader(YamlRenderer renderer, IndirectSelection indirect, Problems problems)
{
    private static readonly string[] Modes = [.. Enum.GetNames<IndirectSelection>().Select(name => name.ToLowerInvariant())];

    /// <summary>One entry of <c>selectors:</c>, or null where it cannot be read.</summary>
    public NamedSelector? ReadNamed(YamlMapping mapping)
    {
        var reader = new MappingReader(mapping, "a selector", problems);
        var name = reader.RequiredText("name");
        var isDefault = reader.Scalar("default") is { } given && IsTrue(given);
        reader.Accept("description");
        SelectionSpec? definition = null;
        if (reader.Node("definition") is { } node) definition = ReadRoot(node);
        else problems.Report(ProjectProblems.MissingKey, mapping.Span with { Length = 0 }, "a selector", "definition");
        reader.RejectUnknown();
        return definition is null || name.Length == 0
            ? null
            : new NamedSelector(name, reader.Scalar("name")!.Span, isDefault, definition with { Expected = definition.Expected ?? name, Span = reader.Scalar("name")!.Span });
    }

    private SelectionSpec? ReadRoot(YamlNode node)
    {
        if (node is YamlMapping { Entries.Length: > 1 } mapping && (mapping["union"] ?? mapping["intersection"]) is not null)
            return Bad(node.Span, $"'union' or 'intersection' stands alone here, and not beside {string.Join(", ", mapping.Entries.Select(entry => $"'{entry.Key.Text}'"))}");
        return Read(node);
    }

    private SelectionSpec? Read(YamlNode node) => node switch
    {
        YamlScalar { IsNull: false } scalar => ReadText(scalar),
        YamlMapping mapping when mapping["union"] is { } union => Combine(union, "union", parts => new SelectionSpec.Union(parts)),
        YamlMapping mapping when mapping["intersection"] is { } intersection => Combine(intersection, "intersection", parts => new SelectionSpec.Intersection(parts)),
        YamlMapping mapping => ReadMethod(mapping),
        _ => Bad(node.Span, $"expected a text or a mapping, not {YamlValues.Describe(node)}"),
    };

    private SelectionSpec? ReadText(YamlScalar scalar) => Guarded(() => SelectionSpec.Parse([renderer.RenderText(scalar) ?? ""], indirect, scalar.Span) with { Expected = null });

    // What is excluded is taken out of the whole, wherever in the list it stands.
    private SelectionSpec? Combine(YamlNode node, string key, Func<ImmutableArray<SelectionSpec>, SelectionSpec> combine)
    {
        if (node is not YamlSequence list) return Bad(node.Span, $"'{key}' holds a list, not {YamlValues.Describe(node)}");
        var excludes = list.Items.Where(IsExclusion).Cast<YamlMapping>().ToArray();
        if (excludes.Length > 1) return Bad(excludes[1].Span with { Length = 0 }, $"'{key}' takes one 'exclude'; put everything that is to be left out into it");
        var parts = list.Items.Where(item => !IsExclusion(item)).Select(Read).ToArray();
        if (parts.Contains(null)) return null;
        var whole = combine([.. parts.OfType<SelectionSpec>()]);
        return excludes is [var exclude] ? Without(whole, exclude.Entries[0].Value) : whole;
    }

    private static bool IsExclusion(YamlNode node) => node is YamlMapping { Entries: [{ Key.Text: "exclude" }] };

    private SelectionSpec.Difference? Without(SelectionSpec whole, YamlNode exclude) =>
        Combine(exclude, "exclude", parts => new SelectionSpec.Union(parts)) is { } excluded ? new SelectionSpec.Difference(whole, excluded) : null;

    private SelectionSpec? ReadMethod(YamlMapping mapping)
    {
        if (mapping.Entries is [{ Key.Text: not ("method" or "value" or "exclude") } only])
            return only.Value is YamlScalar { IsNull: false } value ? Guarded(() => Criterion(only.Key.Text, value, indirect)) : Bad(only.Value.Span, $"'{only.Key.Text}' takes one value, not {YamlValues.Describe(only.Value)}");
        var reader = new MappingReader(mapping, "a definition", problems);
        var method = reader.RequiredText("method");
        reader.RequiredText("value");
        var (parents, children, both) = (Levels(reader, "parents"), Levels(reader, "children"), reader.Bool("childrens_parents") ?? false);
        var mode = Mode(reader);
        var exclude = reader.Node("exclude");
        reader.RejectUnknown();
        if (both && children is not null) return Bad(mapping.Span with { Length = 0 }, "'childrens_parents' already takes all children");
        if (method.Length == 0 || reader.Scalar("value") is not { } wanted) return null;
        var criterion = Guarded(() => Criterion(method, wanted, mode));
        if (criterion is SelectionSpec.Criterion found) criterion = found with { Term = found.Term with { Parents = parents, Children = children, WithChildrensParents = both } };
        return criterion is null || exclude is null ? criterion : Without(criterion, exclude);
    }

    private SelectionSpec.Criterion Criterion(string method, YamlScalar value, IndirectSelection mode)
    {
        var text = renderer.RenderText(value) ?? "";
        return new SelectionSpec.Criterion(SelectorTerm.Of($"{method}:{text}", method, text, value.Span), mode) { Span = value.Span };
    }

    private int? Levels(MappingReader reader, string key)
    {
        var depth = reader.Int($"{key}_depth");
        if (reader.Bool(key) ?? false) return depth ?? int.MaxValue;
        if (depth is not null) problems.Report(SelectionProblems.BadDefinition, reader.Scalar($"{key}_depth")!.Span, $"'{key}_depth' says how many levels, and needs '{key}: true' beside it");
        return null;
    }

    private IndirectSelection Mode(MappingReader reader)
    {
        if (reader.Scalar("indirect_selection") is not { } scalar) return indirect;
        if (Modes.Contains(scalar.Text)) return Enum.Parse<IndirectSelection>(scalar.Text, ignoreCase: true);
        problems.ReportWithHint(ProjectProblems.WrongValue, scalar.Span, DidYouMean.Hint(scalar.Text, Modes), "indirect_selection", scalar.Text, string.Join(", ", Modes));
        return indirect;
    }

    private bool IsTrue(YamlScalar scalar)
    {
        var value = renderer.Render(scalar);
        if (value.IsBool) return value.AsBool;
        if (bool.TryParse(value.ToText().Trim(), out var read)) return read;
        problems.Report(ProjectProblems.WrongType, scalar.Span, "default", "true or false", $"'{value.ToText()}'");
        return false;
    }

    private SelectionSpec? Bad(SourceSpan span, string why)
    {
        problems.Report(SelectionProblems.BadDefinition, span, why);
        return null;
    }

    private SelectionSpec? Guarded(Func<SelectionSpec> read)
    {
        try
        {
            return read();
        }
        catch (DiagnosticException e)
        {
            problems.Add(e.Diagnostic);
            return null;
        }
    }
}
