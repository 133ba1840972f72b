using System.Runtime.CompilerServices;
using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Rollout;

/// <summary>Explanations and streams count for their track as predictions do.</summary>
public sealed class JudgedKindsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExplainAsync_WithCanary_IsCountedWithItsFailures()
    {
        await using var host = await StartAsync(static model =>
        {
            Canaries.Named("any")(model);
            model.UseExplainer(static _ => new FailingExplainer());
        });
        for (var i = 0; i < 10; i++)
        {
            using var request = new InferRequest("m");
            using var lease = host.Registry.Pin("m");
            await Assert.ThrowsAsync<InferenceException>(
                () => lease.Revision.ExplainAsync(request, Token).AsTask());
        }

        Assert.Equal([(5, 5), (5, 5)], Counts(host));
    }

    [Theory]
    [InlineData("ends", 0)]
    [InlineData("empty", 0)]
    [InlineData("breaks", 5)]
    public async Task InferStreamAsync_WithCanary_IsCountedOnce(string how, int failures)
    {
        await using var host = await StartAsync(model => model.UsePredictor(_ => new Streaming(how)));
        for (var i = 0; i < 10; i++)
        {
            await ReadAsync(host, leavesEarly: false);
        }

        Assert.Equal([(5, failures), (5, failures)], Counts(host));
    }

    [Fact]
    public async Task InferStreamAsync_ClientLeavesAfterAResponse_IsNoFailure()
    {
        await using var host = await StartAsync(static model => model.UsePredictor(static _ => new Streaming("breaks")));
        for (var i = 0; i < 10; i++)
        {
            await ReadAsync(host, leavesEarly: true);
        }

        Assert.Equal([(5, 0), (5, 0)], Counts(host));
    }

    [Fact]
    public async Task InferStreamAsync_ModelWithOneAnswer_IsAPrediction()
    {
        await using var host = await StartAsync(Canaries.Named("any"));
        await ReadAsync(host, leavesEarly: false);
        await ReadAsync(host, leavesEarly: false);
        Assert.Equal([(1, 0), (1, 0)], Counts(host));
    }

    private static async Task<TestHost> StartAsync(Action<ModelBuilder> define)
    {
        var host = new TestHost(static _ => { }, new ManualTimeProvider());
        await host.Registry.DefineAsync("m", define, Token);
        await host.StartCanaryAsync(50, define);
        return host;
    }

    private static (long, long)[] Counts(TestHost host) =>
    [
        .. host.Registry.Rollouts.GetTraffic("m").Tracks.Select(static track => (track.Requests, track.Failures)),
    ];

    private static async Task ReadAsync(TestHost host, bool leavesEarly)
    {
        using var request = new InferRequest("m");
        using var lease = host.Registry.Pin("m");
        try
        {
            await foreach (var response in lease.Revision.InferStreamAsync(request, Token))
            {
                response.Dispose();
                if (leavesEarly)
                {
                    break;
                }
            }
        }
        catch (InferenceException)
        {
            // What becomes of it is what the test looks at.
        }
    }

    private sealed class FailingExplainer : Explainer
    {
        public override ValueTask<InferResponse> ExplainAsync(
            InferRequest request, InferDelegate predict, CancellationToken cancellationToken) =>
            throw new InferenceException(InferenceErrorCode.Internal, "no");
    }

    private sealed class Streaming(string how) : Predictor
    {
        public override ModelSignature Signature { get; } = new() { IsDecoupled = true };

        public override ValueTask<InferResponse> PredictAsync(
            InferRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A decoupled model is not called this way.");

        public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
            InferRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (how == "empty")
            {
                yield break;
            }

            yield return new InferResponse();
            if (how == "breaks")
            {
                throw new InferenceException(InferenceErrorCode.Internal, "no");
            }

            yield return new InferResponse();
        }
    }
}
