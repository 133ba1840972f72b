using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Rollout;

public sealed class ShadowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shadow_AllRequests_SeesCopiesAndClientsSeeTheStableAnswer()
    {
        var seen = 0;
        await using var host = await StartAsync(100, (request, _) =>
        {
            Interlocked.Add(ref seen, request.Inputs[0].AsSpan<int>()[0]);
            Assert.Equal("7", request.Headers["x-trace"]);
            return new(new InferResponse(InferTensor.Create("y", [1], 2f * request.Inputs[0].AsSpan<int>()[0])));
        });
        for (var i = 1; i <= 100; i++)
        {
            Assert.Equal(2f * i, await AskAsync(host, i));
        }

        await host.UntilAsync(static shadow => shadow.Agreed + shadow.Dropped == 100);
        var shadow = Shadow(host);
        Assert.True(shadow.Agreed > 0);
        Assert.Equal(0, shadow.Differed + shadow.Failed + shadow.NotCompared);
        Assert.True(seen > 0);
        Assert.Equal(0, host.Services.GetRequiredService<TensorPool>().RentedCount);
    }

    [Fact]
    public async Task Shadow_Share_IsExact()
    {
        await using var host = await StartAsync(
            12.5, static (request, _) => new(new InferResponse(InferTensor.Create("y", [1], 0f))), 65_536);
        for (var i = 1; i <= 80; i++)
        {
            await AskAsync(host, i);
        }

        await host.UntilAsync(static shadow => shadow.Differed == 10);
        Assert.Equal(0, Shadow(host).Dropped);
    }

    [Fact]
    public async Task Shadow_Fails_ClientsNeverKnow()
    {
        await using var host = await StartAsync(
            100, static (_, _) => throw new InvalidOperationException("shadow"), 65_536);
        for (var i = 1; i <= 50; i++)
        {
            Assert.Equal(2f * i, await AskAsync(host, i));
        }

        await host.UntilAsync(static shadow => shadow.Failed == 50);
        Assert.Equal(0, host.Services.GetRequiredService<TensorPool>().RentedCount);
    }

    [Fact]
    public async Task Shadow_Hangs_ClientsAreAnsweredAndTheRestIsDropped()
    {
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(100, async (_, _) =>
        {
            await release.Task;
            return new InferResponse(InferTensor.Create("y", [1], 0f));
        }, places: 3);
        for (var i = 1; i <= 50; i++)
        {
            Assert.Equal(2f * i, await AskAsync(host, i));
        }

        Assert.Equal(47, Shadow(host).Dropped);
        release.SetResult();
        await host.UntilAsync(static shadow => shadow.Differed == 3);
        Assert.Equal(0, host.Services.GetRequiredService<TensorPool>().RentedCount);
    }

    [Fact]
    public async Task Shadow_TooLarge_IsNotMirrored()
    {
        await using var host = await StartAsync(
            100, static (_, _) => throw new InvalidOperationException("never asked"), maxBytes: 3);
        await AskAsync(host, 1);
        Assert.Equal(1, Shadow(host).Dropped);
    }

    [Fact]
    public async Task Shadow_StableFails_IsToldApart()
    {
        await using var host = await StartAsync(
            100, static (_, _) => new(new InferResponse(InferTensor.Create("y", [1], 0f))));
        await Assert.ThrowsAsync<InferenceException>(() => AskAsync(host, -1));
        await host.UntilAsync(static shadow => shadow.StableFailed == 1);
    }

    [Theory]
    [InlineData(1f, 1f, true)]
    [InlineData(1f, 1.000001f, true)]
    [InlineData(1f, 1.001f, false)]
    [InlineData(float.NaN, float.NaN, true)]
    [InlineData(float.NaN, 1f, false)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, true)]
    [InlineData(0f, -0f, true)]
    public void Agree_Floats_WithinTolerance(float left, float right, bool expected)
    {
        using var a = new InferResponse(InferTensor.Create("y", [2], 3f, left));
        using var b = new InferResponse(InferTensor.Create("y", [2], 3f, right));
        Assert.Equal(expected, ResponseComparer.Agree(a, b, 1e-5));
    }

    [Fact]
    public void Agree_OtherShapeNameTypeOrNumber_IsFalse()
    {
        using var a = new InferResponse(InferTensor.Create("y", [2], 1f, 2f));
        InferTensor[] others =
        [
            InferTensor.Create("z", [2], 1f, 2f),
            InferTensor.Create("y", [1, 2], 1f, 2f),
            InferTensor.Create("y", [2], 1, 2),
        ];
        foreach (var other in others)
        {
            using var b = new InferResponse(other);
            Assert.False(ResponseComparer.Agree(a, b, 1));
        }

        using var none = new InferResponse();
        Assert.False(ResponseComparer.Agree(a, none, 1));
    }

    private static async Task<TestHost> StartAsync(
        double percent,
        InferDelegate shadow,
        int places = 8,
        int maxBytes = 1024)
    {
        var host = new TestHost(static _ => { });
        await host.Registry.DefineAsync("m", static model => model.UsePredictor(static _ => new DelegatePredictor(
            static (request, _) => request.Inputs[0].AsSpan<int>()[0] is var x and > 0
                ? new(new InferResponse(InferTensor.Create("y", [1], 2f * x)))
                : throw new InvalidOperationException("stable"))), Token);
        await host.Registry.Rollouts.StartAsync(
            "m",
            "canary",
            model => model.UsePredictor(_ => new DelegatePredictor(shadow)),
            options => options.Shadow = new ShadowOptions
            {
                Percent = percent,
                MaxConcurrency = places,
                MaxBytes = maxBytes,
            },
            Token);
        return host;
    }

    private static async Task<float> AskAsync(TestHost host, int x)
    {
        using var request = new InferRequest("m", host.Services.GetRequiredService<TensorPool>());
        request.Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-trace"] = "7" };
        request.Inputs.Add(InferTensor.Create("x", [1], x));
        using var lease = host.Registry.Pin("m", "", request.Headers);
        using var response = await lease.Revision.InferAsync(request, Token);
        return response.Outputs[0].AsSpan<float>()[0];
    }

    private static ShadowTraffic Shadow(TestHost host) => host.Registry.Rollouts.GetTraffic("m").Tracks[1].Shadow!;
}
