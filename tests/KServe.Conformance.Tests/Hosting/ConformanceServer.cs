using System.Security.Cryptography.X509Certificates;
using KServe.AspNetCore;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Models;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.Load.Models;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Conformance.Tests.Hosting;

/// <summary>One running server with its test models, and what must hold on it after every case.</summary>
internal sealed class ConformanceServer : IAsyncDisposable
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(10);
    private readonly LoopbackServer _server;
    private readonly LogTripwire _log;
    private readonly X509Certificate2? _certificate;
    private readonly LoadCall[] _canaries;
    private readonly HttpClient _canaryClient = new();

    private ConformanceServer(
        LoopbackServer server,
        LogTripwire log,
        SlowPredictor slow,
        X509Certificate2? certificate)
    {
        _server = server;
        _log = log;
        Slow = slow;
        _certificate = certificate;
        Rest = new RestClient(server.Http);
        var payload = new TensorPayload(4);
        _canaries = [JsonCall.V2("canary", payload), new GrpcCall("canary", payload)];
    }

    public Uri Http => _server.Http;

    public Uri Grpc => _server.Grpc;

    public Uri Tls => _server.Tls!;

    public RestClient Rest { get; }

    public SlowPredictor Slow { get; }

    public ServerGauges Gauges => _server.Gauges;

    /// <summary>Starts a server with all models of the torture list.</summary>
    public static Task<ConformanceServer> StartAsync(
        Action<KServeHttpOptions>? http = null,
        Action<KestrelServerOptions>? kestrel = null,
        Action<KServeGrpcOptions>? grpc = null,
        X509Certificate2? certificate = null)
    {
        var slow = new SlowPredictor();
        return StartAsync(
            slow,
            models => models
                .AddPredictor<IdentityPredictor>("identity", static model => model.Options.MaxConcurrency = 256)
                .AddPredictor<Sum3Predictor>("multi3")
                .AddPredictor<EchoPredictor>("echo")
                .AddPredictor<LargePredictor>("large")
                .AddPredictor("slow", _ => slow, static model =>
                {
                    model.Options.MaxConcurrency = 2;
                    model.Options.QueueLength = 1;
                })
                .AddPredictor<RepeatPredictor>("repeat")
                .AddPredictor<ThrowingPredictor>("throws")
                .Services.Configure(grpc ?? (static _ => { })),
            ["identity", "multi3", "echo", "large", "slow", "repeat", "throws"],
            http,
            kestrel,
            certificate);
    }

    /// <summary>Starts a server with the models of KServe's own tests.</summary>
    public static Task<ConformanceServer> StartGoldenAsync(Action<KServeHttpOptions> http) => StartAsync(
        new SlowPredictor(),
        static models => models
            .AddPredictor<EchoPredictor>("TestModel", static model => model.UseExplainer<EchoExplainer>())
            .AddPredictor<HalfInputPredictor>("FP16InputModel")
            .AddPredictor<HalfOutputPredictor>("FP16OutputModel")
            .AddPredictor<NotReadyPredictor>("NotReadyModel"),
        ["TestModel", "FP16InputModel", "FP16OutputModel"],
        http,
        kestrel: null,
        certificate: null);

    /// <summary>Checks that the server is as it was before: alive, answering, and with nothing in use.</summary>
    public async Task CheckInvariantsAsync(string? allowedErrors, CancellationToken cancellationToken)
    {
        var live = await Rest.GetAsync("/v2/health/live", cancellationToken);
        Assert.Equal(200, live.Status);
        var addresses = new ServerAddresses(Http, Grpc);
        foreach (var canary in _canaries)
        {
            Assert.Null(await canary.SendAsync(_canaryClient, addresses, cancellationToken));
        }

        await SettleAsync(cancellationToken);
        Assert.True(Gauges.AreZero, $"The server still has something in use: {Gauges}.");
        Assert.Empty(_log.SplitLines);
        var unexpected = _log.Errors.FirstOrDefault(error =>
            allowedErrors is null || !error.StartsWith(allowedErrors, StringComparison.Ordinal));
        Assert.True(unexpected is null, $"The server logged an error: {unexpected}");
    }

    /// <summary>Gets how many errors were logged since the last reset.</summary>
    public int ErrorCount => _log.Errors.Count;

    /// <summary>Reads the certificate of the TLS port as a client that trusts it needs it.</summary>
    public string ReadCertificate() => _certificate!.ExportCertificatePem();

    /// <summary>Forgets what was logged and seen before the case.</summary>
    public void Reset()
    {
        _log.Clear();
        Slow.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        _canaryClient.Dispose();
        Rest.Dispose();
        await _server.DisposeAsync();
        _certificate?.Dispose();
        _log.Dispose();
    }

    private static async Task<ConformanceServer> StartAsync(
        SlowPredictor slow,
        Action<IKServeBuilder> models,
        string[] waitFor,
        Action<KServeHttpOptions>? http,
        Action<KestrelServerOptions>? kestrel,
        X509Certificate2? certificate)
    {
        var log = new LogTripwire();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = builder => models(builder.AddPredictor<IdentityPredictor>("canary")),
                Http = http ?? (static _ => { }),
                Kestrel = kestrel ?? (static _ => { }),
                Certificate = certificate,
                WaitFor = ["canary", .. waitFor],
                Logging = logging => logging
                    .AddProvider(log)
                    .SetMinimumLevel(LogLevel.Information)
                    .AddFilter("KServe", LogLevel.Debug),
            },
            limit.Token);

        // The load that is meant to fail logs its error before it ends: the first test must not find it.
        var registry = server.Services.GetRequiredService<ModelRegistry>();
        while (registry.GetIndex().Any(static model => model.State == ModelState.Loading))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return new ConformanceServer(server, log, slow, certificate);
    }

    // The server learns a little later that a client has gone: requests in between give it the time.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(SettleLimit);
        while (!Gauges.AreZero && !limit.IsCancellationRequested)
        {
            await Rest.GetAsync("/v2/health/live", cancellationToken);
        }
    }
}
