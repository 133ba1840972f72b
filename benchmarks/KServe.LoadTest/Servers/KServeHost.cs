using System.Net;
using KServe.AspNetCore;
using KServe.Load.Models;
using KServe.LoadTest.Peers.Compute;
using KServe.LoadTest.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.LoadTest.Servers;

/// <summary>This project as an application uses it, inside a child process.</summary>
internal static class KServeHost
{
    /// <summary>How long a request may wait for company.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(5);

    /// <summary>Builds the application.</summary>
    public static async Task<WebApplication> StartAsync(Scenario scenario, string server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        ChildHost.Configure(builder);
        AddModel(builder.Services.AddKServe(), scenario, server == ServerNames.KServeBatching);
        if (server == ServerNames.KServeTransport)
        {
            builder.WebHost.UseKServeTransport();
        }

        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapKServe();
        await app.StartAsync();
        await app.Services.GetRequiredService<ServerHealth>().Started;
        return app;
    }

    private static void AddModel(IKServeBuilder models, Scenario scenario, bool isBatching) => _ = scenario.Model switch
    {
        ScenarioModel.Iris => models.AddModel(IrisRequest.Model, ModelFolders.Iris),
        ScenarioModel.Identity => models.AddPredictor<IdentityPredictor>(IdentityRequests.Model),
        ScenarioModel.Compute => models.AddOnnxRuntime().AddModel(ComputeScenario.Model, ModelFolders.Compute),
        _ => models.AddPredictor<PerCallPredictor>(PerCallPredictor.Model, model => Configure(model, isBatching)),
    };

    private static void Configure(ModelBuilder model, bool isBatching)
    {
        // A call keeps the only core busy: two at once would only make both late.
        model.Options.MaxConcurrency = 1;
        model.Options.QueueLength = 1000;
        if (isBatching)
        {
            model.UseBatching(static batching =>
            {
                batching.MaxBatchSize = 64;
                batching.MaxDelay = MaxDelay;
            });
        }
    }
}
