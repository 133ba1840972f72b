using KServe.Tool.Output;

namespace KServe.Tool.Tests.Output;

public sealed class ChatLineTests
{
    [Theory]
    [InlineData("kserve chat --model chat", "http://localhost:8080", "chat")]
    [InlineData("kserve chat --model org/m-1.5 --url http://localhost:9000", "http://localhost:9000", "org/m-1.5")]
    [InlineData("kserve chat --model 'a b'", "http://localhost:8080", "a b")]
    [InlineData("kserve chat --model 'it'\\''s'", "http://localhost:8080", "it's")]
    public void For_AnyModel_CanBePasted(string expected, string baseUrl, string model) =>
        Assert.Equal(expected, ChatLine.For(baseUrl, model));
}
