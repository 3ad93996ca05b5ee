using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Puts the arguments of a call into a macro's frame, by Jinja's rules.</summary>
internal static class MacroBinder
{
    public static void Bind(MacroValue macro, CallArguments arguments, Frame frame)
    {
        var definition = macro.Definition;
        var parameters = definition.Parameters;
        var given = Math.Min(arguments.Positional.Count, parameters.Length);
        var used = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i < given) frame.Slots[definition.FirstSlot + i] = arguments.Positional[i];
            else if (arguments.Named.TryGetValue(parameters[i].Name, out var named))
            {
                frame.Slots[definition.FirstSlot + i] = named;
                used++;
            }
        }

        BindImplicit(definition, arguments, frame, given, ref used);
        if (!definition.UsesKwargs && used < arguments.Named.Count) throw UnexpectedName(macro, arguments, given);
        if (!definition.UsesVarargs && arguments.Positional.Count > parameters.Length)
        {
            throw new ValueException(
                TemplateProblems.WrongArguments, $"macro '{macro.Name}' takes not more than {parameters.Length} argument(s)", Signature(macro));
        }
    }

    private static void BindImplicit(MacroDefinition definition, CallArguments arguments, Frame frame, int given, ref int used)
    {
        var uses = (definition.UsesCaller ? 1 : 0) + (definition.UsesKwargs ? 1 : 0) + (definition.UsesVarargs ? 1 : 0);
        var next = definition.EndSlot - uses;
        if (definition.UsesCaller)
        {
            var hasCaller = arguments.Named.TryGetValue("caller", out var caller);
            if (hasCaller) used++;
            frame.Slots[next++] = hasCaller ? caller : Value.Of(new UndefinedValue("caller", "No caller defined"));
        }

        if (definition.UsesKwargs)
            frame.Slots[next++] = Value.Of(new DictValue(arguments.Named.Where(named => !IsParameter(definition, named.Key, given))));
        if (definition.UsesVarargs)
            frame.Slots[next] = Value.Of(new TupleValue(arguments.Positional.Skip(definition.Parameters.Length)));
    }

    // A parameter already given by position is not looked for among the names.
    private static bool IsParameter(MacroDefinition definition, string name, int given)
    {
        for (var i = given; i < definition.Parameters.Length; i++)
        {
            if (definition.Parameters[i].Name == name) return true;
        }

        return definition.UsesCaller && name == "caller";
    }

    private static ValueException UnexpectedName(MacroValue macro, CallArguments arguments, int given)
    {
        var name = arguments.Named.Keys.First(key => !IsParameter(macro.Definition, key, given));
        if (name == "caller")
            return new(TemplateProblems.WrongArguments, $"macro '{macro.Name}' does not use its caller: it cannot be used in a call block", null);
        var names = macro.Definition.Parameters.Select(parameter => parameter.Name);
        return new(
            TemplateProblems.WrongArguments,
            $"macro '{macro.Name}' takes no keyword argument '{name}'",
            DidYouMean.Hint(name, names.Where(known => known != name)) ?? Signature(macro));
    }

    private static string Signature(MacroValue macro) =>
        $"it is declared as {macro.Name}({string.Join(", ", macro.Definition.Parameters.Select(p => p.Default is null ? p.Name : $"{p.Name}=..."))})";
}
