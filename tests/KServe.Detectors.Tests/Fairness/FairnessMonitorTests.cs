using KServe.Detectors.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Detectors.Tests.Fairness;

public sealed class FairnessMonitorTests
{
    [Fact]
    public async Task Groups_DifferentShares_GiveParityAndImpact()
    {
        await using var host = await StartAsync();

        // 4 of 5 against 2 of 5.
        await InferAsync(host, "1", [1, 1, 1, 1, 0, 1, 1, 0, 0, 0], "aaaaabbbbb");
        var detection = await host.NextAsync();
        Assert.Equal("fairness", detection.Kind);
        Assert.Equal(
            ["demographic_parity_difference", "disparate_impact"],
            detection.Findings.Select(static finding => finding.Feature));
        Assert.Equal(0.4, host["statistic:demographic_parity_difference"], 12);
        Assert.Equal(0.5, host["statistic:disparate_impact"], 12);
        Assert.Equal(0.8, host["statistic:selection_rate:a"], 12);
        Assert.Equal(0.4, host["statistic:selection_rate:b"], 12);
    }

    [Fact]
    public async Task Feedback_Labels_GiveEqualOpportunity()
    {
        await using var host = await StartAsync();
        var feedback = host.Services.GetRequiredService<FairnessFeedback>();
        await InferAsync(host, "1", [1, 1, 1, 1, 0, 1, 1, 1, 1, 0], "aaaaabbbbb");
        await host.WaitForAsync("rows", 10);
        Assert.Equal(0, host["statistic:equal_opportunity_difference"]);

        // Of those with a favorable label a was predicted right in 3 of 3 and b in 1 of 3.
        Assert.True(feedback.Report("m", "1", 1, 1, 1, 0, 0, 1, 0, 0, 0, 1));
        Assert.False(feedback.Report("m", "1", 1, 1));
        Assert.False(feedback.Report("m", "unknown", 1));
        Assert.False(feedback.Report("other", "1", 1, 1, 1, 0, 0, 1, 0, 0, 0, 1));
        await InferAsync(host, "2", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], "aaaaabbbbb");
        Assert.True(await ReportAsync(feedback, "2", [1, 1, 0, 0, 0, 1, 1, 0, 0, 0]));
        await InferAsync(host, "3", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], "aaaaabbbbb");
        var finding = Assert.Single((await host.NextAsync()).Findings);

        // a: 5 of 5; b: 1 of 2 and 2 of 2.
        Assert.Equal("equal_opportunity_difference", finding.Feature);
        Assert.Equal(0.25, finding.Value, 12);
    }

    [Fact]
    public async Task Window_OldRows_AreForgotten()
    {
        await using var host = await StartAsync(static options => options.WindowSize = 10);
        await InferAsync(host, "1", [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], "aaaaabbbbb");
        await host.NextAsync();
        await InferAsync(host, "2", [1, 1, 0, 0, 0, 1, 1, 0, 0, 0], "aaaaabbbbb");
        await host.WaitForAsync("tests", 2);
        Assert.Equal(0, host["statistic:demographic_parity_difference"], 12);
        Assert.Equal(1, host["flags"]);
        Assert.False(host.Services.GetRequiredService<FairnessFeedback>().Report("m", "1", new double[10]));
    }

    [Fact]
    public async Task Groups_OfNumbers_AreNamedByThem()
    {
        await using var host = await StartAsync(static options =>
        {
            options.GroupInput = "x";
            options.PredictionOutput = "y";
        });
        await host.InferAsync(
            null, InferTensor.Create<float>("x", [10], 1, 1, 1, 1, 1, 0, 0, 0, 0, 0));
        await host.NextAsync();
        Assert.Equal(1, host["statistic:selection_rate:1"]);
        Assert.Equal(0, host["statistic:selection_rate:0"]);
    }

    [Fact]
    public async Task Groups_Missing_AreSkipped()
    {
        await using var host = await StartAsync();
        await host.InferAsync(null, InferTensor.Create<float>("x", [1], 1));
        await host.WaitForAsync("skipped", 1);
        Assert.Equal(0, host["rows"]);
    }

    private static async Task<bool> ReportAsync(FairnessFeedback feedback, string id, double[] labels)
    {
        // The rows are counted on another task than that of their request.
        while (!feedback.Report("m", id, labels))
        {
            await Task.Yield();
        }

        return true;
    }

    private static Task InferAsync(DetectorHost host, string id, float[] predictions, string groups) => host.InferAsync(
        id,
        InferTensor.Create<float>("x", [predictions.Length], predictions),
        BytesTensor.Rent(
            new TensorPool(), "group", [groups.Length, 1], [.. groups.Select(static group => group.ToString())]));

    private static Task<DetectorHost> StartAsync(Action<FairnessOptions>? configure = null) =>
        DetectorHost.StartAsync((model, host) => model.UseFairnessMonitor(options =>
        {
            options.GroupInput = "group";
            (options.Stride, options.MinGroupSize) = (10, 3);
            options.OnDetected = detection => host.Detections.Writer.TryWrite(detection);
            configure?.Invoke(options);
        }));
}
