using System.Net;
using KServe.AspNetCore;
using KServe.Load.Models;
using KServe.LoadTest.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.LoadTest.Servers;

/// <summary>This project as an application uses it, inside a child process.</summary>
internal static class KServeHost
{
    /// <summary>Builds the application.</summary>
    public static async Task<WebApplication> StartAsync(Scenario scenario)
    {
        var builder = WebApplication.CreateSlimBuilder();
        ChildHost.Configure(builder);
        AddModel(builder.Services.AddKServe(), scenario);
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

    private static void AddModel(IKServeBuilder models, Scenario scenario) => _ = scenario.Model switch
    {
        ScenarioModel.Iris => models.AddModel(IrisRequest.Model, ModelFolders.Iris),
        ScenarioModel.Identity => models.AddPredictor<IdentityPredictor>(IdentityRequests.Model),
        ScenarioModel.Compute => models.AddOnnxRuntime().AddModel("compute", ModelFolders.Compute),
        _ => throw new InvalidOperationException($"no model for {scenario.Model}"),
    };
}
