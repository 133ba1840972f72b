using KServe.Protocol.Grpc;

namespace KServe.Protocol.Tests.Grpc;

public sealed class GrpcClientMessagesTests
{
    private static readonly NameCache Names = new();

    [Fact]
    public void ReadServerMetadata_WhatWasWritten_ComesBack()
    {
        var server = GrpcClientMessages.ReadServerMetadata(
            Write(static writer => GrpcAnswers.WriteServerMetadata(writer, "s", "1", ["a", "b"])),
            ProtocolLimits.Default,
            Names);

        Assert.Equal(("s", "1", "a,b"), (server.Name, server.Version, string.Join(',', server.Extensions)));
    }

    [Fact]
    public void ReadRepositoryIndex_WhatWasWritten_ComesBack()
    {
        ModelStatus[] expected =
        [
            new("a", "1", ModelState.Ready, ""),
            new("b", "", ModelState.Unavailable, "why"),
            new("c", "2", ModelState.Loading, ""),
            new("d", "2", ModelState.Unloading, ""),
        ];

        var models = GrpcClientMessages.ReadRepositoryIndex(
            Write(writer =>
            {
                foreach (var model in expected)
                {
                    GrpcAnswers.WriteRepositoryIndexEntry(writer, model);
                }
            }),
            ProtocolLimits.Default,
            Names);

        Assert.Equal(expected, models);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteRepositoryModelRequest_BothForms_AreUnderstood(bool isTriton)
    {
        var request = GrpcMessages.ReadRepositoryModelRequest(
            Write(writer => GrpcClientMessages.WriteRepositoryModelRequest(writer, "m", isTriton)),
            ProtocolLimits.Default,
            Names);

        Assert.Equal(new GrpcRepositoryModelRequest("m", isTriton, HasOverrides: false), request);
    }

    [Fact]
    public void ReadModelMetadata_MoreThanTheLimit_IsRefused()
    {
        var signature = new ModelSignature
        {
            Inputs =
            [
                .. Enumerable.Range(0, 4).Select(static i => new TensorMetadata($"x{i}", TensorDataType.FP32, [])),
            ],
        };
        var message = Write(writer => GrpcAnswers.WriteModelMetadata(writer, "m", [], signature));

        var error = Assert.Throws<InferenceException>(() => GrpcClientMessages.ReadModelMetadata(
            message, ProtocolLimits.Default with { MaxInputs = 3 }, Names, out _));

        Assert.Equal("the metadata have more than 3 inputs", error.Message);
    }

    [Fact]
    public async Task WriteToAsync_Stream_EqualsTheCopy()
    {
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<float>("x", [3], 1, 2, 3));
        request.Inputs.Add(InferTensor.Create<long>("y", [1], 4));
        using var message = GrpcInferenceCodec.EncodeModelInferRequest(request);
        var expected = new byte[message.Length];
        message.CopyTo(expected);
        using var stream = new MemoryStream();

        await message.WriteToAsync(stream, TestContext.Current.CancellationToken);

        Assert.Equal(expected, stream.ToArray());
    }

    private static byte[] Write(Action<ProtoWriter> write)
    {
        using var writer = new ProtoWriter(new TensorPool());
        write(writer);
        return writer.Written.ToArray();
    }
}
