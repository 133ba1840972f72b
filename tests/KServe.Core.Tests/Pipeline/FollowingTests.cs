using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Pipeline;

public sealed class FollowingTests
{
    private static readonly Dictionary<string, string> Received = new() { ["x-tenant"] = "t" };

    [Fact]
    public async Task Infer_TransformerMakesANewRequest_PredictorSeesHeadersProtocolAndId()
    {
        InferRequest? seen = null;
        await using var host = await TestHost.StartAsync(
            new DelegatePredictor((request, cancellationToken) =>
            {
                seen = request;
                return DelegatePredictor.EchoAsync(request, cancellationToken);
            }),
            static model => model.UseTransformer<RenamingTransformer>());
        using var request = new InferRequest("m")
        {
            Id = "7",
            Headers = Received,
            Protocol = InferenceProtocol.Grpc,
            Inputs = { InferTensor.Create("x", [1], (ReadOnlySpan<float>)[2f]) },
        };
        using var response = await host.InferAsync(request, TestContext.Current.CancellationToken);
        Assert.NotSame(request, seen);
        Assert.Equal("7", seen!.Id);
        Assert.Same(Received, seen.Headers);
        Assert.Equal(InferenceProtocol.Grpc, seen.Protocol);
    }

    [Fact]
    public void CreateFollowing_Request_TakesAllButTensorsAndParameters()
    {
        using var request = new InferRequest("m")
        {
            Id = "7",
            ModelVersion = "2",
            Headers = Received,
            Protocol = InferenceProtocol.V1,
            Parameters = { ["priority"] = 1L },
            Inputs = { InferTensor.Create("x", [1], (ReadOnlySpan<float>)[2f]) },
        };
        using var following = request.CreateFollowing();
        using var other = request.CreateFollowing("n");
        Assert.Equal(("m", "7", "2"), (following.ModelName, following.Id, following.ModelVersion));
        Assert.Equal(InferenceProtocol.V1, following.Protocol);
        Assert.Same(Received, following.Headers);
        Assert.Same(request.Pool, following.Pool);
        Assert.Equal((0, false, "n"), (following.Inputs.Count, following.HasParameters, other.ModelName));
    }

    [Fact]
    public async Task Infer_TransformerMakesANewResponse_HeadersOfThePredictorStay()
    {
        await using var host = await TestHost.StartAsync(
            new DelegatePredictor(static async (request, cancellationToken) =>
            {
                var response = await DelegatePredictor.EchoAsync(request, cancellationToken);
                response.Headers["a"] = "predictor";
                response.Headers["b"] = "predictor";
                return response;
            }),
            static model => model.UseTransformer<HeaderTransformer>());
        using var request = new InferRequest("m");
        using var response = await host.InferAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(("transformer", "predictor"), (response.Headers["a"], response.Headers["b"]));
    }

    private sealed class RenamingTransformer : Transformer
    {
        public override ValueTask<InferRequest> PreprocessAsync(
            InferRequest request,
            CancellationToken cancellationToken) =>
            new(new InferRequest(request.ModelName, request.Pool) { Inputs = { request.Inputs[0].Alias("y") } });
    }

    private sealed class HeaderTransformer : Transformer
    {
        public override ValueTask<InferResponse> PostprocessAsync(
            InferResponse response,
            InferRequest request,
            CancellationToken cancellationToken) => new(new InferResponse { Headers = { ["a"] = "transformer" } });
    }
}
