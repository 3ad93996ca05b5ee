using CareTally.SampleData.Simulation;

namespace CareTally.SampleData.Systems.Salesforce;

/// <summary>Record ids of 18 characters: three of the object, the rest a number, and three that say which letters are capitals.</summary>
internal static class SalesforceIds
{
    private const string Suffixes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    public static string Of(string prefix, ulong number)
    {
        var id = Ids.Text($"{prefix}VA", number, 10, 62);
        Span<char> suffix = stackalloc char[3];
        for (var chunk = 0; chunk < 3; chunk++)
        {
            var bits = 0;
            for (var place = 0; place < 5; place++) bits |= char.IsAsciiLetterUpper(id[(chunk * 5) + place]) ? 1 << place : 0;
            suffix[chunk] = Suffixes[bits];
        }

        return string.Concat(id, suffix);
    }

    public static string Of(Case about) => Of("500", about.Number);

    public static string Of(Agent agent) => Of("005", (ulong)agent.Place + 1);

    public static string Of(Customer customer) => Of("003", (ulong)customer.Number + 1);

    public static string Of(CaseGroup group) => Of("00G", (ulong)group + 1);

    /// <summary>The user as whom rules run.</summary>
    public static readonly string Automation = Of("005", 900_000);
}
