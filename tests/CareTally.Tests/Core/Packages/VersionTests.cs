using CareTally.Core.Projects.Versions;

namespace CareTally.Tests.CoreTests.Packages;

public sealed class VersionTests
{
    [Fact]
    public void Versions_are_ordered_by_number_and_prereleases_come_before_their_release()
    {
        string[] ordered = ["0.9.10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.10", "1.2.0", "10.0.0"];
        ordered.Reverse().Select(text => SemanticVersion.TryParse(text)!).Order().Select(version => version.ToString()).ShouldBe(ordered);
    }

    [Theory]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("1.2.3+build.5", "1.2.3")]
    [InlineData("1.2", null)]
    [InlineData("latest", null)]
    [InlineData("1.2.99999999999", null)]
    public void A_version_has_three_numbers(string text, string? expected) => SemanticVersion.TryParse(text)?.ToString().ShouldBe(expected);

    [Theory]
    [InlineData(">=1.0.0,<2.0.0", "1.5.0", true)]
    [InlineData(">=1.0.0,<2.0.0", "2.0.0", false)]
    [InlineData("1.1.1", "1.1.1", true)]
    [InlineData("=1.1.1", "1.1.2", false)]
    [InlineData(">1.1.1", "1.1.1", false)]
    [InlineData("<=1.1.1", "1.1.1", true)]
    [InlineData("", "7.0.0", true)]
    public void A_range_is_all_its_bounds(string range, string version, bool holds) =>
        VersionRange.TryParse([range])!.Holds(SemanticVersion.TryParse(version)!).ShouldBe(holds);

    [Fact]
    public void A_bound_that_cannot_be_read_is_no_range() => VersionRange.TryParse([">=1.0.0", "~2"]).ShouldBeNull();
}
