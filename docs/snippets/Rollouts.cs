namespace KServe.Docs.Snippets;

internal static class Rollouts
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddModel("iris", "/models/iris/v1", model =>
            {
                model.Options.StickyHeader = "x-user";
                model.UseCanary(
                    "v2",
                    canary => canary.Options.Uri = "/models/iris/v2",
                    traffic => traffic.TrafficPercent = 10);
            });
    }

    public static async Task ShiftAsync(ModelRegistry registry, CancellationToken cancellationToken)
    {
        await registry.Rollouts.StartAsync(
            "iris",
            "v2",
            canary => canary.Options.Uri = "/models/iris/v2",
            traffic => traffic.TrafficPercent = 10,
            cancellationToken);

        registry.Rollouts.SetTraffic("iris", "v2", 50);
        await registry.Rollouts.PromoteAsync("iris", "v2", cancellationToken);
        await registry.Rollouts.RollBackAsync("iris", cancellationToken);
    }

    public static async Task ByStepsAsync(ModelRegistry registry, CancellationToken cancellationToken)
    {
        await registry.Rollouts.StartAsync(
            "iris",
            "v2",
            canary => canary.Options.Uri = "/models/iris/v2",
            traffic => traffic.Rollout = new RolloutOptions
            {
                Steps = { 1, 5, 25, 50, 100 },
                StepDuration = TimeSpan.FromMinutes(10),
                MinRequests = 500,
                MaxErrorRate = 0.02,
                MaxLatencyRatio = 1.3,
            },
            cancellationToken);
    }

    public static async Task GroupsAndShadowAsync(ModelRegistry registry, CancellationToken cancellationToken)
    {
        await registry.Rollouts.StartAsync(
            "iris",
            "v2",
            canary => canary.Options.Uri = "/models/iris/v2",
            traffic =>
            {
                traffic.Matches.Add(new HeaderMatchOptions { Header = "x-group", Value = "beta" });
                traffic.Shadow = new ShadowOptions { Percent = 20 };
            },
            cancellationToken);

        var shadow = registry.Rollouts.GetTraffic("iris").Tracks[1].Shadow;
        Console.WriteLine($"{shadow?.Agreed} agreed, {shadow?.Differed} differed");
    }

    public static async Task DefineAsync(ModelRegistry registry, CancellationToken cancellationToken)
    {
        await registry.DefineAsync("churn", model => model.Options.Uri = "/models/churn/7", cancellationToken);
        await registry.DefineAsync("churn", model => model.Options.Uri = "/models/churn/8", cancellationToken);
        await registry.RemoveAsync("churn", cancellationToken);
    }
}
