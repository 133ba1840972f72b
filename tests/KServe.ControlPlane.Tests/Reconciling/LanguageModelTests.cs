using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Reconciling;

public sealed class LanguageModelTests
{
    private static readonly ResourceKey Key = new("LLMInferenceService", "default", "chat");

    private const string Service = """
        apiVersion: serving.kserve.io/v1alpha2
        kind: LLMInferenceService
        metadata: {name: chat}
        spec:
          model: {uri: /models/chat, name: acme/chat}
          replicas: 2
        """;

    [Fact]
    public async Task Apply_WithoutRuntime_WaitsForOne()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(Service);
        var view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.Equal("WaitingForRuntime", view.Ready!.Reason);
        var notice = view.Conditions.Single(static condition => condition.Type == "AllFieldsActedOn");
        Assert.Contains("spec.replicas: one process is one replica", notice.Message, StringComparison.Ordinal);
        Assert.Empty(host.Registry.GetModelNames());
    }

    [Fact]
    public async Task Apply_WithRuntime_IsServedUnderTheNameOfTheService()
    {
        await using var host = await TestHost.StartAsync(static kserve =>
        {
            kserve.AddServingRuntime<ChatRuntime>();
            kserve.Services.AddSingleton<IStorageProvider, AnyPath>();
        });
        host.Controller.Apply(Service);
        var view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Equal(["chat"], host.Registry.GetModelNames());
        host.Controller.Delete(Key);
        await Changes.SoonAsync(() => host.Registry.GetModelNames().Count == 0);
    }

    [Fact]
    public async Task Apply_PresetThatIsNotThere_SaysSoUntilItIs()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(Service + "\n  baseRefs: [{name: mine}, {name: kserve-config-llm-template}]\n");
        var view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.Equal("BaseRefNotFound", view.Ready!.Reason);
        Assert.EndsWith("LLMInferenceServiceConfig mine", view.Ready.Message, StringComparison.Ordinal);
        host.Controller.Apply("""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceServiceConfig
            metadata: {name: mine}
            spec: {replicas: 1}
            """);
        await host.UntilAsync(static controller => controller.Get(Key)!.Ready!.Reason == "WaitingForRuntime");
    }

    [Fact]
    public async Task Apply_ModelOfAPreset_IsServed()
    {
        await using var host = await TestHost.StartAsync(static kserve =>
        {
            kserve.AddServingRuntime<ChatRuntime>();
            kserve.Services.AddSingleton<IStorageProvider, AnyPath>();
        });
        const string Bare = """
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata: {name: chat}
            spec: {baseRefs: [{name: mine}]}
            """;
        const string Preset = """
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceServiceConfig
            metadata: {name: mine}
            spec: {model: {uri: /models/chat, name: small}}
            """;
        host.Controller.Apply(Bare.Replace("baseRefs: [{name: mine}]", "", StringComparison.Ordinal));
        var view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.Equal("ModelNotSpecified", view.Ready!.Reason);
        host.Controller.Apply(Preset + "\n---\n" + Bare);
        view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Equal(["small"], host.Registry.GetModelNames());
    }

    [Fact]
    public async Task Apply_PresetThatMakesTheServiceWrong_SaysSo()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply("""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceServiceConfig
            metadata: {name: mine}
            spec: {scaling: {maxReplicas: 2, wva: {hpa: {}}}}
            """);
        host.Controller.Apply(Service + "\n  baseRefs: [{name: mine}]\n");
        var view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.Equal("InvalidRenderedConfig", view.Ready!.Reason);
        Assert.Equal("spec.scaling: must not be given beside replicas", view.Ready.Message);
    }

    [Fact]
    public async Task Apply_OtherResources_LoadNothingAgain()
    {
        await using var host = await TestHost.StartAsync(static kserve =>
        {
            kserve.AddServingRuntime<ChatRuntime>();
            kserve.Services.AddSingleton<IStorageProvider, AnyPath>();
        });
        const string Preset = """
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceServiceConfig
            metadata: {name: mine}
            spec: {model: {name: small}}
            """;
        host.Controller.Apply(Service.Replace(", name: acme/chat", "", StringComparison.Ordinal)
            + "\n  baseRefs: [{name: mine}]\n---\n" + Preset);
        await host.UntilAsync(static controller => controller.Get(Key)!.IsReady);
        var loads = 0;
        host.Registry.Changed += (_, change) =>
            loads += change is { ModelName: "small", Kind: ModelChangeKind.Defined or ModelChangeKind.Loaded } ? 1 : 0;

        host.Controller.Apply(TestHost.Service("other"));
        host.Controller.Apply(Preset.Replace("mine", "another", StringComparison.Ordinal));
        await host.SettledAsync("other");
        host.Controller.Apply(Preset.Replace("small", "large", StringComparison.Ordinal));
        await Changes.SoonAsync(() => host.Registry.GetModelNames() is ["large", "other"]);
        Assert.Equal(0, loads);
    }

    private sealed class ChatRuntime(LoadGate gate) : IServingRuntime
    {
        public string Name => "chat-runtime";

        public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } = [new("huggingface")];

        public string? DetectFormat(string path) => null;

        public Predictor CreatePredictor(ModelArtifact artifact) => new GatePredictor(gate);
    }

    private sealed class AnyPath : IStorageProvider
    {
        public IReadOnlyList<string> Schemes => [""];

        public ValueTask<string> DownloadAsync(
            string uri,
            IProgress<DownloadProgress>? progress,
            CancellationToken cancellationToken) => new(Path.GetTempPath());
    }
}
