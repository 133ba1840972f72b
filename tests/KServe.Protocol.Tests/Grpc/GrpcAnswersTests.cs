using Google.Protobuf;
using KServe.Protocol.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;
using WireTensor = KServe.Protocol.Tests.Grpc.Generated.ModelMetadataResponse.Types.TensorMetadata;

namespace KServe.Protocol.Tests.Grpc;

public sealed class GrpcAnswersTests : CodecTestBase
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteFlag_Value_IsReadByBothSides(bool value)
    {
        var bytes = Write(writer => GrpcAnswers.WriteFlag(writer, value));
        Assert.Equal(value, ModelReadyResponse.Parser.ParseFrom(bytes).Ready);
        Assert.Equal(value, GrpcClientMessages.ReadFlag(bytes));
    }

    [Fact]
    public void WriteServerMetadata_Fields_AreEqual()
    {
        var bytes = Write(static writer => GrpcAnswers.WriteServerMetadata(writer, "kserve", "1.2", ["a", "b"]));
        Assert.Equal(
            new ServerMetadataResponse { Name = "kserve", Version = "1.2", Extensions = { "a", "b" } },
            ServerMetadataResponse.Parser.ParseFrom(bytes));
    }

    [Fact]
    public void WriteModelMetadata_Fields_AreEqualAndReadByTheClient()
    {
        var signature = new ModelSignature
        {
            Platform = "onnx_onnxv1",
            Inputs = [new("x", TensorDataType.FP32, [-1, 300]), new("s", TensorDataType.BYTES, [])],
            Outputs = [new("y", TensorDataType.INT64, [1])],
            Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v", ["e"] = "" },
        };
        var bytes = Write(writer => GrpcAnswers.WriteModelMetadata(writer, "m", ["2", "1"], signature));
        Assert.Equal(
            new ModelMetadataResponse
            {
                Name = "m",
                Versions = { "2", "1" },
                Platform = "onnx_onnxv1",
                Inputs =
                {
                    new WireTensor { Name = "x", Datatype = "FP32", Shape = { -1, 300 } },
                    new WireTensor { Name = "s", Datatype = "BYTES" },
                },
                Outputs = { new WireTensor { Name = "y", Datatype = "INT64", Shape = { 1 } } },
                Properties = { ["k"] = "v", ["e"] = "" },
            },
            ModelMetadataResponse.Parser.ParseFrom(bytes));

        var read = GrpcClientMessages.ReadModelMetadata(bytes, ProtocolLimits.Default, Names, out var versions);
        Assert.Equal(["2", "1"], versions);
        Assert.Equal(signature.Inputs, read.Inputs);
        Assert.Equal(signature.Outputs, read.Outputs);
        Assert.Equal(signature.Properties, read.Properties);
    }

    [Fact]
    public void WriteRepositoryIndexEntry_States_HaveTritonsNames()
    {
        var bytes = Write(static writer =>
        {
            GrpcAnswers.WriteRepositoryIndexEntry(writer, new ModelStatus("a", "1", ModelState.Ready, ""));
            GrpcAnswers.WriteRepositoryIndexEntry(writer, new ModelStatus("b", "", ModelState.Unavailable, "unloaded"));
            GrpcAnswers.WriteRepositoryIndexEntry(writer, new ModelStatus("c", "3", ModelState.Loading, ""));
            GrpcAnswers.WriteRepositoryIndexEntry(writer, new ModelStatus("d", "4", ModelState.Unloading, ""));
        });
        var models = RepositoryIndexResponse.Parser.ParseFrom(bytes).Models;
        Assert.Equal(
            "a 1 READY |b  UNAVAILABLE unloaded|c 3 LOADING |d 4 UNLOADING ",
            string.Join(
                '|', models.Select(static model => $"{model.Name} {model.Version} {model.State} {model.Reason}")));
    }

    [Fact]
    public void ReadRepositoryModelRequest_BothShapes_AreToldApart()
    {
        var kserve = GrpcMessages.ReadRepositoryModelRequest(
            new KServeRepositoryModelRequest { ModelName = "m" }.ToByteArray(), ProtocolLimits.Default, Names);
        Assert.Equal(new GrpcRepositoryModelRequest("m", IsTriton: false, HasOverrides: false), kserve);
        var triton = new TritonRepositoryModelRequest { RepositoryName = "r", ModelName = "m" };
        triton.Parameters["unload_dependents"] = new ModelRepositoryParameter { BoolParam = true };
        Assert.Equal(
            new GrpcRepositoryModelRequest("m", IsTriton: true, HasOverrides: false),
            GrpcMessages.ReadRepositoryModelRequest(triton.ToByteArray(), ProtocolLimits.Default, Names));
        triton.Parameters["file:1/model.onnx"] = new ModelRepositoryParameter { BytesParam = ByteString.Empty };
        Assert.True(GrpcMessages.ReadRepositoryModelRequest(
            triton.ToByteArray(), ProtocolLimits.Default, Names).HasOverrides);
    }

    [Fact]
    public void WriteRepositoryModelResponse_Shape_IsThatOfTheRequest()
    {
        var kserve = Write(static writer =>
            GrpcAnswers.WriteRepositoryModelResponse(writer, new GrpcRepositoryModelRequest("m", false, false)));
        Assert.Equal(
            new KServeRepositoryModelLoadResponse { ModelName = "m", IsLoaded = true },
            KServeRepositoryModelLoadResponse.Parser.ParseFrom(kserve));
        Assert.Empty(Write(static writer =>
            GrpcAnswers.WriteRepositoryModelResponse(writer, new GrpcRepositoryModelRequest("m", true, false))));
    }

    [Fact]
    public void ReadModelReference_Fields_AreEqual()
    {
        var message = new ModelReadyRequest { Name = "m", Version = "2" };
        Assert.Equal(
            new GrpcModelReference("m", "2"),
            GrpcMessages.ReadModelReference(message.ToByteArray(), ProtocolLimits.Default, Names));
        Assert.Equal(
            message,
            ModelReadyRequest.Parser.ParseFrom(Write(static writer =>
                GrpcClientMessages.WriteModelReference(writer, new GrpcModelReference("m", "2")))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadRepositoryIndexRequest_Ready_IsRead(bool ready) =>
        Assert.Equal(
            ready,
            GrpcMessages.ReadRepositoryIndexRequest(
                new RepositoryIndexRequest { RepositoryName = "r", Ready = ready }.ToByteArray()));

    [Fact]
    public void WriteModelStatistics_NewModel_IsAllZero()
    {
        var bytes = Write(static writer =>
            GrpcAnswers.WriteModelStatistics(writer, "m", "1", new KServe.ModelStatistics()));
        var zero = new StatisticDuration();
        Assert.Equal(
            new ModelStatisticsResponse
            {
                ModelStats =
                {
                    new Generated.ModelStatistics
                    {
                        Name = "m",
                        Version = "1",
                        InferenceStats = new InferStatistics
                        {
                            Success = zero,
                            Fail = zero,
                            Queue = zero,
                            ComputeInput = zero,
                            ComputeInfer = zero,
                            ComputeOutput = zero,
                        },
                    },
                },
            },
            ModelStatisticsResponse.Parser.ParseFrom(bytes));
    }

    [Theory]
    [InlineData(GrpcServingStatus.Unknown)]
    [InlineData(GrpcServingStatus.Serving)]
    [InlineData(GrpcServingStatus.NotServing)]
    [InlineData(GrpcServingStatus.ServiceUnknown)]
    public void WriteHealth_Status_IsEqual(GrpcServingStatus status) =>
        Assert.Equal(
            (int)status,
            (int)HealthCheckResponse.Parser.ParseFrom(
                Write(writer => GrpcAnswers.WriteHealth(writer, status))).Status);

    [Fact]
    public void ReadHealthCheckRequest_Service_IsRead() =>
        Assert.Equal(
            "s",
            GrpcMessages.ReadHealthCheckRequest(
                new HealthCheckRequest { Service = "s" }.ToByteArray(), ProtocolLimits.Default, Names));

    private byte[] Write(Action<ProtoWriter> write)
    {
        using var writer = new ProtoWriter(Pool, capacity: 1);
        write(writer);
        return writer.Written.ToArray();
    }
}
