using System.Text.Json;

namespace KServe.Protocol.Tests;

public sealed class ErrorJsonTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("quote \" backslash \\ line \r\n tab \t nul \0 bell \u0007 \u001f del \u007f")]
    [InlineData("\u00E9\u2028\U0001F600")]
    public void Write_AnyText_IsValidJson(string message)
    {
        using var parsed = JsonDocument.Parse(Codec.Write(writer => ErrorJson.Write(writer, message)));

        Assert.Equal(message, parsed.RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public void Write_LongText_IsKept()
    {
        var message = new string('\u00E9', 100_000);

        Assert.Equal("{\"error\":\"" + message + "\"}", Codec.Write(writer => ErrorJson.Write(writer, message)));
    }

    [Fact]
    public void Write_LoneSurrogate_IsReplaced() =>
        Assert.Equal("{\"error\":\"\uFFFD\"}", Codec.Write(writer => ErrorJson.Write(writer, "\ud800")));
}
