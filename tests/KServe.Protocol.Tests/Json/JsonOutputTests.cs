using System.Text.Json;

namespace KServe.Protocol.Tests;

public sealed class JsonOutputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("output-0")]
    [InlineData("say \"no\"\\\u0001\n")]
    [InlineData("\u00E9\u4E2D\uD83D\uDE00")]
    public void Text_AnyLength_ReadsBack(string part)
    {
        for (var count = 1; count <= 70; count++)
        {
            var text = string.Concat(Enumerable.Repeat(part, count));

            using var document = JsonDocument.Parse(Codec.Write(writer => ErrorJson.Write(writer, text)));

            Assert.Equal(text, document.RootElement.GetProperty("error").GetString());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    public void Text_HalfOfASurrogatePair_IsReplaced(int count)
    {
        var json = Codec.Write(writer => ErrorJson.Write(writer, new string('\uD83D', count)));

        Assert.Equal($$"""{"error":"{{new string('\uFFFD', count)}}"}""", json);
    }
}
