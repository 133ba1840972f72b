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
            options.ModelMemoryLimit = 0;
            options.Models["../x"] = new ModelOptions { Uri = "/x" };
            options.Models["a"] = new ModelOptions { MaxConcurrency = 0, QueueLength = -1, QueueTimeout = default };
            options.Models["b"] = new ModelOptions { Uri = "/b", Version = "1/2", RequestTimeout = default };
            options.Models["d"] = new ModelOptions { Uri = "/d", MemoryBytes = -1, QueueOverflow = (QueueOverflow)7 };
        }).AddPredictor("c", static _ => new DelegatePredictor(DelegatePredictor.EchoAsync))
          .AddPredictor("c", static _ => new DelegatePredictor(DelegatePredictor.EchoAsync));
        using var provider = services.BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<KServeOptions>>().Value);
        foreach (var part in (string[])
        [
            "KServe:ServerName", "KServe:MaxParallelLoads", "KServe:DrainDelay", "KServe:Models:../x", "KServe:Models:a:Uri",
            "KServe:Models:a:MaxConcurrency", "KServe:Models:a:QueueLength", "KServe:Models:a:QueueTimeout",
            "KServe:ModelMemoryLimit", "KServe:Models:d:MemoryBytes", "KServe:Models:d:QueueOverflow",
            "KServe:Models:b:Version", "KServe:Models:b:RequestTimeout", "KServe:Models:c is defined twice",
        ])
        {
            Assert.Contains(error.Failures, failure => failure.StartsWith(part, StringComparison.Ordinal));
        }

        Assert.Equal(14, error.Failures.Count());
    }

    [Fact]
    public void Value_BatchingSection_IsBound()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["KServe:Models:iris:Uri"] = "/models/iris",
            ["KServe:Models:iris:Batching:MaxBatchSize"] = "64",
            ["KServe:Models:iris:Batching:MaxDelay"] = "00:00:00.002",
            ["KServe:Models:iris:Batching:AdaptiveDelay"] = "false",
            ["KServe:Models:iris:Batching:PreferredBatchSizes:0"] = "32",
            ["KServe:Models:iris:Batching:PriorityLevels"] = "3",
            ["KServe:Models:iris:Batching:DefaultPriority"] = "2",
            ["KServe:Models:iris:Batching:Padding:Mode"] = "Multiple",
            ["KServe:Models:iris:Batching:Padding:Multiple"] = "16",
            ["KServe:Models:iris:Batching:Padding:Values:ids"] = "1.5",
        });
        builder.Services.AddKServeCore();
        builder.Services.AddSingleton<IBatcherFactory, FakeBatcherFactory>();
        using var host = builder.Build();
        var model = host.Services.GetRequiredService<IOptions<KServeOptions>>().Value.Models["iris"];
        var batching = model.Batching!;
        Assert.Equal((64, 2, false), (batching.MaxBatchSize, batching.MaxDelay.TotalMilliseconds, batching.AdaptiveDelay));
        Assert.Equal((32, 3, 2), (batching.PreferredBatchSizes[0], batching.PriorityLevels, batching.DefaultPriority));
        var padding = batching.Padding!;
        Assert.Equal((BatchPaddingMode.Multiple, 16, 1.5), (padding.Mode, padding.Multiple, padding.Values["ids"]));
        Assert.Equal(Environment.ProcessorCount, model.MaxConcurrency);
        Assert.Equal(Environment.ProcessorCount * 640, model.EffectiveQueueLength);
    }

    [Fact]
    public void Value_BatchingErrors_AreReportedAtOnce()
    {
        var services = new ServiceCollection();
        services.AddKServeCore(static options => options.Models["a"] = new ModelOptions
        {
            Uri = "/a",
            Batching = new BatchingOptions
            {
                MaxBatchSize = 0,
                MaxDelay = TimeSpan.FromHours(1),
                PreferredBatchSizes = { 8 },
                PriorityLevels = 101,
                DefaultPriority = 0,
                Padding = new BatchPaddingOptions { Mode = (BatchPaddingMode)9, Multiple = 0 },
            },
        });
        using var provider = services.BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<KServeOptions>>().Value);
        foreach (var part in (string[])
        [
            "KServe:Models:a:Batching needs a batcher: reference the package KServe.Batching and call AddBatching().",
            "KServe:Models:a:Batching:MaxBatchSize", "KServe:Models:a:Batching:MaxDelay",
            "KServe:Models:a:Batching:PreferredBatchSizes", "KServe:Models:a:Batching:PriorityLevels",
            "KServe:Models:a:Batching:DefaultPriority", "KServe:Models:a:Batching:Padding:Mode",
            "KServe:Models:a:Batching:Padding:Multiple",
        ])
        {
            Assert.Contains(error.Failures, failure => failure.StartsWith(part, StringComparison.Ordinal));
        }

        Assert.Equal(8, error.Failures.Count());
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
