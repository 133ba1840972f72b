using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KServe.Protocol.Tests;

public sealed class V2RequestCacheTests
{
    private const string Json =
        """
        {"parameters":{"p":1},"inputs":[
          {"name":"a","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8,"own":"x"}},
          {"name":"b","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":7}},
          {"name":"c","shape":[2],"datatype":"BOOL","parameters":{"binary_data_size":2}}],
         "outputs":[{"name":"y","parameters":{"binary_data":true}}]}
        """;

    private static readonly byte[] Tail =
        [.. MemoryMarshal.AsBytes<float>([1.5f, -2f]), 3, 0, 0, 0, (byte)'a', (byte)'b', (byte)'c', 1, 0];

    private readonly V2RequestCache _cache = new();

    [Fact]
    public void ReadRequest_SameJsonAgain_GivesTheSameRequest()
    {
        using var first = Read(Json, Tail);
        Assert.Null(_cache.Find(Encoding.UTF8.GetBytes(Json)));
        Read(Json, Tail).Dispose();
        Assert.NotNull(_cache.Find(Encoding.UTF8.GetBytes(Json)));
        byte[] changed = [.. MemoryMarshal.AsBytes<float>([7f, 8f]), .. Tail.AsSpan(8)];
        using var second = Read(Json, changed);

        Assert.Equal(Describe(first), Describe(second));
        Assert.Equal([1.5f, -2f], first.Inputs[0].AsSpan<float>());
        Assert.Equal([7f, 8f], second.Inputs[0].AsSpan<float>());
        Assert.Equal(Tail.AsSpan(8, 7), second.Inputs[1].Data.Span);
    }

    [Fact]
    public void ReadRequest_RequestChangedAfterwards_LeavesTheNextAlone()
    {
        string expected;
        Learn(Json, Tail);
        using (var first = Read(Json, Tail))
        {
            expected = Describe(first);
        }

        using (var second = Read(Json, Tail))
        {
            second.Outputs[0].Parameters["binary_data"] = new InferParameter(false);
            second.Outputs.Add(new RequestedOutput("z"));
            second.Parameters["q"] = new InferParameter(2);
            second.Inputs[0].Parameters["own"] = new InferParameter("y");
            second.Inputs.RemoveAt(2);
        }

        using var third = Read(Json, Tail);
        Assert.Equal(expected, Describe(third));
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(3, 0)]
    [InlineData(17, 1)]
    public void ReadRequest_KnownJsonWithAWrongTail_FailsAsTheFirstTime(int length, int extra)
    {
        byte[] tail = [.. Tail.AsSpan(0, length), .. new byte[extra]];
        var expected = Assert.Throws<InferenceException>(() => Read(Json, tail, cache: null));
        Learn(Json, Tail);

        var actual = Assert.Throws<InferenceException>(() => Read(Json, tail));
        Assert.Equal((expected.Code, expected.Message), (actual.Code, actual.Message));
    }

    [Fact]
    public void ReadRequest_KnownJsonWithAWrongBoolean_FailsAsTheFirstTime()
    {
        byte[] tail = [.. Tail.AsSpan(0, Tail.Length - 1), 2];
        var expected = Assert.Throws<InferenceException>(() => Read(Json, tail, cache: null));
        Learn(Json, Tail);

        Assert.Equal(expected.Message, Assert.Throws<InferenceException>(() => Read(Json, tail)).Message);
    }

    [Theory]
    [InlineData("""{"id":"1","inputs":[{"name":"a","shape":[0],"datatype":"FP32","parameters":{"binary_data_size":0}}]}""")]
    [InlineData("""{"inputs":[{"name":"a","shape":[0],"datatype":"FP32","data":[]}]}""")]
    [InlineData("""{"inputs":[]}""")]
    public void ReadRequest_TextThatSaysMoreThanTensors_IsNotRemembered(string json)
    {
        Learn(json, []);
        Assert.Null(_cache.Find(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void ReadRequest_ManyTexts_KeepsTheLatestOnly()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 40).Select(static i =>
                $"{{\"inputs\":[{{\"name\":\"n{i}\",\"shape\":[0],\"datatype\":\"FP32\",\"parameters\":"
                + "{\"binary_data_size\":0}}]}"),
        ];
        foreach (var text in texts)
        {
            Learn(text, []);
        }

        var kept = texts.Count(text => _cache.Find(Encoding.UTF8.GetBytes(text)) is not null);
        Assert.Equal(16, kept);
        Assert.NotNull(_cache.Find(Encoding.UTF8.GetBytes(texts[^1])));
    }

    [Fact]
    public void ReadRequest_LongText_IsNotRemembered()
    {
        var json = Json + new string(' ', 1024);
        Learn(json, Tail);
        Assert.Null(_cache.Find(Encoding.UTF8.GetBytes(json)));
    }

    // A text is kept when it comes for the second time.
    private void Learn(string json, byte[] tail)
    {
        Read(json, tail).Dispose();
        Read(json, tail).Dispose();
    }

    private InferRequest Read(string json, byte[] tail) => Read(json, tail, _cache);

    private static InferRequest Read(string json, byte[] tail, V2RequestCache? cache)
    {
        var text = Encoding.UTF8.GetBytes(json);
        byte[] body = [.. text, .. tail];
        return V2Json.ReadRequest(body, text.Length, "m", new TensorPool(), ProtocolLimits.Default, cache);
    }

    private static string Describe(InferRequest request) => string.Join(
        ';',
        [
            .. request.Inputs.Select(static input => $"{input} {Describe(input.Parameters)}"),
            .. request.Outputs.Select(static output => $"{output.Name} {Describe(output.Parameters)}"),
            Describe(request.Parameters),
        ]);

    private static string Describe(InferParameters parameters) => string.Join(
        ',', parameters.Select(static item => string.Create(CultureInfo.InvariantCulture, $"{item.Key}={item.Value}")));
}
