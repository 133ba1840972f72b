using System.Text;

namespace KServe.Protocol.Tests;

public sealed class ErrorJsonReadTests
{
    [Theory]
    [InlineData("""{"error":"a"}""", "a")]
    [InlineData("""{"code":{"x":["error"]},"error":"a"}""", "a")]
    [InlineData("""{"error":{"type":"t","message":"a"}}""", "a")]
    [InlineData("""{"detail":"a"}""", "a")]
    [InlineData("""{"detail":[{"msg":"x"}]}""", null)]
    [InlineData("""{"code":404,"type":"t","message":"a\nb"}""", "a b")]
    [InlineData("""{"error":""}""", null)]
    [InlineData("""{"error":""", null)]
    [InlineData("""{"error":"\ud800"}""", null)]
    [InlineData("<html>", null)]
    [InlineData("[1]", null)]
    [InlineData("", null)]
    public void Read_AnswersOfServers_GiveTheirText(string body, string? expected) =>
        Assert.Equal(expected, ErrorJson.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Clean_LongText_IsCutBetweenCharacters()
    {
        var text = ErrorJson.Clean(new string('a', 1023) + "\U0001F600");

        Assert.Equal(new string('a', 1023), text);
    }
}
