using System.Text;

namespace KServe.Protocol.Tests;

public sealed class V2JsonStrictnessTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"inputs\"")]
    [InlineData("{\"inputs\":[]")]
    [InlineData("{\"inputs\":[]}x")]
    [InlineData("{\"inputs\":[]}{\"inputs\":[]}")]
    [InlineData("{\"inputs\":[]},")]
    [InlineData("{\"inputs\":[],}")]
    [InlineData("{\"inputs\":[]/**/}")]
    [InlineData("{'inputs':[]}")]
    [InlineData("{\"inputs\":[01]}")]
    [InlineData("\uFEFF{\"inputs\":[]}")]
    public void ReadRequest_NotOneJsonObject_IsRefused(string body) => Assert.NotEmpty(Codec.RefuseV2(body));

    [Fact]
    public void ReadRequest_MalformedJson_TellsThePlaceInOurWords() =>
        Assert.Equal("body: not valid JSON at line 2, byte 11", Codec.RefuseV2("{\n\"inputs\":[}}"));

    [Fact]
    public void ReadRequest_Utf16Body_IsRefused() =>
        Assert.NotEmpty(Codec.Refuse(pool => V2Json.ReadRequest(
            Encoding.Unicode.GetBytes("{\"inputs\":[]}"), null, "m", pool, ProtocolLimits.Default)));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public void ReadRequest_InvalidUtf8_IsRefused(byte[] invalid)
    {
        byte[] body = [.. "{\"inputs\":[],\"z\":\""u8, .. invalid, .. "\"}"u8];

        Assert.Contains(
            "UTF-8",
            Codec.Refuse(pool => V2Json.ReadRequest(body, null, "m", pool, ProtocolLimits.Default)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inputs":[],"inputs":[]}""", "inputs")]
    [InlineData("""{"inputs":[],"i\u006eputs":[]}""", "inputs")]
    [InlineData("""{"inputs":[],"z":1,"z":2}""", "z")]
    [InlineData("""{"inputs":[],"z":1,"\u007a":2}""", "z")]
    [InlineData("""{"inputs":[],"z":[{"k":{"a":1},"a":2,"k":3}]}""", "k")]
    [InlineData("""{"inputs":[],"parameters":{"p":1,"p":1}}""", "p")]
    [InlineData("""{"inputs":[{"name":"a","name":"a"}]}""", "name")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"a","name":"a"}]}""", "name")]
    [InlineData("""{"inputs":[],"":1,"":2}""", "")]
    public void ReadRequest_DuplicateKey_NamesTheKey(string body, string key) =>
        Assert.Contains($"the key '{key}' appears twice", Codec.RefuseV2(body), StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_SameKeyInDifferentObjects_IsNoDuplicate()
    {
        using var request = Codec.ReadV2(
            """{"inputs":[],"a":{"a":{"a":1},"b":{"a":1}},"b":[{"a":1},{"a":1}],"c":{"b":2}}""");

        Assert.Empty(request.Inputs);
    }

    [Theory]
    [InlineData("""{"Inputs":[]}""", "'Inputs' is not known, 'inputs' was expected")]
    [InlineData("""{"inputs":[],"ID":"a"}""", "'ID' is not known, 'id' was expected")]
    [InlineData("""{"inputs":[{"Name":"a"}]}""", "'Name' is not known, 'name' was expected")]
    [InlineData("""{"inputs":[{"dataType":"a"}]}""", "'dataType' is not known, 'datatype' was expected")]
    public void ReadRequest_KeyInAnotherCase_SaysTheRightOne(string body, string expected) =>
        Assert.Contains(expected, Codec.RefuseV2(body), StringComparison.Ordinal);

    [Theory]
    [InlineData(65)]
    [InlineData(120)]
    [InlineData(250_000)]
    public void ReadRequest_NestedTooDeep_IsRefused(int depth)
    {
        Assert.NotEmpty(Codec.RefuseV2(new string('[', depth)));
        Assert.Contains(
            "deeper than 64",
            Codec.RefuseV2("{\"z\":" + new string('[', depth) + new string(']', depth) + "}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ReadRequest_NestedAsDeepAsAllowed_IsTaken()
    {
        using var request = Codec.ReadV2("{\"inputs\":[],\"z\":" + new string('[', 63) + new string(']', 63) + "}");

        Assert.Empty(request.Inputs);
    }

    [Fact]
    public void ReadRequest_HugeNumber_IsRefused()
    {
        var digits = new string('1', 10_000_000);

        Assert.Contains(
            "longer than 1024", Codec.RefuseV2(Codec.Input("FP64", "[1]", $"[{digits}]")), StringComparison.Ordinal);
        Assert.Contains("longer than 1024", Codec.RefuseV2($"{{\"z\":{digits}}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\\u0041")]
    public void ReadRequest_HugeKey_IsRefused(string prefix) =>
        Assert.Contains(
            "longer than 1024",
            Codec.RefuseV2($"{{\"{prefix}{new string('k', 10_000_000)}\":1}}"),
            StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_MillionKeys_AreRefused()
    {
        var body = new StringBuilder("{\"inputs\":[]");
        for (var i = 0; i < 1_000_000; i++)
        {
            body.Append(",\"k").Append(i).Append("\":0");
        }

        Assert.Contains("more than 1000 keys", Codec.RefuseV2(body.Append('}').ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadRequest_ThousandKeysAtEveryDepth_FindsTheDuplicateAtTheOuterOne()
    {
        var body = new StringBuilder("{\"inputs\":[]");
        for (var depth = 0; depth < 20; depth++)
        {
            for (var i = 0; i < 900; i++)
            {
                body.Append(",\"k").Append(i).Append("\":0");
            }

            body.Append(",\"deeper\":{\"first\":0");
        }

        body.Append('}', 20);
        Codec.ReadV2(body + "}").Dispose();

        Assert.Contains(
            "the key 'k899' appears twice", Codec.RefuseV2(body + ",\"k899\":1}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inputs":[],"z":"\ud800"}""")]
    [InlineData("""{"inputs":[],"\ud800":1}""")]
    [InlineData("""{"inputs":[],"id":"\udfff"}""")]
    [InlineData("""{"inputs":[],"parameters":{"a":"\ud800"}}""")]
    public void ReadRequest_LoneSurrogateAnywhere_IsRefused(string body) =>
        Assert.Contains("surrogate", Codec.RefuseV2(body), StringComparison.Ordinal);
}
