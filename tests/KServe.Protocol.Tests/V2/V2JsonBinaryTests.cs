using System.Runtime.InteropServices;

namespace KServe.Protocol.Tests;

public sealed class V2JsonBinaryTests
{
    private static readonly float[] Eight = [1, 2, 3, 4, 5, 6, 7, 8];

    private static byte[] EightBytes => MemoryMarshal.AsBytes<float>(Eight).ToArray();

    [Fact]
    public void ReadRequest_BinaryTensor_IsAViewOfTheBody()
    {
        var pool = new TensorPool();
        using var request = Codec.ReadV2(Codec.BinaryInput("FP32", "[2,4]", "32"), EightBytes, pool);

        Assert.Equal(Eight, request.Inputs[0].AsSpan<float>());
        Assert.False(request.Inputs[0].HasParameters);
        Assert.Equal(0, pool.RentedCount);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99999)]
    public void ReadRequest_JsonLengthOutsideTheBody_IsRefused(int length) =>
        Assert.StartsWith(
            "Inference-Header-Content-Length",
            Codec.Refuse(pool => V2Json.ReadRequest(
                "{\"inputs\":[]}"u8.ToArray(), length, "m", pool, ProtocolLimits.Default)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("40")]
    [InlineData("31")]
    [InlineData("0")]
    [InlineData("9223372036854775808")]
    [InlineData("-1")]
    [InlineData("\"32\"")]
    [InlineData("32.0")]
    [InlineData("true")]
    public void ReadRequest_WrongSize_NamesTheField(string size) =>
        Assert.StartsWith(
            "inputs[0].parameters.binary_data_size",
            Codec.RefuseV2(Codec.BinaryInput("FP32", "[1,8]", size), EightBytes),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(31, "only 31 bytes are left")]
    [InlineData(0, "only 0 bytes are left")]
    [InlineData(33, "1 bytes after the JSON")]
    [InlineData(64, "32 bytes after the JSON")]
    public void ReadRequest_TailOfAnotherLength_IsRefused(int length, string expected) =>
        Assert.Contains(
            expected,
            Codec.RefuseV2(Codec.BinaryInput("FP32", "[1,8]", "32"), new byte[length]),
            StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_NoLengthHeader_SaysSo() =>
        Assert.Contains(
            "'inference-header-content-length' header is missing",
            Codec.RefuseV2(Codec.BinaryInput("FP32", "[1,8]", "32")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("\"data\":[1,2],\"parameters\":{\"binary_data_size\":8}")]
    [InlineData("\"parameters\":{\"binary_data_size\":8},\"data\":[1,2]")]
    public void ReadRequest_DataAndSize_AreRefused(string both) =>
        Assert.Equal(
            "inputs[0]: 'data' and 'binary_data_size' were given, only one of them was expected",
            Codec.RefuseV2($$"""{"inputs":[{"name":"x","shape":[2],"datatype":"FP32",{{both}}}]}""", new byte[8]));

    [Theory]
    [InlineData(new byte[] { 255, 255, 255, 255, 1, 2 }, "[1]")]
    [InlineData(new byte[] { 1, 0, 0, 0, 65, 1, 0 }, "[2]")]
    [InlineData(new byte[] { 2, 0, 0, 0, 65 }, "[1]")]
    [InlineData(new byte[] { 1, 0, 0, 0, 65 }, "[2]")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, "[1]")]
    public void ReadRequest_BrokenBytesLayout_NamesTheTensor(byte[] tail, string shape) =>
        Assert.StartsWith(
            "tensor 'x' of BYTES",
            Codec.RefuseV2(Codec.BinaryInput("BYTES", shape, $"{tail.Length}"), tail),
            StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_BinaryBoolOfTwo_IsRefused() =>
        Assert.Contains(
            "element 1: 0 or 1 was expected, got 2",
            Codec.RefuseV2(Codec.BinaryInput("BOOL", "[3]", "3"), [1, 2, 0]),
            StringComparison.Ordinal);

    [Fact]
    public void ReadRequest_MixedAndUnaligned_GivesExactValues()
    {
        double[] doubles = [Math.PI, -0.0, double.NaN, double.Epsilon];
        byte[] tail = [7, .. MemoryMarshal.AsBytes<double>(doubles)];

        using var request = Codec.ReadV2(
            """
            {"inputs":[
              {"name":"u","shape":[1],"datatype":"UINT8","parameters":{"binary_data_size":1,"keep":2}},
              {"name":"j","shape":[2],"datatype":"INT32","data":[1,2]},
              {"name":"d","shape":[4],"datatype":"FP64","parameters":{"binary_data_size":32}},
              {"name":"e","shape":[0],"datatype":"FP16","parameters":{"binary_data_size":0}}]}
            """,
            tail);

        Assert.Equal([(byte)7], request.GetInput("u").AsSpan<byte>());
        Assert.Equal(new InferParameter(2L), request.GetInput("u").Parameters["keep"]);
        Assert.Single(request.GetInput("u").Parameters);
        Assert.Equal([1, 2], request.GetInput("j").AsSpan<int>());
        Assert.Equal(
            MemoryMarshal.Cast<double, long>(doubles),
            MemoryMarshal.Cast<double, long>(request.GetInput("d").AsSpan<double>()));
    }

    [Fact]
    public void ReadRequest_HugeShapeInBinary_IsRefusedWithoutMemory() =>
        Assert.Contains(
            "larger than a tensor can be",
            Codec.RefuseV2(Codec.BinaryInput("FP64", "[1152921504606846976]", "0"), []),
            StringComparison.Ordinal);
}
