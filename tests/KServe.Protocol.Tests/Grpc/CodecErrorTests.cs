using Google.Protobuf;
using KServe.Protocol.Tests.Grpc.Generated;
using Param = KServe.Protocol.Tests.Grpc.Generated.InferParameter;

namespace KServe.Protocol.Tests.Grpc;

public sealed class CodecErrorTests : CodecTestBase
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void ReadModelInferRequest_RawCountDiffers_IsRefused(int inputs, int blocks)
    {
        var request = new ModelInferRequest { ModelName = "m" };
        for (var i = 0; i < inputs; i++)
        {
            request.Inputs.Add(new ModelInferRequest.Types.InferInputTensor { Name = $"x{i}", Datatype = "INT8" });
        }

        for (var i = 0; i < blocks; i++)
        {
            request.RawInputContents.Add(ByteString.CopyFrom(1));
        }

        Assert.Equal(
            $"the number of inputs ({inputs}) does not match the expected number of raw input contents ({blocks}) for "
            + "model 'm'.",
            ReadError(request));
    }

    [Fact]
    public void ReadModelInferRequest_RawAndTyped_IsRefused()
    {
        var request = RequestOf("INT32", [1], new InferTensorContents { IntContents = { 1 } }, new byte[4]);
        Assert.Equal(
            "contents field must not be specified when using raw_input_contents for input 'x' for model 'm'",
            ReadError(request));
    }

    [Fact]
    public void ReadModelInferRequest_WrongTypedField_IsRefused()
    {
        var request = RequestOf("FP32", [1], new InferTensorContents { IntContents = { 1 } });
        Assert.Equal("input 'x' of FP32 must use fp32_contents, not int_contents", ReadError(request));
        request = RequestOf("BYTES", [1], new InferTensorContents { Int64Contents = { 1 } });
        Assert.Equal("input 'x' of BYTES must use bytes_contents, not int64_contents", ReadError(request));
    }

    [Fact]
    public void ReadModelInferRequest_TwoTypedFields_IsRefused()
    {
        var contents = new InferTensorContents { Fp32Contents = { 1 }, BoolContents = { true } };
        Assert.Equal(
            "input 'x' of FP32 must use fp32_contents, not bool_contents", ReadError(RequestOf("FP32", [1], contents)));
    }

    [Theory]
    [InlineData("FP16")]
    [InlineData("BF16")]
    public void ReadModelInferRequest_TypedHalfPrecision_IsRefused(string type) =>
        Assert.Equal(
            $"input 'x' of {type} has only a raw form, use raw_input_contents",
            ReadError(RequestOf(type, [1], new InferTensorContents { Fp32Contents = { 1 } })));

    [Theory]
    [InlineData("FP33")]
    [InlineData("fp32")]
    [InlineData("")]
    [InlineData("FP32 ")]
    [InlineData("TYPE_FP32")]
    public void ReadModelInferRequest_UnknownDataType_IsRefused(string type) =>
        Assert.Equal($"input 'x' has the unknown datatype '{type}'", ReadError(RequestOf(type, [1], raw: new byte[4])));

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(0)]
    public void ReadModelInferRequest_WrongElementCount_IsRefused(int count)
    {
        var floats = new InferTensorContents();
        floats.Fp32Contents.AddRange(new float[count]);
        Assert.Equal(
            $"input 'x' of FP32 [16] needs 16 elements, got {count}", ReadError(RequestOf("FP32", [16], floats)));
        var ints = new InferTensorContents();
        ints.IntContents.AddRange(new int[count]);
        Assert.Equal(
            $"input 'x' of INT8 [16] needs 16 elements, got {count}", ReadError(RequestOf("INT8", [16], ints)));
        var texts = new InferTensorContents();
        texts.BytesContents.AddRange(Enumerable.Repeat(ByteString.CopyFromUtf8("t"), count));
        Assert.Equal(
            $"input 'x' of BYTES [16] needs 16 elements, got {count}", ReadError(RequestOf("BYTES", [16], texts)));
        Assert.Contains("'x'", ReadError(RequestOf("FP32", [16], raw: new byte[count * 4])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, -5)]
    [InlineData(-1, 1)]
    public void ReadModelInferRequest_NegativeDimension_IsRefused(long first, long second) =>
        Assert.Equal(
            $"input 'x': shape has the negative dimension {Math.Min(first, second)}",
            ReadError(RequestOf("FP32", [first, second], raw: new byte[8])));

    [Fact]
    public void ReadModelInferRequest_ShapeOverflows_IsRefused()
    {
        long[] shape = [16, (1L << 60) + 2];
        Assert.Contains("'x'", ReadError(RequestOf("FP32", shape, raw: new byte[8])), StringComparison.Ordinal);
        Assert.Contains(
            "'x'",
            ReadError(RequestOf("INT32", shape, new InferTensorContents { IntContents = { 1 } })),
            StringComparison.Ordinal);
        Assert.Contains("'x'", ReadError(RequestOf("FP32", [1L << 60], raw: new byte[8])), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadModelInferRequest_RankTooHigh_IsRefused() =>
        Assert.Equal(
            "input 'x': shape has 1000 dimensions, at most 32 are allowed",
            ReadError(RequestOf("INT8", [.. Enumerable.Repeat(1L, 1000)], raw: [1])));

    [Theory]
    [InlineData("INT8", 128)]
    [InlineData("INT8", -129)]
    [InlineData("INT16", 32768)]
    [InlineData("UINT8", 256)]
    [InlineData("UINT16", 65536)]
    public void ReadModelInferRequest_ValueDoesNotFit_IsRefused(string type, int value)
    {
        var contents = type[0] == 'U'
            ? new InferTensorContents { UintContents = { 0, (uint)value } }
            : new InferTensorContents { IntContents = { 0, value } };
        Assert.Equal(
            $"tensor 'x' of {type}: element 1 is {value}, which does not fit",
            ReadError(RequestOf(type, [2], contents)));
    }

    [Fact]
    public void ReadModelInferRequest_RawBoolBeyondOne_IsRefused() =>
        Assert.Equal(
            "input 'x' of BOOL has a byte that is neither 0 nor 1",
            ReadError(RequestOf("BOOL", [3], raw: [0, 1, 2])));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 1, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 65 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void ReadModelInferRequest_BrokenRawBytes_IsRefused(byte[] raw) =>
        Assert.Contains("'x'", ReadError(RequestOf("BYTES", [1], raw: raw)), StringComparison.Ordinal);

    [Fact]
    public void ReadModelInferRequest_TooManyParameters_IsRefused()
    {
        var request = new ModelInferRequest { ModelName = "m" };
        for (var i = 0; i < 600; i++)
        {
            request.Parameters[$"p{i}"] = new Param { BoolParam = true };
        }

        Read(request).Dispose();
        var input = new ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = "INT8", Shape = { 0 } };
        input.Parameters.Add(request.Parameters);
        request.Inputs.Add(input);
        Assert.Equal("the message has more than 1000 parameters", ReadError(request));
    }

    [Fact]
    public void ReadModelInferRequest_ParameterWithoutValue_IsRefused()
    {
        var request = new ModelInferRequest { ModelName = "m" };
        request.Parameters["p"] = new Param();
        Assert.Equal("parameter 'p' has no value", ReadError(request));
    }

    [Fact]
    public void ReadModelInferRequest_TooManyTensors_IsRefused()
    {
        var request = new ModelInferRequest { ModelName = "m" };
        for (var i = 0; i < 1001; i++)
        {
            request.Inputs.Add(
                new ModelInferRequest.Types.InferInputTensor { Name = $"x{i}", Datatype = "INT8", Shape = { 0 } });
        }

        Assert.Equal("the message has 1001 inputs, at most 1000 are allowed", ReadError(request));
        request.Inputs.RemoveAt(0);
        Read(request).Dispose();
        for (var i = 0; i < 1001; i++)
        {
            request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = $"y{i}" });
        }

        Assert.Equal("the request asks for 1001 outputs, at most 1000 are allowed", ReadError(request));
    }

    [Fact]
    public void ReadModelInferRequest_OutputTwice_IsRefused()
    {
        var output = new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "y" };
        var request = new ModelInferRequest { ModelName = "m", Outputs = { output, output } };
        Assert.Equal("output 'y' is asked for more than once", ReadError(request));
    }

    [Fact]
    public void ReadModelInferRequest_NamesTooLong_AreRefused()
    {
        var text = new string('n', 1025);
        Assert.Contains("model_name", ReadError(new ModelInferRequest { ModelName = text }), StringComparison.Ordinal);
        Assert.Contains(
            "model_version", ReadError(new ModelInferRequest { ModelVersion = text }), StringComparison.Ordinal);
        Assert.Contains("id", ReadError(new ModelInferRequest { Id = text }), StringComparison.Ordinal);
        var request = RequestOf("INT8", [1], raw: [1]);
        request.Inputs[0].Name = text;
        Assert.Contains("name of an input", ReadError(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0A")] // a length is missing
    [InlineData("0A 05 61 62")] // a length past the end
    [InlineData("0A FF FF FF FF FF FF FF FF FF 01 61")] // a length of 2^64 - 1
    [InlineData("0A 80")] // a varint that is cut off
    [InlineData("80 80 80 80 80 80 80 80 80 80 01")] // a varint of 11 bytes
    [InlineData("00 01")] // field 0
    [InlineData("02 01 61")] // field 0 with a length
    [InlineData("08 01")] // model_name as a number
    [InlineData("2D 01 02 03 04")] // inputs as fixed 32 bits
    [InlineData("0E 01")] // wire type 6
    [InlineData("0F 01")] // wire type 7
    [InlineData("0A 01 FF")] // not UTF-8
    [InlineData("0A 03 ED A0 80")] // a surrogate in UTF-8
    [InlineData("1A 02 C0 AF")] // an overlong form in UTF-8
    [InlineData("A3 06 08 01")] // a group without an end
    [InlineData("A3 06 AC 06")] // a group that ends as another
    [InlineData("A4 06")] // the end of a group that never began
    [InlineData("9D 06 01 02")] // fixed 32 bits cut off
    [InlineData("99 06 01 02 03 04")] // fixed 64 bits cut off
    [InlineData("FD FF FF FF 1F 00")] // a tag above 32 bits
    [InlineData("2A 02 1A 05")] // a shape past the end of its tensor
    [InlineData("2A 03 1A 01 80")] // a dimension that is cut off
    [InlineData("2A 10 0A 01 78 12 04 46 50 33 32 18 01 2A 03 32 01 00")] // a packed float of one byte
    [InlineData("2A 12 0A 01 78 12 05 49 4E 54 33 32 18 01 2A 03 12 01 80")] // a packed varint cut off
    public void ReadModelInferRequest_Malformed_IsRefused(string hex)
    {
        var message = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.StartsWith("malformed protobuf: ", ReadError(message), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadModelInferRequest_DeepGroups_AreBounded()
    {
        byte[] begin = [0xA3, 0x06];
        byte[] end = [0xA4, 0x06];
        byte[] Nested(int depth) =>
        [
            .. Enumerable.Repeat(begin, depth).SelectMany(static x => x),
            .. Enumerable.Repeat(end, depth).SelectMany(static x => x),
        ];

        Read(Nested(100), out _).Dispose();
        Assert.StartsWith("malformed protobuf: ", ReadError(Nested(101)), StringComparison.Ordinal);
        Assert.StartsWith("malformed protobuf: ", ReadError(Nested(1_000_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadModelInferRequest_LargeUnknownField_IsSkipped()
    {
        byte[] message = [0xA2, 0x06, 0x80, 0x80, 0x40, .. new byte[1 << 20]];
        Read(message, out _).Dispose();
    }
}
