using IntegrationFramework;

namespace Framework.Tests.Values;

public class SecretTests
{
    [Test]
    public async Task ToString_AnySecret_ShowsNothingOfIt()
    {
        await Assert.That($"{new Secret("hunter2")}").IsEqualTo("***");
    }

    [Test]
    public async Task Reveal_AnySecret_GivesTheValue()
    {
        await Assert.That(new Secret("hunter2").Reveal()).IsEqualTo("hunter2");
    }
}
