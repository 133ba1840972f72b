using System.Globalization;
using System.Text;
using System.Text.Json;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group V of the torture list.</summary>
public sealed class ValidationTests(ServerFixture fixture) : TortureTest(fixture)
{
    public static TheoryData<string> RestNames => [.. ValidationCases.All.Select(static row => row.Name)];

    public static TheoryData<string> GrpcNames => [.. GrpcValidationCases.All.Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(RestNames))]
    public Task Rest_Row_AnswersAsTold(string name) =>
        RunAsync(ValidationCases.All.Single(row => row.Name == name));

    [Theory]
    [MemberData(nameof(GrpcNames))]
    public Task Grpc_Row_AnswersAsTold(string name) =>
        RunAsync(GrpcValidationCases.All.Single(row => row.Name == name));

    [Theory]
    [InlineData("V-16 NaN", float.NaN)]
    [InlineData("V-16 Infinity", float.PositiveInfinity)]
    [InlineData("V-16 -Infinity", float.NegativeInfinity)]
    public async Task Rest_NotFiniteInBinary_AnswersNullInValidJson(string name, float value)
    {
        var row = RestCase.Binary(name, BinaryInput("FP32", "[2]", 8),
            [.. BitConverter.GetBytes(value), 0, 0, 128, 63]);
        var reply = await Server.Rest.SendAsync(
            row.Method, row.Path, row.Body, row.ContentType, row.Headers, Cancellation);
        Assert.Equal(200, reply.Status);
        var data = reply.Json.GetProperty("outputs")[0].GetProperty("data");
        Assert.Equal(JsonValueKind.Null, data[0].ValueKind);
        Assert.Equal(1f, data[1].GetSingle());
    }

    [Theory]
    [InlineData("V-18 NUL", "\\u0000", "\0")]
    [InlineData("V-18 NUL inside", "a\\u0000b", "a\0b")]
    [InlineData("V-18 escaped emoji", "\\ud83d\\ude00", "😀")]
    [InlineData("V-18 emoji", "😀", "😀")]
    public async Task Rest_TextInJson_ReturnsTheSameBytes(string name, string json, string expected)
    {
        var row = RestCase.Input(name, "[1]", "\"BYTES\"", $"[\"{json}\"]");
        var reply = await Server.Rest.PostAsync(row.Path, row.Body, Cancellation);
        Assert.Equal(200, reply.Status);
        Assert.Equal(expected, reply.Json.GetProperty("outputs")[0].GetProperty("data")[0].GetString());
    }

    [Fact]
    public Task Rest_V19BytesThatAreNoText_AreRefusedInJson()
    {
        byte[] element = [2, 0, 0, 0, 0xff, 0xfe];
        return RunAsync(RestCase.Binary("V-19 not UTF-8", BinaryInput("BYTES", "[1]", element.Length), element));
    }

    [Fact]
    public async Task Rest_V24IdAbsent_IsAbsentInTheAnswer()
    {
        var row = RestCase.Input("V-24 no id", "[1]", "\"FP32\"", "[1]");
        var reply = await Server.Rest.PostAsync(row.Path, row.Body, Cancellation);
        Assert.Equal(200, reply.Status);
        Assert.False(reply.Json.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task Rest_V24IdWithCrlf_ComesBackVerbatim()
    {
        var reply = await Server.Rest.PostAsync(
            RestCase.Identity,
            Encoding.UTF8.GetBytes(
                """{"id":"a\r\nb: c","inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}"""),
            Cancellation);
        Assert.Equal(200, reply.Status);
        Assert.Equal("a\r\nb: c", reply.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Rest_PredictorThatThrows_Answers500WithoutDetails()
    {
        AllowedErrorLog = "KServe";
        var row = RestCase.Input("throws", "[1]", "\"FP32\"", "[1]") with
        {
            Path = "/v2/models/throws/infer", Allowed = [500],
        };
        await RunAsync(row);
        Assert.Equal(1, Server.ErrorCount);
    }

    [Fact]
    public async Task Grpc_PredictorThatThrows_AnswersInternalWithoutDetails()
    {
        AllowedErrorLog = "KServe";
        await RunAsync(new GrpcCase("throws", """{"model_name":"throws"}""") { Allowed = [GrpcCode.Internal] });
        Assert.Equal(1, Server.ErrorCount);
    }

    private static string BinaryInput(string datatype, string shape, int length) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"inputs":[{"name":"x","shape":{{{shape}}},"datatype":"{{{datatype}}}","parameters":{"binary_data_size":{{{length}}}}}]}""");
}
