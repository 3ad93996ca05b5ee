using CareTally.Diagnostics;

namespace CareTally.Templating;

/// <summary>Everything a template can be told it did wrong. Codes are stable; a number is never used twice.</summary>
public static class TemplateProblems
{
    /// <summary>Another token was expected.</summary>
    public static readonly DiagnosticKind UnexpectedToken = Error("TLY1001", "expected {0}, found {1}");

    /// <summary>A tag's end is missing.</summary>
    public static readonly DiagnosticKind UnclosedTag = Error("TLY1002", "this tag is never closed: '{0}' is missing");

    /// <summary>A comment's end is missing.</summary>
    public static readonly DiagnosticKind UnclosedComment = Error("TLY1003", "this comment is never closed: '#}}' is missing");

    /// <summary>A string's end is missing.</summary>
    public static readonly DiagnosticKind UnclosedString = Error("TLY1004", "this string is never closed: {0} is missing");

    /// <summary>A character that means nothing inside a tag.</summary>
    public static readonly DiagnosticKind UnexpectedCharacter = Error("TLY1005", "unexpected character {0}");

    /// <summary>A tag that does not exist.</summary>
    public static readonly DiagnosticKind UnknownTag = Error("TLY1006", "there is no tag '{0}'");

    /// <summary>A tag of Jinja that a project has no use for.</summary>
    public static readonly DiagnosticKind UnsupportedTag = Error("TLY1007", "the tag '{0}' is not supported");

    /// <summary>A block's end tag is missing.</summary>
    public static readonly DiagnosticKind UnclosedBlock = Error("TLY1008", "the block '{0}' is never closed: expected {1}");

    /// <summary>An end tag without its start.</summary>
    public static readonly DiagnosticKind UnexpectedEnd = Error("TLY1009", "unexpected '{0}': {1}");

    /// <summary>A closing bracket that closes something else or nothing.</summary>
    public static readonly DiagnosticKind UnbalancedBracket = Error("TLY1010", "unexpected '{0}'{1}");

    /// <summary>A filter that does not exist.</summary>
    public static readonly DiagnosticKind UnknownFilter = Error("TLY1011", "there is no filter '{0}'");

    /// <summary>A test that does not exist.</summary>
    public static readonly DiagnosticKind UnknownTest = Error("TLY1012", "there is no test '{0}'");

    /// <summary>Something that cannot be assigned to.</summary>
    public static readonly DiagnosticKind InvalidTarget = Error("TLY1013", "cannot assign to {0}");

    /// <summary>Arguments in an impossible order, or twice.</summary>
    public static readonly DiagnosticKind InvalidArguments = Error("TLY1014", "invalid arguments: {0}");

    /// <summary>A number or string that cannot be read.</summary>
    public static readonly DiagnosticKind InvalidLiteral = Error("TLY1015", "invalid literal: {0}");

    /// <summary>Blocks, brackets or operators nested beyond reason.</summary>
    public static readonly DiagnosticKind NestedTooDeep = Error("TLY1016", "nested too deep: more than {0} levels");

    /// <summary><c>break</c> or <c>continue</c> outside a loop.</summary>
    public static readonly DiagnosticKind OutsideLoop = Error("TLY1017", "'{0}' outside a loop");

    /// <summary>A declaration of a macro that makes no sense.</summary>
    public static readonly DiagnosticKind InvalidParameter = Error("TLY1018", "invalid parameter: {0}");

    /// <summary>A filter that does not exist, in a branch that may never be taken.</summary>
    public static readonly DiagnosticKind UnknownFilterInBranch = new("TLY1019", Severity.Warning, "there is no filter '{0}': this fails when the branch is taken");

    /// <summary>A test that does not exist, in a branch that may never be taken.</summary>
    public static readonly DiagnosticKind UnknownTestInBranch = new("TLY1020", Severity.Warning, "there is no test '{0}': this fails when the branch is taken");

    /// <summary>A name or attribute that does not exist was called, calculated with or looked into.</summary>
    public static readonly DiagnosticKind Undefined = Error("TLY1101", "{0}");

    /// <summary>An operation that the type of a value does not have.</summary>
    public static readonly DiagnosticKind TypeError = Error("TLY1102", "{0}");

    /// <summary>A value that the operation cannot take.</summary>
    public static readonly DiagnosticKind InvalidValue = Error("TLY1103", "{0}");

    /// <summary>Division by zero.</summary>
    public static readonly DiagnosticKind DivisionByZero = Error("TLY1104", "{0}");

    /// <summary>A position or key that is not there.</summary>
    public static readonly DiagnosticKind MissingItem = Error("TLY1105", "{0}");

    /// <summary>Arguments that the function or macro does not take.</summary>
    public static readonly DiagnosticKind WrongArguments = Error("TLY1106", "{0}");

    /// <summary>A number beyond what can be held.</summary>
    public static readonly DiagnosticKind Overflow = Error("TLY1107", "{0}");

    /// <summary><c>return</c> outside a macro.</summary>
    public static readonly DiagnosticKind ReturnOutsideMacro = Error("TLY1108", "'return' outside a macro");

    /// <summary>The result of a native rendering cannot be converted as asked.</summary>
    public static readonly DiagnosticKind CannotConvert = Error("TLY1109", "could not convert value '{0}' into type '{1}'");

    /// <summary>Too many steps.</summary>
    public static readonly DiagnosticKind TooManySteps = Error("TLY1201", "the template takes more than {0:N0} steps");

    /// <summary>Macros calling macros beyond reason.</summary>
    public static readonly DiagnosticKind TooDeep = Error("TLY1202", "calls are nested more than {0:N0} deep");

    /// <summary>Too much text.</summary>
    public static readonly DiagnosticKind TooMuchText = Error("TLY1203", "the template makes a text of more than {0:N0} characters");

    /// <summary>Too much time.</summary>
    public static readonly DiagnosticKind TooMuchTime = Error("TLY1204", "the template takes more than {0:N0} s");

    /// <summary>The machine's stack is used up.</summary>
    public static readonly DiagnosticKind StackExhausted = Error("TLY1205", "values or expressions are nested too deep");

    /// <summary>A value too large to be made.</summary>
    public static readonly DiagnosticKind TooLarge = Error("TLY1206", "{0}");

    private static DiagnosticKind Error(string code, string format) => new(code, Severity.Error, format);
}
