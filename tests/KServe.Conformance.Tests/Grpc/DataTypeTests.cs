using System.Globalization;
using System.Text.Json.Nodes;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Grpc;

/// <summary>Every data type through the identity model, typed and raw.</summary>
public sealed class DataTypeTests(ServerFixture fixture) : NodeTest(fixture)
{
    [Theory]
    [InlineData("BOOL", "bool_contents", "[true,false]")]
    [InlineData("UINT8", "uint_contents", "[0,255]")]
    [InlineData("UINT16", "uint_contents", "[0,65535]")]
    [InlineData("UINT32", "uint_contents", "[0,4294967295]")]
    [InlineData("UINT64", "uint64_contents", """["0","18446744073709551615"]""")]
    [InlineData("INT8", "int_contents", "[-128,127]")]
    [InlineData("INT16", "int_contents", "[-32768,32767]")]
    [InlineData("INT32", "int_contents", "[-2147483648,2147483647]")]
    [InlineData("INT64", "int64_contents", """["-9223372036854775808","9223372036854775807"]""")]
    [InlineData("FP32", "fp32_contents", "[1.5,-0.25]")]
    [InlineData("FP64", "fp64_contents", "[0.1,5e-324]")]
    [InlineData("BYTES", "bytes_contents", """["AP+A","AA=="]""")]
    public async Task ModelInfer_Typed_ReturnsTheSameValues(string datatype, string field, string values)
    {
        var reply = await CallAsync(new GrpcRequest("ModelInfer")
        {
            Message = Infer(
                "identity",
                $$$"""{"name":"x","datatype":"{{{datatype}}}","shape":[2],"contents":{"{{{field}}}":{{{values}}}}}"""),
        });
        Assert.True(reply.Code == GrpcCode.Ok, reply.ToString());
        var output = reply.Response.GetProperty("outputs")[0];
        Assert.Equal(datatype, output.GetProperty("datatype").GetString());
        Assert.Equal(values, output.GetProperty("contents").GetProperty(field).GetRawText());
    }

    [Theory]
    [InlineData("BOOL", 1)]
    [InlineData("UINT8", 1)]
    [InlineData("UINT16", 2)]
    [InlineData("UINT32", 4)]
    [InlineData("UINT64", 8)]
    [InlineData("INT8", 1)]
    [InlineData("INT16", 2)]
    [InlineData("INT32", 4)]
    [InlineData("INT64", 8)]
    [InlineData("FP16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("FP32", 4)]
    [InlineData("FP64", 8)]
    public async Task ModelInfer_Raw_ReturnsTheSameBytes(string datatype, int size)
    {
        var bytes = new byte[3 * size];
        new Random(size).NextBytes(bytes);
        if (datatype == "BOOL")
        {
            bytes = [1, 0, 1];
        }

        await RoundTripAsync(datatype, bytes);
    }

    [Fact]
    public Task ModelInfer_RawBytes_ReturnsTheSameBytes() =>
        RoundTripAsync("BYTES", [1, 0, 0, 0, 0xff, 0, 0, 0, 0, 4, 0, 0, 0, .. "\0😀"u8[..4]]);

    [Fact]
    public async Task ModelInfer_RawBool2_IsRefusedOrKept()
    {
        // A byte other than 0 and 1 is no BOOL of the protocol: refused, or passed on as it is, but never a failure.
        var reply = await CallAsync(Raw("BOOL", [2, 0, 1]));
        Assert.Contains(reply.Code, new[] { GrpcCode.Ok, GrpcCode.InvalidArgument });
    }

    [Fact]
    public async Task ModelInfer_IdAndParameters_ComeBack()
    {
        var reply = await CallAsync(
            "ModelInfer", $$"""{"model_name":"identity","id":"42 ü","inputs":[{{OneFloat}}]}""");
        Assert.Equal("42 ü", reply.Response.GetProperty("id").GetString());
        Assert.Equal("identity", reply.Response.GetProperty("model_name").GetString());
    }

    private async Task RoundTripAsync(string datatype, byte[] bytes)
    {
        var reply = await CallAsync(Raw(datatype, bytes));
        Assert.True(reply.Code == GrpcCode.Ok, reply.ToString());
        Assert.Equal(bytes, reply.Response.GetProperty("raw_output_contents")[0].GetBytesFromBase64());
        Assert.False(reply.Response.GetProperty("outputs")[0].TryGetProperty("contents", out _));
    }

    private static GrpcRequest Raw(string datatype, byte[] bytes) => new("ModelInfer")
    {
        Message = JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""
            {"model_name":"identity","raw_input_contents":["{{Convert.ToBase64String(bytes)}}"],
             "inputs":[{"name":"x","datatype":"{{datatype}}","shape":[3]}]}
            """)),
    };
}
