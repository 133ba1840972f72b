using KServe.AspNetCore.Tests;
using KServe.AspNetCore.Tests.Grpc;
using KServe.Client.Tests;
using KServe.Protocol;

namespace KServe.Runtime.Remote.Tests;

/// <summary>A remote model answers as the model itself does.</summary>
public sealed class EquivalenceTests
{
    private const int Seed = 20260102;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RemoteProtocol.V2, V2BinaryUse.WhenNeeded)]
    [InlineData(RemoteProtocol.V2, V2BinaryUse.Always)]
    [InlineData(RemoteProtocol.GrpcV2, V2BinaryUse.WhenNeeded)]
    public async Task PredictAsync_EveryDataType_EqualsTheLocalModel(RemoteProtocol protocol, V2BinaryUse use)
    {
        var random = new Random(Seed);
        var local = new EchoPredictor();
        await using var server = await Servers.StartAsync(new EchoPredictor(), protocol == RemoteProtocol.GrpcV2);
        await using var remote = await Remote.LoadAsync(
            Remote.Address(server.Address, protocol), options => options.BinaryTensors = use);
        for (var round = 0; round < 60; round++)
        {
            using var request = new InferRequest("local") { Id = round % 2 == 0 ? $"{round}" : null };
            var isJson = protocol == RemoteProtocol.V2 && use != V2BinaryUse.Always;
            for (var i = 0; i <= round % 3; i++)
            {
                var type = RandomTensors.All[(round + i) % RandomTensors.All.Length];
                request.Inputs.Add(RandomTensors.Create(random, $"t{i}", type, isJson));
            }

            request.Parameters["binary_data_output"] = round % 2 == 0;
            request.Parameters["p"] = round;

            using var expected = await local.PredictAsync(request, Token);
            using var actual = await remote.Predictor.PredictAsync(request, Token);

            Assert.Equal(request.Id, actual.Id);
            Assert.Equal("", actual.ModelName);
            Assert.Equal(expected.Parameters["p"], actual.Parameters["p"]);
            Assert.Equal(expected.Outputs.Select(Describe), actual.Outputs.Select(Describe));
        }
    }

    [Fact]
    public async Task PredictAsync_V1_EqualsTheLocalModel()
    {
        var random = new Random(Seed);
        foreach (var type in RandomTensors.All)
        {
            var signature = new ModelSignature
            {
                Inputs = [new TensorMetadata("x", type, [-1, 2])],
                Outputs = [new TensorMetadata("x", type, [-1, 2])],
            };
            await using var server = await Servers.StartAsync(new SignedEcho(signature));
            await using var remote = await Remote.LoadAsync(
                Remote.Address(server.Address, RemoteProtocol.V1), options => options.Signature = signature);
            using var request = new InferRequest("local");
            request.Inputs.Add(RandomTensors.Create(random, "x", type, [3, 2], isJson: type != TensorDataType.BYTES));

            using var actual = await remote.Predictor.PredictAsync(request, Token);

            Assert.Equal(Describe(request.Inputs[0]), Describe(actual.Outputs[0]));
        }
    }

    [Fact]
    public async Task PredictStreamAsync_DecoupledModel_GivesEveryResponse()
    {
        await using var server = await Servers.StartAsync(new RepeatPredictor(), isGrpc: true);
        await using var remote = await Remote.LoadAsync(
            Remote.Address(server.Address, RemoteProtocol.GrpcV2), static options => options.IsDecoupled = true);
        using var request = new InferRequest("local");
        request.Inputs.Add(InferTensor.Create<int>("x", [4], 4, 3, 2, 1));
        List<int> values = [];

        await foreach (var response in remote.Predictor.PredictStreamAsync(request, Token))
        {
            using (response)
            {
                values.Add(response.Outputs[0].AsSpan<int>()[0]);
            }
        }

        Assert.True(remote.Predictor.Signature.IsDecoupled);
        Assert.Equal([4, 3, 2, 1], values);
    }

    [Theory]
    [InlineData(RemoteProtocol.V2)]
    [InlineData(RemoteProtocol.GrpcV2)]
    public async Task LoadAsync_V2_TakesTheSignatureOver(RemoteProtocol protocol)
    {
        var signature = new ModelSignature
        {
            Inputs = [new TensorMetadata("x", TensorDataType.FP16, [-1])],
            Platform = "p",
        };
        await using var server = await Servers.StartAsync(new SignedEcho(signature), protocol == RemoteProtocol.GrpcV2);
        await using var remote = await Remote.LoadAsync(Remote.Address(server.Address, protocol));

        Assert.Equal(signature.Inputs, remote.Predictor.Signature.Inputs);
        Assert.Equal("p", remote.Predictor.Signature.Platform);
        Assert.False(remote.Predictor.Signature.ChecksInputs);
    }

    private static string Describe(InferTensor tensor) => $"{tensor} {Convert.ToHexString(tensor.Data.Span)}";
}
