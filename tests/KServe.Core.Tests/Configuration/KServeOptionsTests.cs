using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KServe.Core.Tests.Configuration;

public sealed class KServeOptionsTests
{
    [Fact]
    public void Value_SectionOfConfiguration_IsBound()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["KServe:ServerName"] = "mine",
            ["KServe:DrainDelay"] = "00:00:05",
            ["KServe:Models:iris:Uri"] = "/models/iris",
            ["KServe:Models:iris:MaxConcurrency"] = "3",
            ["KServe:Models:iris:VersionPolicy"] = "All",
            ["KServe:Models:iris:Parameters:intra_op_threads"] = "2",
        });
        builder.Services.AddKServeCore(options => options.MaxParallelLoads = 1);
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<KServeOptions>>().Value;
        Assert.Equal(("mine", 1, 5), (options.ServerName, options.MaxParallelLoads, options.DrainDelay.TotalSeconds));
        var model = options.Models["iris"];
        Assert.Equal(("/models/iris", 3, VersionPolicy.All), (model.Uri, model.MaxConcurrency, model.VersionPolicy));
        Assert.Equal("2", model.Parameters["intra_op_threads"]);
        Assert.Equal(30, model.EffectiveQueueLength);
    }

    [Fact]
    public void Value_ManyErrors_AreReportedAtOnce()
    {
        var services = new ServiceCollection();
        services.AddKServeCore(static options =>
        {
            options.ServerName = " ";
            options.MaxParallelLoads = 0;
            options.DrainDelay = TimeSpan.FromSeconds(-1);
            options.Models["../x"] = new ModelOptions { Uri = "/x" };
            options.Models["a"] = new ModelOptions { MaxConcurrency = 0, QueueLength = -1, QueueTimeout = default };
            options.Models["b"] = new ModelOptions { Uri = "/b", Version = "1/2", RequestTimeout = default };
        }).AddPredictor("c", static _ => new DelegatePredictor(DelegatePredictor.EchoAsync))
          .AddPredictor("c", static _ => new DelegatePredictor(DelegatePredictor.EchoAsync));
        using var provider = services.BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<KServeOptions>>().Value);
        foreach (var part in (string[])
        [
            "KServe:ServerName", "KServe:MaxParallelLoads", "KServe:DrainDelay", "KServe:Models:../x", "KServe:Models:a:Uri",
            "KServe:Models:a:MaxConcurrency", "KServe:Models:a:QueueLength", "KServe:Models:a:QueueTimeout",
            "KServe:Models:b:Version", "KServe:Models:b:RequestTimeout", "KServe:Models:c is defined twice",
        ])
        {
            Assert.Contains(error.Failures, failure => failure.StartsWith(part, StringComparison.Ordinal));
        }

        Assert.Equal(11, error.Failures.Count());
    }

    [Fact]
    public void AddKServeCore_Twice_RegistersOnce()
    {
        var services = new ServiceCollection();
        services.AddKServeCore();
        services.AddKServeCore();
        Assert.Single(services, static service => service.ServiceType == typeof(IHostedService));
        Assert.Single(services, static service => service.ServiceType == typeof(IValidateOptions<KServeOptions>));
    }
}
