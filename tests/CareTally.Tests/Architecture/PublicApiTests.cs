using CareTally.Core.Manifests;

namespace CareTally.Tests.Architecture;

public sealed class PublicApiTests
{
    /// <summary>What programs that embed CareTally can use: a change of it is to be seen.</summary>
    [Fact]
    public void What_Core_offers_is_what_it_was() => Snapshot.Match("Architecture/CareTally.Core.txt", PublicApi.Of(typeof(Manifest).Assembly));
}
