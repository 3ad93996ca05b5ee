using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>How a statement ended.</summary>
internal enum Completion
{
    Normal,
    Break,
    Continue,

    /// <summary>The macro is to end; the interpreter holds what it returns.</summary>
    Return,
}

/// <summary>A <c>return</c> in the middle of an expression or of a call block: ends the macro around it.</summary>
internal sealed class ReturnException(Value value) : Exception
{
    public Value Value { get; } = value;
}
