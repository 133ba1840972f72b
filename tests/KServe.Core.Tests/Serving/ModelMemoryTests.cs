using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Serving;

/// <summary>Row M-07 of the torture list: models that are larger than the memory.</summary>
public sealed class ModelMemoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DefineAsync_LargerThanTheLimit_IsRefusedAndOthersServe()
    {
        await using var host = NewHost();
        await host.Registry.DefineAsync("small", static model => Define(model, 600), Token);

        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            host.Registry.DefineAsync("large", static model => Define(model, 10L << 30), Token));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Equal(RefusalReasons.ModelMemory, error.Reason);
        Assert.NotNull(error.RetryAfter);
        Assert.Contains("10737418240 bytes", error.Message, StringComparison.Ordinal);
        Assert.True(await host.Registry.IsReadyAsync("small", "", Token));
    }

    [Fact]
    public async Task UnloadAsync_LoadedModel_ItsMemoryIsFreeForAnother()
    {
        await using var host = NewHost();
        await host.Registry.DefineAsync("a", static model => Define(model, 600), Token);
        await Assert.ThrowsAsync<InferenceException>(() =>
            host.Registry.DefineAsync("b", static model => Define(model, 600), Token));
        await host.Registry.UnloadAsync("a", Token);
        await host.Registry.DefineAsync("b", static model => Define(model, 600), Token);
        await host.Registry.RemoveAsync("b", Token);
        Assert.Equal(0, host.Services.GetRequiredService<ModelMemory>().Used);
    }

    [Fact]
    public async Task LoadAsync_NoRoomForTwoRevisions_OldServesOn()
    {
        await using var host = NewHost();
        await host.Registry.DefineAsync("m", static model => Define(model, 600), Token);
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync("m", Token));
        Assert.True(await host.Registry.IsReadyAsync("m", "", Token));
        Assert.Equal(600, host.Services.GetRequiredService<ModelMemory>().Used);
    }

    [Fact]
    public async Task DefineAsync_FailedLoad_KeepsNothingReserved()
    {
        await using var host = NewHost();
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.DefineAsync(
            "m",
            static model =>
            {
                model.Options.MemoryBytes = 600;
                model.UsePredictor(static _ => new DelegatePredictor(DelegatePredictor.EchoAsync)
                {
                    OnLoad = static (_, _) => throw new InvalidDataException(),
                });
            },
            Token));
        Assert.Equal(0, host.Services.GetRequiredService<ModelMemory>().Used);
    }

    [Fact]
    public async Task DefineAsync_PredictorKnowsItsSize_CountsThatInsteadOfTheFiles()
    {
        await using var host = NewHost();
        await host.Registry.DefineAsync(
            "m", static model => model.UsePredictor(static _ => new SizedPredictor(900)), Token);
        Assert.Equal(900, host.Services.GetRequiredService<ModelMemory>().Used);
        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            host.Registry.DefineAsync("other", static model => Define(model, 101), Token));
        Assert.Equal(RefusalReasons.ModelMemory, error.Reason);
    }

    [Fact]
    public async Task DefineAsync_NoLimit_LoadsWhateverIsDeclared()
    {
        await using var host = new TestHost(static _ => { });
        await host.Registry.DefineAsync("large", static model => Define(model, long.MaxValue), Token);
        Assert.True(await host.Registry.IsReadyAsync("large", "", Token));
    }

    private static TestHost NewHost() => new(static builder =>
        builder.Services.Configure<KServeOptions>(static options => options.ModelMemoryLimit = 1000));

    private static void Define(ModelBuilder model, long bytes)
    {
        model.Options.MemoryBytes = bytes;
        model.UsePredictor(static _ => new DelegatePredictor(DelegatePredictor.EchoAsync));
    }

    private sealed class SizedPredictor(long bytes) : Predictor, IModelSize
    {
        public long SizeInBytes => bytes;

        public override ValueTask<InferResponse> PredictAsync(
            InferRequest request, CancellationToken cancellationToken) => new(new InferResponse());
    }
}
