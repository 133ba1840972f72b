using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Reconciling;

public sealed class ReconcilerTests
{
    [Fact]
    public async Task Apply_NewService_LoadsAndIsReady()
    {
        await using var host = await TestHost.StartAsync(isOpen: false);
        var applied = Assert.Single(host.Controller.Apply(TestHost.Service("a")));
        Assert.False(applied.IsSettled);
        await host.Gate.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        await host.UntilAsync(static controller =>
            controller.Get(TestHost.Key("a"))!.Ready is { Status: "Unknown", Reason: "Loading" });
        host.Gate.Opened.SetResult();
        var view = await host.SettledAsync("a");
        Assert.True(view!.IsReady);
        Assert.Equal(
            [
                "PredictorReady", "PredictorConfigurationReady", "LatestDeploymentReady", "PredictorRouteReady",
                "RoutesReady", "IngressReady", "Ready", "Stopped",
            ],
            view.Conditions.Select(static condition => condition.Type));
        Assert.Equal(["a"], host.Registry.GetModelNames());
    }

    [Fact]
    public async Task Apply_SameAgain_ChangesNothing()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(TestHost.Service("a"));
        await host.SettledAsync("a");
        var again = Assert.Single(host.Controller.Apply("# a comment\n" + TestHost.Service("a")));
        Assert.Equal(1, again.Generation);
        Assert.True(again.IsSettled);
        Assert.Equal(1, host.Gate.Loads);
    }

    [Fact]
    public async Task Apply_BrokenUpdate_OldRevisionGoesOn()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(TestHost.Service("a"));
        await host.SettledAsync("a");
        var revision = Pin(host, "a");
        host.Gate.Fails = true;
        host.Controller.Apply(TestHost.Service("a", "timeout: 5"));
        var view = await host.SettledAsync("a");
        Assert.False(view!.IsReady);
        Assert.Equal("ModelLoadFailed", view.Ready!.Reason);
        Assert.Equal("True", view.Conditions.Single(static condition => condition.Type == "RoutesReady").Status);
        var yaml = view.ToYaml();
        Assert.Contains("transitionStatus: BlockedByFailedLoad", yaml, StringComparison.Ordinal);
        Assert.Contains("activeModelState: Loaded", yaml, StringComparison.Ordinal);
        Assert.Contains("targetModelState: FailedToLoad", yaml, StringComparison.Ordinal);
        Assert.Contains("latestReadyRevision: a-predictor-00001", yaml, StringComparison.Ordinal);
        Assert.Contains("latestCreatedRevision: a-predictor-00002", yaml, StringComparison.Ordinal);
        Assert.Same(revision, Pin(host, "a"));
    }

    [Fact]
    public async Task Apply_ChangesWhileOneRuns_LastOneHolds()
    {
        await using var host = await TestHost.StartAsync(isOpen: false);
        host.Controller.Apply(TestHost.Service("a"));
        await host.Gate.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        for (var timeout = 1; timeout <= 5; timeout++)
        {
            host.Controller.Apply(TestHost.Service("a", $"timeout: {timeout}"));
        }

        host.Gate.Opened.SetResult();
        var view = await host.SettledAsync("a");
        Assert.Equal(6, view!.Generation);
        Assert.True(view.IsReady);

        // The four in between were never worked on.
        Assert.Equal(2, host.Gate.Loads);
    }

    [Fact]
    public async Task Apply_ManyServices_LoadsAreBounded()
    {
        await using var host = await TestHost.StartAsync(
            static kserve => kserve.AddControlPlane(static options => options.MaxParallelChanges = 2));
        var text = string.Join("---\n", Enumerable.Range(0, 20).Select(static i => TestHost.Service($"m{i}")));
        foreach (var view in host.Controller.Apply(text))
        {
            Assert.True((await host.Controller.WaitAsync(view.Key, TestContext.Current.CancellationToken))!.IsReady);
        }

        Assert.Equal(20, host.Gate.Loads);
        Assert.InRange(host.Gate.MostAtOnce, 1, 2);
    }

    [Fact]
    public async Task Delete_Service_RemovesItsModel()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(TestHost.Service("a"));
        await host.SettledAsync("a");
        Assert.True(host.Controller.Delete(TestHost.Key("a")));
        Assert.False(host.Controller.Delete(TestHost.Key("a")));
        await RemovedAsync(host, "a");
        Assert.Throws<InferenceException>(() => host.Registry.Pin("a"));
    }

    [Fact]
    public async Task Delete_AndApplyAgain_IsANewService()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(TestHost.Service("a"));
        await host.SettledAsync("a");
        host.Controller.Delete(TestHost.Key("a"));
        host.Controller.Apply(TestHost.Service("a"));
        var view = await host.SettledAsync("a");
        Assert.Equal(1, view!.Generation);
        Assert.True(view.IsReady);
        Assert.Equal(["a"], host.Registry.GetModelNames());
    }

    [Fact]
    public async Task Apply_StopAnnotation_UnloadsUntilItIsGone()
    {
        await using var host = await TestHost.StartAsync();
        var text = TestHost.Service("a");
        var stopped = text.Replace(
            "  name: a\n", "  name: a\n  annotations: {serving.kserve.io/stop: \"true\"}\n", StringComparison.Ordinal);
        host.Controller.Apply(text);
        await host.SettledAsync("a");
        host.Controller.Apply(stopped);
        var view = await host.SettledAsync("a");
        Assert.Equal("Stopped", view!.Ready!.Reason);
        Assert.Equal("True", view.Conditions.Single(static condition => condition.Type == "Stopped").Status);
        Assert.Empty(host.Registry.GetModelNames());
        host.Controller.Apply(text);
        Assert.True((await host.SettledAsync("a"))!.IsReady);
    }

    [Fact]
    public async Task Apply_SameModelNameTwice_SecondSaysWhoHasIt()
    {
        await using var host = await TestHost.StartAsync(static kserve =>
            kserve.AddPredictor("code", static services => new GatePredictor(
                (LoadGate)services.GetService(typeof(LoadGate))!)));
        host.Controller.Apply(TestHost.Service("a"));
        await host.SettledAsync("a");
        var other = new ResourceKey("InferenceService", "other", "a");
        host.Controller.Apply(TestHost.Service("a").Replace("  name: a", "  name: a\n  namespace: other", StringComparison.Ordinal));
        var view = await host.Controller.WaitAsync(other, TestContext.Current.CancellationToken);
        Assert.Equal("the model name 'a' belongs to InferenceService default/a", view!.Ready!.Message);
        host.Controller.Apply(TestHost.Service("code"));
        Assert.Equal(
            "the model name 'code' belongs to the application's own code or configuration",
            (await host.SettledAsync("code"))!.Ready!.Message);
    }

    [Fact]
    public async Task Apply_RuntimeAfterItsService_ServiceBecomesReady()
    {
        await using var host = await TestHost.StartAsync();
        const string Runtime = """
            apiVersion: serving.kserve.io/v1alpha1
            kind: ClusterServingRuntime
            metadata: {name: gate-runtime}
            spec:
              supportedModelFormats: [{name: gated, version: "1", autoSelect: true}]
              containers: [{name: kserve-container, image: "gate:2"}]
            """;
        host.Controller.Apply(Texts.Service("predictor: {model: {modelFormat: {name: gated}, runtime: gate-runtime}}"));
        Assert.Equal("RuntimeNotRecognized", (await host.SettledAsync("iris"))!.Ready!.Reason);
        host.Controller.Apply(Runtime);
        await host.UntilAsync(static controller => controller.Get(TestHost.Key("iris"))!.IsReady);
        host.Controller.Apply(Runtime + "\n  disabled: true\n");
        host.Controller.Apply(Texts.Service(
            "predictor: {timeout: 9, model: {modelFormat: {name: gated}, runtime: gate-runtime}}"));
        await host.UntilAsync(static controller =>
            controller.Get(TestHost.Key("iris"))!.Ready!.Reason == "RuntimeDisabled");
    }

    [Fact]
    public async Task Apply_ModelNameArgument_IsTheModelsName()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(TestHost.Service("a").Replace(
            "image: example/gate:1", "args: [\"--model_name=first\"]", StringComparison.Ordinal));
        await host.SettledAsync("a");
        Assert.Equal(["first"], host.Registry.GetModelNames());
        host.Controller.Apply(TestHost.Service("a").Replace(
            "image: example/gate:1", "args: [\"--model_name\", second, --odd]", StringComparison.Ordinal));
        var view = await host.SettledAsync("a");
        Assert.Equal(["second"], host.Registry.GetModelNames());
        Assert.Contains(
            "--odd means nothing",
            view!.Conditions.Single(static condition => condition.Type == "AllFieldsActedOn").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_LimitsOfATransformer_SaysThatThePredictorsHold()
    {
        await using var host = await TestHost.StartAsync(static kserve =>
            kserve.AddTransformer<NegateTransformer>("example/negate"));
        host.Controller.Apply(TestHost.Service("a") + """

              transformer:
                timeout: 5
                containerConcurrency: 2
                containers: [{name: kserve-container, image: example/negate:1}]
            """);
        var view = await host.SettledAsync("a");
        Assert.True(view!.IsReady, view.ToYaml());
        var message = view.Conditions.Single(static condition => condition.Type == "AllFieldsActedOn").Message;
        Assert.Contains("spec.transformer.timeout: the transformer runs", message, StringComparison.Ordinal);
        Assert.Contains("spec.transformer.containerConcurrency", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_KindWithoutHandler_SaysThatNothingActsOnIt()
    {
        await using var host = await TestHost.StartAsync();
        var view = host.Controller.Apply(Sample.Read("caches.yaml"))
            .Single(static view => view.Key.Kind == "LocalModelNodeGroup");
        view = await host.Controller.WaitAsync(view.Key, TestContext.Current.CancellationToken);
        Assert.Equal("NotActedOn", view!.Ready!.Reason);
    }

    [Fact]
    public async Task Stop_WhileLoading_Ends()
    {
        var host = await TestHost.StartAsync(isOpen: false);
        host.Controller.Apply(TestHost.Service("a"));
        await host.Gate.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        await host.DisposeAsync();
    }

    private static ModelRevision Pin(TestHost host, string model)
    {
        using var lease = host.Registry.Pin(model);
        return lease.Revision;
    }

    private static async Task RemovedAsync(TestHost host, string model)
    {
        var removed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Registry.Changed += (_, change) =>
        {
            if (change.Kind == ModelChangeKind.Removed)
            {
                removed.TrySetResult();
            }
        };
        if (host.Registry.GetModelNames().Contains(model, StringComparer.Ordinal))
        {
            await removed.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }
}
