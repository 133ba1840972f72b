using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Google.Protobuf;
using KServe.Protocol.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.Protocol.Tests.Grpc;

public sealed class CodecRoundTripTests : CodecTestBase
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Request_FromGeneratedCodeAndBack_IsEqual(bool raw)
    {
        var messages = new RandomMessages(raw ? 1 : 2);
        for (var i = 0; i < 2000; i++)
        {
            var expected = messages.NextRequest(raw);
            using var request = Read(expected.ToByteArray(), out var form);
            AssertEqual(expected, request);

            using var encoded = GrpcInferenceCodec.EncodeModelInferRequest(
                request, raw ? TensorContentsForm.Raw : TensorContentsForm.Typed);
            Assert.Equal(expected, ModelInferRequest.Parser.ParseFrom(ToBytes(encoded)));
            var hasTyped = expected.Inputs.Any(static input => input.Contents is not null);
            Assert.Equal(hasTyped ? TensorContentsForm.Typed : TensorContentsForm.Raw, form);
        }

        Assert.Equal(0, Pool.RentedCount);
        Assert.Equal(0, Pool.RentedBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Response_FromGeneratedCodeAndBack_IsEqual(bool raw)
    {
        var messages = new RandomMessages(raw ? 3 : 4);
        for (var i = 0; i < 2000; i++)
        {
            var expected = messages.NextResponse(raw);
            using var request = new InferRequest("", Pool);
            using var response = GrpcInferenceCodec.ReadModelInferResponse(
                expected.ToByteArray(), Pool, ProtocolLimits.Default, Names);
            using var encoded = GrpcInferenceCodec.EncodeModelInferResponse(
                request, response, raw ? TensorContentsForm.Raw : TensorContentsForm.Typed);
            Assert.Equal(expected, ModelInferResponse.Parser.ParseFrom(ToBytes(encoded)));
        }

        Assert.Equal(0, Pool.RentedCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StreamResponse_FromGeneratedCodeAndBack_IsEqual(bool raw)
    {
        var messages = new RandomMessages(5);
        for (var i = 0; i < 500; i++)
        {
            var expected = new ModelStreamInferResponse { InferResponse = messages.NextResponse(raw) };
            using var request = new InferRequest("", Pool);
            using var response = GrpcInferenceCodec.ReadModelStreamInferResponse(
                expected.ToByteArray(), Pool, ProtocolLimits.Default, Names, out var error);
            Assert.Equal("", error);
            using var encoded = GrpcInferenceCodec.EncodeModelStreamInferResponse(
                request, response, raw ? TensorContentsForm.Raw : TensorContentsForm.Typed);
            Assert.Equal(expected, ModelStreamInferResponse.Parser.ParseFrom(ToBytes(encoded)));
        }
    }

    [Fact]
    public void WriteModelStreamInferError_WithRequest_NamesModelAndId()
    {
        using var request = new InferRequest("m", Pool) { Id = "7" };
        using var writer = new ProtoWriter(Pool);
        GrpcInferenceCodec.WriteModelStreamInferError(writer, "no", request);
        Assert.Equal(
            new ModelStreamInferResponse
            {
                ErrorMessage = "no",
                InferResponse = new ModelInferResponse { ModelName = "m", Id = "7" },
            },
            ModelStreamInferResponse.Parser.ParseFrom(writer.Written.Span));
    }

    [Fact]
    public void ReadModelInferRequest_UnpackedContents_AreTakenLikePacked()
    {
        var messages = new RandomMessages(6);
        for (var i = 0; i < 1000; i++)
        {
            var expected = messages.NextRequest(raw: false);
            using var request = Read(ToUnpacked(expected), out _);
            AssertEqual(expected, request);
        }
    }

    [Fact]
    public void ReadModelInferRequest_FieldsInAnyOrder_AreTaken()
    {
        var random = new Random(7);
        var messages = new RandomMessages(7);
        for (var i = 0; i < 1000; i++)
        {
            var expected = messages.NextRequest(raw: i % 2 == 0);
            using var request = Read(ProtoShuffle.Shuffle(expected.ToByteArray(), random), out _);
            AssertEqual(expected, request);
        }
    }

    [Fact]
    public void ReadModelInferRequest_ContentsInTwoParts_AreJoined()
    {
        var first = RequestOf("INT32", [4], new InferTensorContents { IntContents = { 1, -2 } });
        var second = new ModelInferRequest.Types.InferInputTensor
        {
            Contents = new InferTensorContents { IntContents = { 3, 4 } },
        };
        var tensor = first.Inputs[0].ToByteArray().Concat(second.ToByteArray()).ToArray();
        using var request = Read(Field(5, tensor), out _);
        Assert.Equal([1, -2, 3, 4], request.GetInput("x").AsSpan<int>().ToArray());
    }

    [Fact]
    public void ReadModelInferRequest_ScalarTwice_LastOneWins()
    {
        byte[] message = [.. Field(1, "a"u8), .. Field(3, "1"u8), .. Field(1, "b"u8), .. Field(3, "2"u8)];
        using var request = Read(message, out _);
        Assert.Equal("b", request.ModelName);
        Assert.Equal("2", request.Id);
    }

    [Fact]
    public void ReadModelInferRequest_UnknownFieldsAndGroups_AreSkipped()
    {
        byte[] group = [0xA3, 0x06, 0x08, 0x01, 0xAB, 0x06, 0xAC, 0x06, 0xA4, 0x06];
        byte[] fixeds = [0x9D, 0x06, 1, 2, 3, 4, 0x99, 0x06, 1, 2, 3, 4, 5, 6, 7, 8];
        byte[] message = [.. group, .. Field(1, "m"u8), .. fixeds, .. group];
        using var request = Read(message, out _);
        Assert.Equal("m", request.ModelName);
    }

    [Fact]
    public void ReadModelInferRequest_RawAndPackedFloats_AreViewsOfTheMessage()
    {
        var raw = RequestOf("FP64", [2], raw: new byte[16]).ToByteArray();
        var typed = RequestOf("FP32", [2], new InferTensorContents { Fp32Contents = { 1, 2 } }).ToByteArray();
        foreach (var message in new[] { raw, typed })
        {
            using var request = Read(message, out _);
            Assert.True(message.AsSpan().Overlaps(request.Inputs[0].Data.Span));
            Assert.Equal(0, Pool.RentedCount);
        }
    }

    [Fact]
    public void ReadModelInferRequest_MapEntryWithoutKey_HasEmptyName()
    {
        byte[] entry = [.. Field(2, [0x08, 0x01])];
        using var request = Read(Field(4, entry), out _);
        Assert.Equal(true, request.Parameters[""]);
    }

    [Fact]
    public void EncodeModelInferResponse_RequestedOutputs_AreFilteredAndOrdered()
    {
        using var request = new InferRequest("m", Pool)
        {
            Outputs = { new RequestedOutput("c"), new RequestedOutput("a") },
        };
        using var response = new InferResponse(
            InferTensor.Create("a", [1], 1), InferTensor.Create("b", [1], 2), InferTensor.Create("c", [1], 3));
        using var encoded = GrpcInferenceCodec.EncodeModelInferResponse(request, response, TensorContentsForm.Typed);
        var message = ModelInferResponse.Parser.ParseFrom(ToBytes(encoded));
        Assert.Equal("c a", string.Join(' ', message.Outputs.Select(static output => output.Name)));
        Assert.Equal([3, 1], message.Outputs.Select(static output => output.Contents.IntContents[0]));
        Assert.Empty(message.RawOutputContents);
    }

    [Fact]
    public void EncodeModelInferResponse_UnknownOutput_IsRefused()
    {
        using var request = new InferRequest("m", Pool) { Outputs = { new RequestedOutput("z") } };
        using var response = new InferResponse(InferTensor.Create("a", [1], 1));
        var error = Assert.Throws<InferenceException>(
            () => GrpcInferenceCodec.EncodeModelInferResponse(request, response, TensorContentsForm.Raw));
        Assert.Equal("Unexpected inference output 'z' for model 'm'", error.Message);
        Assert.Equal(0, Pool.RentedCount);
    }

    [Fact]
    public void EncodeModelInferResponse_HalfPrecisionOutput_MakesAllRaw()
    {
        using var request = new InferRequest("m", Pool);
        using var response = new InferResponse(InferTensor.Create("a", [1], 1), InferTensor.Create("b", [1], (Half)2));
        using var encoded = GrpcInferenceCodec.EncodeModelInferResponse(request, response, TensorContentsForm.Typed);
        var message = ModelInferResponse.Parser.ParseFrom(ToBytes(encoded));
        Assert.Equal(2, message.RawOutputContents.Count);
        Assert.All(message.Outputs, static output => Assert.Null(output.Contents));
    }

    [Fact]
    public async Task WriteModelInferResponseAsync_LargeRawOutput_ArrivesInPieces()
    {
        using var request = new InferRequest("m", Pool);
        var values = MemoryMarshal.Cast<byte, int>(RandomBytes(400_000)).ToArray();
        using var response = new InferResponse(InferTensor.Create("a", [100_000], values));
        var pipe = new Pipe();
        var write = Task.Run(
            async () =>
            {
                await GrpcInferenceCodec.WriteModelInferResponseAsync(
                    pipe.Writer, request, response, TensorContentsForm.Raw, CancellationToken.None);
                await pipe.Writer.CompleteAsync();
            },
            TestContext.Current.CancellationToken);
        using var copy = new MemoryStream();
        await pipe.Reader.CopyToAsync(copy, TestContext.Current.CancellationToken);
        await write;
        var message = ModelInferResponse.Parser.ParseFrom(copy.ToArray());
        Assert.Equal(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), message.RawOutputContents[0].ToByteArray());
    }

    [Fact]
    public async Task WriteModelInferResponseAsync_ReaderGone_IsCancelled()
    {
        using var request = new InferRequest("m", Pool);
        using var response = new InferResponse(InferTensor.Create("a", [1_000_000], new int[1_000_000]));
        var pipe = new Pipe();
        await pipe.Reader.CompleteAsync();
        var error = await Assert.ThrowsAsync<InferenceException>(async () =>
            await GrpcInferenceCodec.WriteModelInferResponseAsync(
                pipe.Writer, request, response, TensorContentsForm.Raw, CancellationToken.None));
        Assert.Equal(InferenceErrorCode.Cancelled, error.Code);
        Assert.Equal(0, Pool.RentedCount);
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(8).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Field(int field, ReadOnlySpan<byte> value)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
        output.Flush();
        return stream.ToArray();
    }

    private static byte[] ToUnpacked(ModelInferRequest request)
    {
        var clone = request.Clone();
        foreach (var input in clone.Inputs)
        {
            input.Contents = null;
        }

        // Each input is written again with its contents in the unpacked layout behind its other fields.
        var inputs = clone.Inputs.ToArray();
        clone.Inputs.Clear();
        List<byte> bytes = [.. clone.ToByteArray()];
        for (var i = 0; i < inputs.Length; i++)
        {
            List<byte> tensor = [.. inputs[i].ToByteArray()];
            if (request.Inputs[i].Contents is { } contents)
            {
                var unpacked = UnpackedTensorContents.Parser.ParseFrom(contents.ToByteArray());
                tensor.AddRange(Field(5, unpacked.ToByteArray()));
            }

            bytes.AddRange(Field(5, [.. tensor]));
        }

        return [.. bytes];
    }

    private static void AssertEqual(ModelInferRequest expected, InferRequest request)
    {
        Assert.Equal(expected.ModelName, request.ModelName);
        Assert.Equal(expected.ModelVersion, request.ModelVersion);
        Assert.Equal(expected.Id, request.Id ?? "");
        Assert.Equal(expected.Parameters.Count, request.HasParameters ? request.Parameters.Count : 0);
        Assert.Equal(
            string.Join('|', expected.Outputs.Select(static output => output.Name)),
            string.Join('|', request.Outputs.Select(static output => output.Name)));
        Assert.Equal(
            expected.Inputs.Select(static input => (input.Name, input.Datatype)),
            request.Inputs.Select(static input => (input.Name, input.DataType.GetName())));
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            Assert.Equal(expected.Inputs[i].Shape, request.Inputs[i].Shape.Dimensions.ToArray());
            if (expected.RawInputContents.Count != 0)
            {
                Assert.Equal(expected.RawInputContents[i].ToByteArray(), request.Inputs[i].Data.ToArray());
            }
            else if (expected.Inputs[i].Contents is { } contents)
            {
                Assert.Equal(TypedBytes.Of(contents, request.Inputs[i].DataType), request.Inputs[i].Data.ToArray());
            }
        }
    }
}
