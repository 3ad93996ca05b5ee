namespace CareTally.Templating.Values;

/// <summary>What a failed lookup gives: prints nothing, is false and empty, raises where it is called, calculated with or looked into.</summary>
internal sealed class UndefinedValue(string name, string? message = null, string? hint = null) : ObjectValue
{
    public string Name { get; } = name;

    public string Message { get; } = message ?? $"'{name}' is undefined";

    public string? Hint { get; } = hint;

    /// <summary>The object an attribute was looked for in, so that a hint can be worked out when somebody asks.</summary>
    public ObjectValue? Owner { get; init; }

    public override string TypeName => "Undefined";

    public override ValueKind Kind => ValueKind.Undefined;

    public override bool IsCallable => true;

    public override bool IsTruthy => false;

    public override int? Length => 0;

    public override IEnumerable<Value> Items => [];

    public override int Hash => 0;

    public override string ToText() => "";

    public override string ToRepr() => "Undefined";

    public override bool IsEqual(ObjectValue other) => other is UndefinedValue;

    public override Value Call(CallArguments arguments) => throw Raise();

    public ValueException Raise() => new(
        TemplateProblems.Undefined,
        Message,
        Hint ?? (Owner is null ? null : Diagnostics.DidYouMean.Hint(Name, Owner.AttributeNames)));
}
