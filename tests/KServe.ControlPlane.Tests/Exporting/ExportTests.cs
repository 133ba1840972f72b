using System.Net;
using KServe.ControlPlane.Tests.Support;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Exporting;

/// <summary>Writes what code configured, and loads it again on a host without that code.</summary>
public sealed class ExportTests : IDisposable
{
    private static readonly double[] Row = [6.5018, -1.6848, -2.0082, -3.6491, -3.9398, 7.1508];

    private readonly string _logs = Directory.CreateTempSubdirectory("kserve-export-").FullName;

    public void Dispose() => Directory.Delete(_logs, recursive: true);

    [Fact]
    public async Task Export_ModelWithAllItsParts_LoadsAgainAndAnswersAlike()
    {
        string yaml;
        double[] expected;
        await using (var first = await TestServer.StartAsync(kserve => Parts(kserve)
            .AddModel("Flowers", Path.Combine(TestServer.ModelsFolder, "sklearn"), model => Configure(model))))
        {
            yaml = first.Controller.Export();
            expected = await Rows.V1Async(first, "Flowers", Row);
        }

        await using var second = await TestServer.StartAsync(kserve => Parts(kserve));
        var view = await second.ApplyAsync(yaml);
        Assert.True(view.IsReady, yaml + view.ToYaml());
        Assert.DoesNotContain(view.Conditions, static condition => condition.Type == "AllFieldsActedOn");
        Assert.Equal(expected, await Rows.V1Async(second, "Flowers", Row));
        Assert.Equal(expected, await Rows.V2Async(second, "Flowers", Row));
        var (_, explanation) = await second.PostAsync("/v1/models/Flowers:explain", """{"instances":[[1,2,3,4,5,6]]}""");
        Assert.Contains("42", explanation.ToString(), StringComparison.Ordinal);
        Assert.Equal([75, 25], second.Registry.Rollouts.GetTraffic("Flowers").Tracks.Select(static track => track.Percent));

        // What was read writes the same again.
        Assert.Equal(Normalize(yaml), Normalize(second.Controller.Export()));
    }

    [Fact]
    public async Task Export_PartsWithoutNames_NamesTheirClasses()
    {
        await using var first = await TestServer.StartAsync(static kserve => kserve.AddModel(
            "flowers",
            Path.Combine(TestServer.ModelsFolder, "sklearn"),
            static model => model.UseTransformer<NegateTransformer>()));
        var yaml = first.Controller.Export();
        Assert.Contains("image: NegateTransformer", yaml, StringComparison.Ordinal);
        await using var second = await TestServer.StartAsync(static kserve =>
            kserve.AddTransformer<NegateTransformer>("NegateTransformer"));
        Assert.True((await second.ApplyAsync(yaml)).IsReady);
    }

    [Fact]
    public async Task Export_LanguageModelWithParameters_LoadsAgainAndAnswersAlike()
    {
        string yaml;
        const string Ask = """{"instances":["requi calleg un descrip computmeiment t"]}""";
        var expected = "";
        await using (var first = await TestServer.StartAsync(static kserve => kserve.AddModel(
            "tagger",
            Path.Combine(AppContext.BaseDirectory, "tagger"),
            static model =>
            {
                model.Options.Parameters["return_probabilities"] = "true";
                model.Options.Parameters["max_model_len"] = "6";
            })))
        {
            yaml = first.Controller.Export();
            expected = (await first.PostAsync("/v1/models/tagger:predict", Ask)).Body.ToString();
        }

        Assert.Contains("name: huggingface", yaml, StringComparison.Ordinal);
        await using var second = await TestServer.StartAsync();
        var view = await second.ApplyAsync(yaml);
        Assert.True(view.IsReady, yaml + view.ToYaml());
        Assert.Equal(expected, (await second.PostAsync("/v1/models/tagger:predict", Ask)).Body.ToString());
    }

    [Fact]
    public async Task Export_ModelThatWritesText_LoadsAgain()
    {
        await using var first = await TestServer.StartAsync(static kserve => kserve.AddLanguageModel(
            "chat", Path.Combine(AppContext.BaseDirectory, "tiny-chat")));
        var yaml = first.Controller.Export();
        await using var second = await TestServer.StartAsync();
        var view = await second.ApplyAsync(yaml);
        Assert.True(view.IsReady, yaml + view.ToYaml());
        var (status, body) = await second.PostAsync("/v1/completions", """{"model":"chat","prompt":"The"}""");
        Assert.True(status == HttpStatusCode.OK, body.ToString());
    }

    private static IEnumerable<string> Normalize(string yaml) =>
        Texts.Read(yaml).Resources.Select(static resource => NodeYaml.Write(resource.Spec.Node!));

    private void Configure(ModelBuilder model)
    {
        model.Options.RequestTimeout = TimeSpan.FromSeconds(20);
        model.Options.ExplainTimeout = TimeSpan.FromSeconds(90);
        model.Options.Format = "sklearn";
        model.UseTransformer("negate")
            .UseTransformer("negate-again")
            .UseExplainer("constant")
            .UseBatching(static batching => batching.MaxDelay = TimeSpan.FromMilliseconds(2))
            .UsePayloadLogging(log =>
            {
                log.Url = _logs;
                log.Mode = PayloadLogMode.Request;
                log.File.Format = PayloadFileFormat.Csv;
                log.BatchSize = 4;
                log.BatchInterval = TimeSpan.FromMilliseconds(1500);
                log.MetadataHeaders.Add("x-tenant");
                log.Annotations["team"] = "a";
            })
            .UseCanary(
                "next",
                static canary =>
                {
                    canary.Options.Uri = Path.Combine(TestServer.ModelsFolder, "sklearn");
                    canary.Options.Format = "sklearn";
                    canary.UseTransformer("negate").UseTransformer("negate-again");
                },
                static traffic => traffic.TrafficPercent = 25);
    }

    private IKServeBuilder Parts(IKServeBuilder kserve) => kserve
        .AddControlPlane(options => options.LogFolder = _logs)
        .AddTransformer<NegateTransformer>("negate")
        .AddTransformer<NegateTransformer>("negate-again")
        .AddExplainer<ConstantExplainer>("constant");
}
