using KServe.AspNetCore;
using KServe.Tool.Commands;
using KServe.Tool.Output;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace KServe.Tool.Serving;

/// <summary>Builds the host from settings.</summary>
internal static class ToolHost
{
    /// <summary>Builds the host; nothing listens yet.</summary>
    /// <exception cref="OptionsValidationException">Settings are wrong; several of these come in one.</exception>
    public static WebApplication Build(ServeSettings settings, DownloadBoard downloads)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(ToolConfiguration.Read());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        if (OperatingSystem.IsLinux() && !settings.UsesKestrelTransport)
        {
            builder.WebHost.UseKServeTransport();
        }

        builder.Services.Configure<ConsoleLifetimeOptions>(static options => options.SuppressStatusMessages = true);
        builder.Services.AddSingleton<IProgress<DownloadProgress>>(downloads);
        AddLogging(builder.Logging, settings.LogLevel);

        var kserve = builder.Services.AddKServe(options => Apply(settings, options)).AddOnnxRuntime();
        kserve.AddProtocols(options => Apply(settings, options, builder.Configuration));
        kserve.AddControlPlane(options =>
        {
            foreach (var path in settings.Resources)
            {
                options.Paths.Add(path);
            }

            foreach (var (prefix, place) in settings.StorageMap)
            {
                options.StorageMap[prefix] = place;
            }
        });
        foreach (var model in settings.Models)
        {
            kserve.AddModel(model.Name, model.Uri, added => Apply(settings, added.Options));
        }

        builder.Services.AddOptions<KServeOptions>().PostConfigure<IEnumerable<IServingRuntime>>((options, runtimes) =>
            AddModelDirectory(settings, options, runtimes));
        var app = builder.Build();
        app.MapKServe();
        return app;
    }

    private static void AddLogging(ILoggingBuilder logging, LogLevel level)
    {
        var isDebug = level <= LogLevel.Debug;
        logging.SetMinimumLevel(level)
            .AddFilter("Microsoft", isDebug ? LogLevel.Information : LogLevel.Warning)

            // The tool itself says why a start failed.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", isDebug ? LogLevel.Debug : LogLevel.None)
            .AddConsole(static console =>
            {
                console.FormatterName = ToolLogFormatter.FormatterName;
                console.LogToStandardErrorThreshold = LogLevel.Trace;
            })
            .AddConsoleFormatter<ToolLogFormatter, ToolLogFormatterOptions>(options =>
                options.WithStackTraces = isDebug);
    }

    private static void Apply(ServeSettings settings, KServeOptions options)
    {
        options.ModelRepository = settings.ModelRepository ?? options.ModelRepository;
        options.DrainDelay = settings.DrainDelay ?? options.DrainDelay;
    }

    private static void Apply(ServeSettings settings, ModelOptions options)
    {
        options.Format = settings.Format;
        options.Runtime = settings.Runtime;
        options.MaxConcurrency = settings.MaxConcurrency ?? options.MaxConcurrency;
        foreach (var (name, value) in settings.Parameters)
        {
            options.Parameters[name] = value;
        }
    }

    private static void Apply(ServeSettings settings, KServeHttpOptions options, ConfigurationManager configuration)
    {
        var isHostConfigured = configuration[$"{KServeHttpOptions.SectionName}:{nameof(options.Host)}"] is not null;
        if (settings.Host is not null || !isHostConfigured)
        {
            options.Host = settings.Host ?? (settings.UsesKServeSpelling || IsInContainer() ? "*" : "localhost");
        }

        options.HttpPort = settings.HttpPort ?? options.HttpPort;
        options.GrpcPort = settings.GrpcPort ?? options.GrpcPort;
        options.CertificatePath = settings.CertificatePath ?? options.CertificatePath;
        options.CertificateKeyPath = settings.CertificateKeyPath ?? options.CertificateKeyPath;
        options.RepositoryApi = settings.RepositoryApi ?? options.RepositoryApi;
        options.ControlPlane.Access = settings.ControlApi ?? options.ControlPlane.Access;
        options.JsonForm = settings.JsonForm ?? options.JsonForm;
        options.MaxRequestBodySize = settings.MaxRequestBytes ?? options.MaxRequestBodySize;
        foreach (var host in settings.AllowedHosts)
        {
            options.AllowedHosts.Add(host);
        }
    }

    private static void AddModelDirectory(
        ServeSettings settings,
        KServeOptions options,
        IEnumerable<IServingRuntime> runtimes)
    {
        if (settings.ModelDirectory is not { } directory)
        {
            return;
        }

        if (settings.ModelRepository is null && ModelFolder.IsRepository(directory.Uri, runtimes))
        {
            options.ModelRepository = directory.Uri;
            return;
        }

        var model = new ModelOptions { Uri = directory.Uri };
        Apply(settings, model);
        options.Models[directory.Name] = model;
    }

    private static bool IsInContainer() =>
        Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "True" or "1";
}
