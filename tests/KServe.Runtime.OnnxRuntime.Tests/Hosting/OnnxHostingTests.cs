using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class OnnxHostingTests
{
    [Fact]
    public async Task Load_ProviderThatIsNotInstalled_NamesWhatIs()
    {
        var error = await TestRuntime.RefuseAsync(
            Fixture.Model("mlp_dynamic_batch"), ("execution_provider", "cuda"));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith(
            "model 'test': execution_provider 'cuda' is not part of the installed package of ONNX Runtime; available: ",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OptionForTheProcessor_IsRefused()
    {
        var error = await TestRuntime.RefuseAsync(
            Fixture.Model("mlp_dynamic_batch"), ("execution_provider_options.device_id", "0"));

        Assert.Equal(
            "model 'test': execution_provider 'cpu' takes no options, got 'device_id'", error.Message);
    }

    [Theory]
    [InlineData("intra_op_threads", "2")]
    [InlineData("share_thread_pool", "false")]
    [InlineData("graph_optimization_level", "disable")]
    [InlineData("execution_mode", "parallel")]
    [InlineData("enable_cpu_mem_arena", "false")]
    [InlineData("enable_mem_pattern", "false")]
    [InlineData("warmup", "true")]
    public async Task Predict_AnySetting_GivesTheGoldenOutputs(string key, string value)
    {
        var path = Fixture.Model("normalised_cnn_residual");
        await using var predictor = await TestRuntime.LoadAsync(path, parameters: (key, value));
        var inputs = JsonTensor.Read(Path.Combine(path, "inputs.json"), "inputs");
        using var request = TestRuntime.Request([.. inputs.Select(static input => input.ToTensor())]);

        using var response = await predictor.RunAsync(request);

        JsonTensor.Read(Path.Combine(path, "expected.json"), "outputs")[0].AssertMatches(response.Outputs[0]);
    }

    [Fact]
    public async Task Load_WarmupThatFails_IsLoggedAndNoMore()
    {
        var log = new RecordingLogs();
        await using var predictor = await TestRuntime.LoadAsync(
            Path.Combine(Fixture.Malformed, "gather_out_of_range.onnx"), log: log, parameters: ("warmup", "true"));

        Assert.Contains(log.Lines, static line => line.Id.Id == 5005 && line.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task Load_NativeLog_ReachesTheModelsLoggerAlone()
    {
        var (first, second) = (new RecordingLogs(), new RecordingLogs());
        await using var quiet = await TestRuntime.LoadAsync(Fixture.Model("mlp_dynamic_batch"), log: first);
        await using var verbose = await TestRuntime.LoadAsync(
            Fixture.Model("mlp_dynamic_batch"), log: second, parameters: ("log_severity", "verbose"));

        Assert.Contains(second.Lines, static line => line.Id.Id == 5001 && line.Level == LogLevel.Debug);
        Assert.DoesNotContain(first.Lines, static line => line.Id.Id == 5001);
    }

    [Fact(Timeout = 120_000)]
    public async Task LoadAndDispose_HundredTimes_KeepsNoMemory()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.Identity(OnnxBuilder.Float, -1));
        await LoadRunDisposeAsync(folder.FullPath, 10);
        var before = Environment.WorkingSet;

        await LoadRunDisposeAsync(folder.FullPath, 100);

        // Each turn moves 8 MB: what was kept of it would show as hundreds of megabytes.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 200 << 20);
    }

    [Fact]
    public async Task AddOnnxRuntime_InAHost_ServesAModelByItsFolder()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IStorageProvider, PlainPaths>();
        builder.Services.AddKServeCore()
            .AddOnnxRuntime(static options => options.IntraOpThreads = 1)
            .AddOnnxRuntime(static options => options.Warmup = true)
            .AddModel("mlp", Fixture.Model("mlp_dynamic_batch"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var options = host.Services.GetRequiredService<IOptions<OnnxRuntimeOptions>>().Value;
        Assert.Equal((1, true), (options.IntraOpThreads, options.Warmup));
        Assert.Single(host.Services.GetServices<IServingRuntime>());
        var registry = host.Services.GetRequiredService<ModelRegistry>();
        await registry.LoadAsync("mlp", TestContext.Current.CancellationToken);
        Assert.True(await registry.IsReadyAsync("mlp", "", TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void AddOnnxRuntime_WrongOptions_FailWhenRead()
    {
        var services = new ServiceCollection();
        services.AddKServeCore().AddOnnxRuntime(static options => options.ExecutionProvider = "gpu");
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<OnnxRuntimeOptions>>().Value);

        Assert.Contains(
            "OnnxRuntimeOptions.ExecutionProvider must be one of cpu, ", error.Message, StringComparison.Ordinal);
    }

    private static async Task LoadRunDisposeAsync(string path, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var predictor = await TestRuntime.LoadAsync(path);
            using var request = TestRuntime.Request(
                InferTensor.Rent(new TensorPool(), "x", TensorDataType.FP32, [1 << 20]));
            using var response = await predictor.RunAsync(request);
            Assert.Equal(1 << 20, response.Outputs[0].Shape[0]);
        }
    }

    private sealed class PlainPaths : IStorageProvider
    {
        public IReadOnlyList<string> Schemes => [""];

        public ValueTask<string> DownloadAsync(
            string uri,
            IProgress<DownloadProgress>? progress,
            CancellationToken cancellationToken) => new(uri);
    }
}
