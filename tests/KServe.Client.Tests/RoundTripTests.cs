using KServe.AspNetCore.Tests;
using KServe.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Client.Tests;

/// <summary>What a server echoes comes back bit by bit, over every protocol and for every data type.</summary>
public sealed class RoundTripTests
{
    private const int Seed = 20260101;

    [Theory]
    [InlineData(V2BinaryUse.Never)]
    [InlineData(V2BinaryUse.WhenNeeded)]
    [InlineData(V2BinaryUse.Always)]
    public async Task InferAsync_V2Rest_EchoesEveryBit(V2BinaryUse use)
    {
        var pool = new TensorPool();
        await using var server = await Servers.StartAsync(new EchoPredictor());
        using var client = new InferenceRestClient(
            server.Address, new InferenceClientOptions { BinaryTensors = use, Pool = pool });

        await EchoAsync(client, use == V2BinaryUse.Never, isJson: use != V2BinaryUse.Always);

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task InferAsync_Grpc_EchoesEveryBit()
    {
        var pool = new TensorPool();
        await using var server = await Servers.StartAsync(new EchoPredictor(), isGrpc: true);
        using var client = new InferenceGrpcClient(server.Address, new InferenceClientOptions { Pool = pool });

        await EchoAsync(client, isJsonOnly: false, isJson: false);

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task InferAsync_V1WithSignature_EchoesEveryBit()
    {
        var random = new Random(Seed);
        var types = RandomTensors.All;
        var inputs = types.Select(static type =>
            new TensorMetadata(type.GetName(), type, [-1, 3])).ToArray();
        await using var server = await Servers.StartAsync(builder =>
        {
            foreach (var input in inputs)
            {
                builder.AddPredictor(input.Name, _ => new SignedEcho(new ModelSignature { Inputs = [input] }));
            }
        });
        using var client = new InferenceRestClient(
            server.Address, new InferenceClientOptions { Protocol = RestProtocol.V1 });
        for (var round = 0; round < 60; round++)
        {
            var input = inputs[round % inputs.Length];
            using var request = new InferRequest(input.Name);
            request.Inputs.Add(RandomTensors.Create(
                random,
                input.Name,
                input.DataType,
                [random.Next(0, 4), 3],
                isJson: input.DataType != TensorDataType.BYTES));

            using var response = await client.InferAsync(
                request,
                new ModelSignature { Outputs = [input] },
                cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(request.Inputs[0].Data.ToArray(), response.Outputs[0].Data.ToArray());
            Assert.Equal(request.Inputs[0].DataType, response.Outputs[0].DataType);
            Assert.Equal(request.Inputs[0].Shape, response.Outputs[0].Shape);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InferAsync_LargeTensor_EchoesEveryBit(bool isGrpc)
    {
        var random = new Random(Seed);
        await using var server = await Servers.StartAsync(new EchoPredictor(), isGrpc);
        var options = new InferenceClientOptions { BinaryTensors = V2BinaryUse.Always };
        using InferenceClient client = isGrpc
            ? new InferenceGrpcClient(server.Address, options)
            : new InferenceRestClient(server.Address, options);
        using var request = new InferRequest("m");
        request.Inputs.Add(RandomTensors.Create(random, "a", TensorDataType.FP32, [1000, 1000], isJson: false));

        using var response = await client.InferAsync(
            request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(request.Inputs[0].Data.Span.SequenceEqual(response.Outputs[0].Data.Span));
    }

    private static async Task EchoAsync(InferenceClient client, bool isJsonOnly, bool isJson)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 80; round++)
        {
            using var request = new InferRequest("m") { Id = round % 3 == 0 ? $"id \"{round}\" ü" : null };
            for (var i = 0; i <= round % 3; i++)
            {
                var type = RandomTensors.All[random.Next(RandomTensors.All.Length)];
                type = isJsonOnly && type.IsBinaryOnly() ? TensorDataType.FP32 : type;
                var input = RandomTensors.Create(random, $"t{i}", type, isJson);
                input.Parameters["weight"] = round;
                request.Inputs.Add(input);
            }

            if (round % 4 == 0)
            {
                request.Outputs.Add(new RequestedOutput("t0"));
                request.Parameters["flag"] = true;
                request.Parameters["text"] = "a\"\\\n";
            }

            using var response = await client.InferAsync(
                request, cancellationToken: TestContext.Current.CancellationToken);

            RequireEcho(request, response);
        }
    }

    private static void RequireEcho(InferRequest request, InferResponse response)
    {
        Assert.Equal("m", response.ModelName);
        Assert.Equal(request.Id, response.Id);
        Assert.Equal(request.HasOutputs ? 1 : request.Inputs.Count, response.Outputs.Count);
        foreach (var output in response.Outputs)
        {
            var input = request.GetInput(output.Name);
            Assert.Equal(input.DataType, output.DataType);
            Assert.Equal(input.Shape, output.Shape);
            Assert.Equal(input.Data.ToArray(), output.Data.ToArray());
            Assert.Equal(input.Parameters["weight"], output.Parameters["weight"]);
        }

        foreach (var (name, value) in request.Parameters)
        {
            Assert.Equal(value, response.Parameters[name]);
        }
    }
}
