using System.Diagnostics.Metrics;
using KServe.Core.Tests.Fakes;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.Load.Models;
using KServe.PayloadLogging.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.PayloadLogging.Tests.Hosting;

/// <summary>Payload logging in the whole server, over sockets and all protocols.</summary>
public sealed class PayloadLoggingServerTests
{
    private static readonly TensorPayload Values = new(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_EveryProtocol_IsLoggedInPairs()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await StartAsync(options => options.Url = receiver.Url);
        using var client = new HttpClient();
        foreach (var call in Calls())
        {
            Assert.Null(await SendAsync(client, server, call));
        }

        await receiver.WaitForAsync(6);
        var pairs = receiver.Events.GroupBy(static item => item.Id).ToArray();
        Assert.Equal(3, pairs.Length);
        Assert.All(pairs, static pair => Assert.Equal(
            [PayloadEventTypes.Request, PayloadEventTypes.Response],
            pair.Select(static item => item.Type).Order(StringComparer.Ordinal)));
        var bodies = receiver.Events.Select(static item => item.Body).ToArray();
        Assert.Contains($"{{\"instances\":[[{Values.Json}]]}}", bodies);
        Assert.Contains($"{{\"predictions\":[[{Values.Json}]]}}", bodies);
        var inputs = $"\"inputs\":[{{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[{Values.Json}]}}]";
        Assert.Equal(2, bodies.Count(body => body.Contains(inputs, StringComparison.Ordinal)));
        Assert.Equal(
            2,
            bodies.Count(body => body.Contains(inputs.Replace("inputs", "outputs"), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Infer_SinkTakesEventsAndNeverAnswers_RequestsAreUnaffected()
    {
        await using var receiver = await EventReceiver.StartAsync(answers: false);
        await using var server = await StartAsync(options =>
        {
            options.Url = receiver.Url;
            options.QueueLength = 20;
            options.Http.Timeout = TimeSpan.FromHours(1);
            options.FlushTimeout = TimeSpan.Zero;
        });
        await AssertUnaffectedAsync(server, limit: 20);
        await receiver.FirstCame.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Infer_NobodyListens_RequestsAreUnaffected()
    {
        string url;
        await using (var gone = await EventReceiver.StartAsync())
        {
            url = gone.Url;
        }

        await using var server = await StartAsync(options =>
        {
            options.Url = url;
            options.QueueLength = 20;
            options.Http.MaxAttempts = 10;
            options.Http.RetryDelay = TimeSpan.FromMinutes(1);
            options.FlushTimeout = TimeSpan.Zero;
        });
        await AssertUnaffectedAsync(server, limit: 20);
    }

    [Fact]
    public async Task StopAsync_EventsAreQueued_AreWrittenBeforeTheEnd()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using (var server = await StartAsync(options => options.Url = receiver.Url))
        {
            using var client = new HttpClient();
            for (var i = 0; i < 50; i++)
            {
                Assert.Null(await SendAsync(client, server, JsonCall.V2("m", Values)));
            }
        }

        Assert.Equal(100, receiver.Events.Count);
    }

    [Fact]
    public async Task LoadAsync_ReloadUnderLoad_NoEventIsLost()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using (var server = await StartAsync(options => options.Url = receiver.Url))
        {
            using var client = new HttpClient();
            var registry = server.Services.GetRequiredService<ModelRegistry>();
            for (var i = 0; i < 40; i++)
            {
                var reload = i % 10 == 0 ? registry.LoadAsync("m", Token) : Task.CompletedTask;
                Assert.Null(await SendAsync(client, server, JsonCall.V2("m", Values)));
                await reload;
            }
        }

        Assert.Equal(80, receiver.Events.Count);
    }

    [Fact]
    public async Task Configuration_SectionOfAModel_IsLoggedToFiles()
    {
        var folder = Directory.CreateTempSubdirectory("kserve-payload-").FullName;
        try
        {
            await using (var services = Build(new() { ["KServe:Models:m:PayloadLogging:Url"] = folder }))
            {
                await services.GetRequiredService<ModelRegistry>().LoadAsync("m", Token);
                using var lease = services.GetRequiredService<ModelRegistry>().Pin("m");
                using var request = Requests.New(InferTensor.Create<float>("x", [1], 1));
                using var response = await lease.Revision.InferAsync(request, Token);
            }

            var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "m", "predictor"), "*.jsonl"));
            Assert.Equal(2, (await File.ReadAllLinesAsync(file, Token)).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Configuration_Wrong_IsReportedAtTheStart()
    {
        await using var services = Build(new()
        {
            ["KServe:Models:m:PayloadLogging:Mode"] = "Request",
            ["KServe:Models:m:PayloadLogging:SampleRate"] = "2",
        });
        var error = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<KServeOptions>>().Value);
        Assert.Contains(error.Failures, static text => text.StartsWith("KServe:Models:m:PayloadLogging:Url", StringComparison.Ordinal));
        Assert.Contains(
            error.Failures, static text => text.StartsWith("KServe:Models:m:PayloadLogging:SampleRate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UsePayloadLogging_SchemeWithoutStore_FailsTheLoadWithTheReason()
    {
        await using var services = new ServiceCollection().AddLogging().AddKServeCore().AddPayloadLogging()
            .AddPredictor<IdentityPredictor>("m", model => model.UsePayloadLogging(static o => o.Url = "s3://bucket"))
            .Services.BuildServiceProvider();
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => services.GetRequiredService<ModelRegistry>().LoadAsync("m", Token));
        Assert.Contains("no blob store takes", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void UsePayloadLogging_NoUrl_Throws()
    {
        var builder = new ServiceCollection().AddKServeCore();
        var error = Assert.Throws<ArgumentException>(() => builder.AddPredictor<IdentityPredictor>(
            "m", model => model.UsePayloadLogging(static options => options.BatchSize = 0)));
        Assert.Contains("Url", error.Message, StringComparison.Ordinal);
        Assert.Contains("BatchSize", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        settings["KServe:Models:m:Uri"] = "fake://m.fake";
        settings["KServe:Models:m:Format"] = "fake";
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton<IStorageProvider>(new FakeStorage());
        services.AddSingleton<IServingRuntime>(new FakeRuntime("fake", new SupportedModelFormat("fake")));
        services.AddKServeCore().AddPayloadLogging();
        return services.BuildServiceProvider();
    }

    private static async Task AssertUnaffectedAsync(LoopbackServer server, int limit)
    {
        using var metrics = new MetricReader(server.Services.GetRequiredService<IMeterFactory>());
        using var client = new HttpClient();
        for (var i = 0; i < 100; i++)
        {
            foreach (var call in Calls())
            {
                Assert.Null(await SendAsync(client, server, call));
                Assert.InRange(metrics["queue.length"], 0, limit);
            }
        }

        Assert.True(metrics["dropped"] >= 600 - limit, $"{metrics["dropped"]} were dropped");
        Assert.Equal(0, metrics["logged"]);
    }

    private static LoadCall[] Calls() =>
        [JsonCall.V1("m", Values), JsonCall.V2("m", Values), new GrpcCall("m", Values)];

    private static Task<string?> SendAsync(HttpClient client, LoopbackServer server, LoadCall call) =>
        call.SendAsync(client, new ServerAddresses(server.Http, server.Grpc), Token);

    private static Task<LoopbackServer> StartAsync(Action<PayloadLoggingOptions> configure) => LoopbackServer.StartAsync(
        new LoopbackServerOptions
        {
            Models = builder => builder.AddPayloadLogging()
                .AddPredictor<IdentityPredictor>("m", model => model.UsePayloadLogging(configure)),
            WaitFor = ["m"],
        },
        Token);
}
