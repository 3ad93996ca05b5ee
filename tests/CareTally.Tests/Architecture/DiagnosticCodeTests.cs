using CareTally.Cli.Options;

namespace CareTally.Tests.Architecture;

public sealed class DiagnosticCodeTests
{
    [Fact]
    public void No_two_kinds_of_complaint_share_a_code()
    {
        var kinds = WarningNames.Kinds();
        kinds.Length.ShouldBeGreaterThan(100);
        kinds.GroupBy(kind => kind.Code).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(" | ", group.Select(kind => kind.Format))}").ShouldBeEmpty();
    }
}
