using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Rollout;

/// <summary>A model whose revisions say who they are, and requests to it.</summary>
internal static class Canaries
{
    public static Action<ModelBuilder> Named(string answer, Action? before = null, Action? disposed = null) =>
        model => model.UsePredictor(_ => new DelegatePredictor((_, _) =>
        {
            before?.Invoke();
            return new(new InferResponse { Parameters = { ["who"] = answer } });
        })
        {
            OnDispose = disposed,
        });

    public static async Task<TestHost> StartAsync(
        TimeProvider? time = null,
        Action<ModelBuilder>? configure = null)
    {
        var host = new TestHost(static _ => { }, time);
        await host.Registry.DefineAsync(
            "m",
            model =>
            {
                Named("stable")(model);
                configure?.Invoke(model);
            },
            TestContext.Current.CancellationToken);
        return host;
    }

    public static Task StartCanaryAsync(
        this TestHost host,
        double percent,
        Action<ModelBuilder>? configure = null,
        Action<CanaryOptions>? traffic = null) =>
        host.Registry.Rollouts.StartAsync(
            "m",
            "canary",
            configure ?? Named("canary"),
            options =>
            {
                options.TrafficPercent = percent;
                traffic?.Invoke(options);
            },
            TestContext.Current.CancellationToken);

    public static async Task<string> AskAsync(this TestHost host, string header = "", string value = "")
    {
        using var request = new InferRequest("m");
        if (header.Length > 0)
        {
            request.Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [header] = value };
        }

        using var lease = host.Registry.Pin("m", "", request.Headers);
        using var response = await lease.Revision.InferAsync(request, TestContext.Current.CancellationToken);
        return response.Parameters["who"].ToString() ?? "";
    }

    public static async Task<int> CountAsync(this TestHost host, string who, int requests)
    {
        var count = 0;
        for (var i = 0; i < requests; i++)
        {
            count += await host.AskAsync() == who ? 1 : 0;
        }

        return count;
    }
}
