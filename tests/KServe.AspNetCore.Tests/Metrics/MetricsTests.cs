using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KServe.AspNetCore.Tests.Metrics;

public sealed class MetricsTests
{
    private const string Infer = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    [Fact]
    public async Task Scrape_AfterRequests_HasKServesNames()
    {
        await using var server = await StartAsync();
        await server.PostAsync("/v2/models/model/infer", Infer);
        await server.PostAsync("/v2/models/model/explain", Infer);
        await server.PostAsync("/v2/models/model/infer", "{");
        var text = (await server.GetAsync("/metrics")).Body;
        foreach (var phase in (string[])["preprocess", "predict", "postprocess"])
        {
            Assert.Contains($"# TYPE request_{phase}_seconds histogram\n", text, StringComparison.Ordinal);
            Assert.Contains($"request_{phase}_seconds_count{{model_name=\"model\"}} 2\n", text, StringComparison.Ordinal);
            Assert.Contains(
                $"request_{phase}_seconds_bucket{{model_name=\"model\",le=\"+Inf\"}} 2\n", text, StringComparison.Ordinal);
        }

        Assert.Contains("request_explain_seconds_count{model_name=\"model\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "kserve_request_active{model_name=\"model\",model_version=\"1\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE kserve_request_queued gauge\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE kserve_request_errors_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "kserve_http_errors_total{http_response_status_code=\"400\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kserve_tensor_rented_bytes 0\n", text, StringComparison.Ordinal);
        Assert.Contains("process_start_time_seconds ", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections_total{generation=\"2\"} ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("# EOF", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_EachFormat_IsWellFormed()
    {
        await using var server = await StartAsync();
        await server.PostAsync("/v2/models/model/infer", Infer);
        foreach (var accept in (string[])["*/*", "application/openmetrics-text; version=1.0.0"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(lines, static line => Assert.Matches(
                "^(# (HELP|TYPE) [a-z_]+ .+|# EOF|[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? [-+0-9.E]+)$",
                line));
            var families = lines.Where(static line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).ToList();
            Assert.Equal(families.Distinct(StringComparer.Ordinal).Count(), families.Count);
            Assert.Equal(accept != "*/*", lines[^1] == "# EOF");
            Assert.Equal(accept != "*/*", families.Contains("# TYPE kserve_http_errors counter"));
            Assert.Equal(
                accept == "*/*" ? "text/plain" : "application/openmetrics-text",
                response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Scrape_ModelRemoved_HasNoSeriesOfIt()
    {
        await using var server = await StartAsync();
        await server.PostAsync("/v2/models/model/infer", Infer);
        await server.GetAsync("/metrics");
        await server.Services.GetRequiredService<ModelRegistry>()
            .RemoveAsync("model", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("\"model\"", (await server.GetAsync("/metrics")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"model\"", (await server.GetAsync("/v2/models")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_TwoHosts_SeeTheirOwnRequestsOnly()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await first.PostAsync("/v2/models/model/infer", Infer);
        Assert.Contains(
            "request_predict_seconds_count{model_name=\"model\"} 1\n",
            (await first.GetAsync("/metrics")).Body,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "request_predict_seconds_count", (await second.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_KnownSeries_AllocatesNothing()
    {
        using var services = Services(out var factory);
        using var collector = new MetricsCollector(factory, NullLogger<MetricsCollector>.Instance);
        var meter = factory.Create("KServe.Test");
        var counter = meter.CreateCounter<long>("hits");
        var histogram = meter.CreateHistogram<double>("time", "s");
        KeyValuePair<string, object?> tag = new("model", "m");
        KeyValuePair<string, object?> other = new("version", "1");
        counter.Add(1, tag, other);
        histogram.Record(1, tag);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1, tag, other);
            counter.Add(1, other, tag);
            histogram.Record(i, tag);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        List<double> values = [];
        collector.Collect(values, static (values, family) => values.AddRange(family.GetSeries().Select(s => s.Value)));
        Assert.Equal([2001, 499501], values);
    }

    [Fact]
    public void Collect_TooManySeries_DropsAndCounts()
    {
        using var services = Services(out var factory);
        using var collector = new MetricsCollector(factory, NullLogger<MetricsCollector>.Instance);
        var counter = factory.Create("KServe.Test").CreateCounter<long>("hits");
        for (var i = 0; i < 10_005; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        }

        Assert.Equal(5, collector.Dropped);
    }

    [Fact]
    public void Collect_ObservedSeriesThatEnded_IsGone()
    {
        using var services = Services(out var factory);
        using var collector = new MetricsCollector(factory, NullLogger<MetricsCollector>.Instance);
        var model = "a";
        factory.Create("KServe.Test").CreateObservableGauge(
            "up", () => new Measurement<int>(3, new KeyValuePair<string, object?>("model", model)));
        List<string> labels = [];
        collector.Collect(labels, static (labels, family) => labels.AddRange(family.GetSeries().Select(s => s.Labels)));
        model = "q\"\\\n";
        collector.Collect(labels, static (labels, family) => labels.AddRange(family.GetSeries().Select(s => s.Labels)));
        Assert.Equal(["model=\"a\"", "model=\"q\\\"\\\\\\n\""], labels);
    }

    [Fact]
    public void Collect_NamesOfVllm_KeepTheirColon()
    {
        using var services = Services(out var factory);
        using var collector = new MetricsCollector(factory, NullLogger<MetricsCollector>.Instance);
        var meter = factory.Create("KServe.Test");
        meter.CreateCounter<long>("vllm:prompt_tokens").Add(1);
        meter.CreateHistogram<double>("vllm:time_to_first_token_seconds", "s").Record(1);
        meter.CreateGauge<double>("other:name").Record(1);
        List<string> names = [];
        collector.Collect(names, static (names, family) => names.Add(family.Name));
        Assert.Equal(["other_name", "vllm:prompt_tokens_total", "vllm:time_to_first_token_seconds"], names);
    }

    [Fact]
    public void Collect_OtherMeters_AreIgnored()
    {
        using var services = Services(out var factory);
        using var collector = new MetricsCollector(factory, NullLogger<MetricsCollector>.Instance);
        using var foreign = new Meter("KServe.Test");
        foreign.CreateCounter<long>("foreign").Add(1);
        factory.Create("Other").CreateCounter<long>("other").Add(1);
        List<string> names = [];
        collector.Collect(names, static (names, family) => names.Add(family.Name));
        Assert.Empty(names);
    }

    private static ServiceProvider Services(out IMeterFactory factory)
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        factory = services.GetRequiredService<IMeterFactory>();
        return services;
    }

    private static Task<KServeServer> StartAsync() => KServeServer.StartAsync(static models => models.AddPredictor(
        "model", static _ => new EchoPredictor(), static model => model.UseExplainer<EchoExplainer>()));
}
