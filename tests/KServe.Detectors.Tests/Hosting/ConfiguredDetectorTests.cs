using System.Text.Json;
using KServe.Detectors.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Detectors.Tests.Hosting;

/// <summary>Detectors that the configuration or a text of JSON asks for.</summary>
public sealed class ConfiguredDetectorTests
{
    private const string Prefix = "KServe:Models:m:Detectors:";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Section_TwoDetectors_BothWatchTheModel()
    {
        using var folder = new TempReference();
        await using var services = BuildServices(
            ("KServe:Models:m:Uri", folder.FullPath),
            (Prefix + "outlier:Method", "ZScore"),
            (Prefix + "outlier:ReferenceFile", TempReference.FileName),
            (Prefix + "outlier:Threshold", "5.5"),
            (Prefix + "rows:Kind", "drift"),
            (Prefix + "rows:ReferenceFile", folder.Csv),
            (Prefix + "rows:WindowSize", "4"),
            (Prefix + "rows:Stride", "1"),
            (Prefix + "rows:Tensors:0", "x"));
        var options = services.GetRequiredService<ConfiguredDetectors>().Find("m");
        var outlier = Assert.IsType<OutlierDetectorOptions>(options[0]);
        Assert.Equal((OutlierMethod.ZScore, 5.5, "outlier"), (outlier.Method, outlier.Threshold, outlier.Name));
        var drift = Assert.IsType<DriftDetectorOptions>(options[1]);
        Assert.Equal((4, "rows", "x"), (drift.WindowSize, drift.Name, Assert.Single(drift.Tensors)));
        var registry = services.GetRequiredService<ModelRegistry>();
        await registry.LoadAsync("m", Token);
        using var lease = registry.Pin("m");
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<float>("x", [1, 2], 1000, 1000));
        using var response = await lease.Revision.InferAsync(request, Token);
        Assert.Single(response.Outputs);
        Assert.Empty(services.GetRequiredService<ConfiguredDetectors>().Find("other"));
    }

    [Fact]
    public void Section_MuchIsWrong_AllOfItIsNamed()
    {
        using var services = BuildServices(
            ("KServe:Models:m:Uri", "/models/m"),
            (Prefix + "outlier:Methd", "ZScore"),
            (Prefix + "outlier:Trees", "many"),
            (Prefix + "outlier:Contamination", "0.9"),
            (Prefix + "drift:Method", "1"),
            (Prefix + "drift:ReferenceFile", "train.csv"),
            (Prefix + "drift:Events:QueueLength", "0"),
            (Prefix + "fairness:Stride", "0"),
            (Prefix + "other:Kind", "Poison"));
        var error = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<KServeOptions>>().Value);
        foreach (var expected in (string[])
            [
                "outlier:Methd: is not known", "outlier:Trees: an integer was expected, got 'many'",
                "outlier:Contamination: 0 to 0.5", "outlier:Reference: ", "drift:Method: one of KolmogorovSmirnov",
                "drift:Events:Url", "drift:Events:QueueLength", "fairness:GroupInput: ", "fairness:Stride: ",
                "other:Kind: Outlier, Drift or Fairness was expected, got 'Poison'",
            ])
        {
            Assert.Contains(
                error.Failures, failure => failure.StartsWith(Prefix + expected, StringComparison.Ordinal));
        }

        Assert.Equal(10, error.Failures.Count());
    }

    [Fact]
    public async Task UseDetectors_Json_ReportsAsThoseOfCode()
    {
        using var folder = new TempReference();
        var json = """{"strange":{"Kind":"Outlier","Method":"ZScore","Threshold":5,"ReferenceFile":"FILE"}}"""
            .Replace("FILE", JsonEncodedText.Encode(folder.Csv).ToString(), StringComparison.Ordinal);
        await using var host = await DetectorHost.StartAsync((model, _) => model.UseDetectors(json));
        await host.InferAsync(null, InferTensor.Create<float>("x", [2, 2], 1000, 1000, 0.5f, 0.5f));
        await host.WaitForAsync("rows", 2);
        Assert.Equal(1, host["flags"]);
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "a JSON object")]
    [InlineData("{\"outlier\":{}}", "Detectors:outlier:Reference")]
    [InlineData("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":{\"j\":{\"k\":{\"l\":{\"m\":{\"n\":"
        + "{\"o\":{\"p\":{\"q\":1}}}}}}}}}}}}}}}}}", "not valid JSON")]
    public async Task UseDetectors_WrongJson_SaysWhatWasExpected(string json, string expected)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => DetectorHost.StartAsync((model, _) => model.UseDetectors(json)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider BuildServices(params (string Key, string Value)[] values)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(
                static pair => pair.Key, static pair => (string?)pair.Value, StringComparer.Ordinal))
            .Build());
        services.AddSingleton<IStorageProvider, PathStorage>();
        services.AddSingleton<IServingRuntime, EchoRuntime>();
        services.AddKServeCore().AddDetectors();
        return services.BuildServiceProvider();
    }
}
