using System.Text.Json;
using KServe.PayloadLogging.Tests.Fakes;

namespace KServe.PayloadLogging.Tests.Rendering;

public sealed class PayloadJsonTests
{
    [Fact]
    public async Task V2_RequestAndResponse_AreWrittenWithAllTheirParts()
    {
        await using var log = new LoggerFixture();
        using var request = Requests.New(
            InferTensor.Create<float>("x", [2, 2], 1, 2.5f, float.NaN, -3),
            BytesTensor.Rent(new TensorPool(), "t", [2], "a\"ü", null));
        request.Id = "42";
        request.Parameters["threshold"] = 0.5;
        request.Parameters["fast"] = true;
        request.Inputs[0].Parameters["content_type"] = "np";
        using var response = Requests.Answer(InferTensor.Create<long>("y", [2], 7, -8));
        log.Log(request, response);
        var events = await log.FlushAsync();
        Assert.Equal(
            """
            {"model_name":"iris","id":"42","parameters":{"threshold":0.5,"fast":true},"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","parameters":{"content_type":"np"},"data":[1,2.5,null,-3]},{"name":"t","shape":[2],"datatype":"BYTES","data":["a\"ü",null]}]}
            """,
            events[0].Data);
        Assert.Equal(
            """
            {"model_name":"iris","model_version":"3","id":"42","outputs":[{"name":"y","shape":[2],"datatype":"INT64","data":[7,-8]}]}
            """,
            events[1].Data);
    }

    [Fact]
    public async Task V2_EveryDataType_IsWrittenAsNumbersOrTexts()
    {
        await using var log = new LoggerFixture();
        using var request = Requests.New(
            InferTensor.Create<bool>("bool", [2], true, false),
            InferTensor.Create<byte>("u8", [1], 255),
            InferTensor.Create<ushort>("u16", [1], 65535),
            InferTensor.Create<uint>("u32", [1], 4294967295),
            InferTensor.Create<ulong>("u64", [1], ulong.MaxValue),
            InferTensor.Create<sbyte>("i8", [1], -128),
            InferTensor.Create<short>("i16", [1], -32768),
            InferTensor.Create<int>("i32", [1], int.MinValue),
            InferTensor.Create<long>("i64", [1], long.MinValue),
            InferTensor.Create<Half>("f16", [1], (Half)0.5),
            InferTensor.Create<double>("f64", [2], 0.1, double.PositiveInfinity),
            InferTensor.FromMemory("bf16", TensorDataType.BF16, [1], new byte[] { 0x20, 0x40 }),
            InferTensor.FromMemory("raw", TensorDataType.BYTES, [1], new byte[] { 2, 0, 0, 0, 0xFF, 0xFE }));
        log.Log(request);
        using var json = JsonDocument.Parse((await log.FlushAsync())[0].Data);
        Assert.Equal(
            "[true,false] [255] [65535] [4294967295] [18446744073709551615] [-128] [-32768] [-2147483648] "
            + "[-9223372036854775808] [0.5] [0.1,null] [2.5] [{\"b64\":\"//4=\"}]",
            string.Join(' ', json.RootElement.GetProperty("inputs").EnumerateArray()
                .Select(static input => input.GetProperty("data").GetRawText())));
    }

    [Fact]
    public async Task V1_OneTensor_IsNestedByItsShape()
    {
        await using var log = new LoggerFixture();
        using var request = Requests.New(InferTensor.Create<int>("x", [2, 1, 2], 1, 2, 3, 4));
        request.Protocol = InferenceProtocol.V1;
        using var response = Requests.Answer(InferTensor.Create<int>("y", [2], 5, 6));
        log.Log(request, response);
        var events = await log.FlushAsync();
        Assert.Equal("""{"instances":[[[1,2]],[[3,4]]]}""", events[0].Data);
        Assert.Equal("""{"predictions":[5,6]}""", events[1].Data);
    }

    [Fact]
    public async Task V1_SeveralTensors_AreRowsWhenTheyAgreeElseColumns()
    {
        await using var log = new LoggerFixture();
        using var request = Requests.New(
            InferTensor.Create<int>("a", [2, 2], 1, 2, 3, 4),
            BytesTensor.Rent(new TensorPool(), "b", [2], null, "u"));
        request.Protocol = InferenceProtocol.V1;
        using var response = Requests.Answer(
            InferTensor.Create<int>("y", [2], 5, 6), InferTensor.Create<int>("z", [1], 7));
        log.Log(request, response);
        var events = await log.FlushAsync();
        Assert.Equal("""{"instances":[{"a":[1,2],"b":null},{"a":[3,4],"b":"u"}]}""", events[0].Data);
        Assert.Equal("""{"predictions":{"y":[5,6],"z":[7]}}""", events[1].Data);
    }

    [Fact]
    public async Task V1_Truncated_HasWholeRowsAndSaysSo()
    {
        await using var log = new LoggerFixture(static options => options.MaxPayloadBytes = 20);
        using var request = Requests.New(InferTensor.Create<int>("x", [3, 2], 1, 2, 3, 4, 5, 6));
        request.Protocol = InferenceProtocol.V1;
        log.Log(request);
        var (item, data) = (await log.FlushAsync())[0];
        Assert.True(item.IsTruncated);
        Assert.Equal("""{"instances":[[1,2],[3,4]]}""", data);
    }

    [Fact]
    public async Task V2_TruncatedAndRedacted_SayWhatIsMissing()
    {
        await using var log = new LoggerFixture(static options =>
        {
            options.MaxPayloadBytes = 8;
            options.RedactedTensors.Add("secret");
        });
        using var request = Requests.New(
            InferTensor.Create<int>("secret", [1], 1234), InferTensor.Create<int>("x", [3], 1, 2, 3));
        log.Log(request);
        var (item, data) = (await log.FlushAsync())[0];
        Assert.True(item.IsTruncated);
        Assert.DoesNotContain("1234", data, StringComparison.Ordinal);
        Assert.Contains("\"parameters\":{\"redacted\":true},\"data\":[]}", data, StringComparison.Ordinal);
        Assert.Contains("\"parameters\":{\"truncated\":true},\"data\":[1,2]}", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_V2_WritesV1RequestsAsV2()
    {
        await using var log = new LoggerFixture(static options => options.Form = PayloadForm.V2);
        using var request = Requests.New(InferTensor.Create<int>("x", [1], 1));
        request.Protocol = InferenceProtocol.V1;
        log.Log(request);
        Assert.StartsWith("{\"model_name\"", (await log.FlushAsync())[0].Data, StringComparison.Ordinal);
    }
}
