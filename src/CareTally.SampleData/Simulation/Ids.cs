namespace CareTally.SampleData.Simulation;

/// <summary>What an id is of: ids of different kinds never meet.</summary>
internal enum IdKind
{
    Call,
    Carrier,
    Leg,
    Agent,
    Team,
    Device,
    Event,
    Task,
    Reservation,
    Worker,
    Queue,
    Session,
    Chat,
    Thread,
    Contact,
    Case,
    History,
    Work,
    Message,
    Survey,
    Person,
    Response,
    Evaluation,
    Form,
    Section,
    Question,
    Calibration,
    Coaching,
    Shift,
    Activity,
    Account,
}

/// <summary>Ids as vendors make them: one to one from a number, and looking random.</summary>
internal static class Ids
{
    private const string HexDigits = "0123456789abcdef";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Hexadecimal digits; at least 16, so that no two numbers share an id.</summary>
    public static string Hex(IdKind kind, ulong number, int length = 32) => string.Create(length, (kind, number), static (text, of) =>
    {
        ulong bits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i % 16 == 0) bits = Word(of.kind, of.number, i / 16);
            text[i] = HexDigits[(int)(bits >> 60)];
            bits <<= 4;
        }
    });

    /// <summary>Five groups of hexadecimal digits.</summary>
    public static string Uuid(IdKind kind, ulong number)
    {
        var hex = Hex(kind, number);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-8{hex[17..20]}-{hex[20..]}";
    }

    /// <summary>Letters and digits behind a prefix; the number itself is in them, so no two are alike.</summary>
    public static string Text(string prefix, ulong number, int length, int letters = 36) => string.Create(prefix.Length + length, (prefix, number, letters), static (text, of) =>
    {
        of.prefix.CopyTo(text);
        var left = of.number;
        for (var i = text.Length - 1; i >= of.prefix.Length; i--)
        {
            text[i] = Letters[(int)(left % (ulong)of.letters)];
            left /= (ulong)of.letters;
        }
    });

    private static ulong Word(IdKind kind, ulong number, int place) => Randomness.Mix(number + ((ulong)kind << 48) + ((ulong)place << 56) + 0x5851F42D4C957F2DUL);
}
