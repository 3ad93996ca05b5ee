using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary><c>adapter</c> in a template.</summary>
internal sealed class AdapterValue(MacroDispatch dispatch) : ObjectValue
{
    private readonly Dictionary<string, Func<CallArguments, Value>> _functions = new(StringComparer.Ordinal)
    {
        ["dispatch"] = dispatch.Call,
    };

    public override string TypeName => "adapter";

    public override IEnumerable<string> AttributeNames => _functions.Keys;

    public override bool TryGetAttribute(string name, out Value value)
    {
        var isKnown = _functions.TryGetValue(name, out var body);
        value = isKnown ? new FunctionValue($"adapter.{name}", body!) : Value.None;
        return isKnown;
    }
}
