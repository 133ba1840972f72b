using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Reconciling;

public sealed class LocalModelCacheTests
{
    private static readonly ResourceKey Key = new("LocalModelCache", "", "iris");

    private const string Cache = """
        apiVersion: serving.kserve.io/v1alpha1
        kind: LocalModelCache
        metadata: {name: iris}
        spec: {sourceModelUri: "held://models/iris", modelSize: 1Mi, nodeGroups: [workers]}

        """;

    [Fact]
    public async Task Apply_Cache_IsDownloadedAheadOfItsServices()
    {
        await using var host = await TestHost.StartAsync(static kserve =>
        {
            kserve.Services.AddSingleton<HeldStorage>();
            kserve.Services.AddSingleton<IStorageProvider>(
                static services => services.GetRequiredService<HeldStorage>());
        });
        var storage = host.Get<HeldStorage>();
        host.Controller.Apply(Cache);
        await storage.Asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        await host.UntilAsync(static controller => controller.Get(Key)!.Conditions.Count > 0);
        Assert.Contains("this-host: NodeDownloading", host.Controller.Get(Key)!.ToYaml(), StringComparison.Ordinal);
        storage.Answer.SetResult("/models/iris");
        var view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.True(view.IsReady);
        Assert.Contains("this-host: NodeDownloaded", view.ToYaml(), StringComparison.Ordinal);
        Assert.Equal(["held://models/iris"], storage.Uris);

        // Services of it are named, and nothing is fetched again.
        host.Controller.Apply("""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: flowers, namespace: team}
            spec: {predictor: {sklearn: {storageUri: "held://models/iris/1"}}}
            """);
        await host.UntilAsync(static controller =>
            controller.Get(Key)!.ToYaml().Contains("- name: flowers", StringComparison.Ordinal));
        Assert.Equal(["held://models/iris"], storage.Uris);
    }

    [Fact]
    public async Task Apply_CacheThatCannotBeHad_SaysWhy()
    {
        await using var host = await TestHost.StartAsync();
        host.Controller.Apply(Cache.Replace("held://", "s3://", StringComparison.Ordinal));
        var view = (await host.Controller.WaitAsync(Key, TestContext.Current.CancellationToken))!;
        Assert.Equal("DownloadFailed", view.Ready!.Reason);
        Assert.Contains("no storage provider takes 's3://' URIs", view.Ready.Message, StringComparison.Ordinal);
        Assert.Contains("failed: 1", view.ToYaml(), StringComparison.Ordinal);
    }

    private sealed class HeldStorage : IStorageProvider
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Uris { get; } = [];

        public IReadOnlyList<string> Schemes => ["held"];

        public async ValueTask<string> DownloadAsync(
            string uri,
            IProgress<DownloadProgress>? progress,
            CancellationToken cancellationToken)
        {
            lock (Uris)
            {
                if (!uri.EndsWith("/1", StringComparison.Ordinal))
                {
                    Uris.Add(uri);
                }
            }

            Asked.TrySetResult();
            return await Answer.Task.WaitAsync(cancellationToken);
        }
    }
}
