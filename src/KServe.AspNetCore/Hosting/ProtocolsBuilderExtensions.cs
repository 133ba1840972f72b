using System.Diagnostics.Metrics;
using KServe;
using KServe.AspNetCore;
using KServe.Graphs;
using KServe.AspNetCore.Grpc;
using KServe.AspNetCore.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the protocols over HTTP to a KServe host.</summary>
public static class ProtocolsBuilderExtensions
{
    /// <summary>Adds the protocols, their options, the metrics and the server's limits.</summary>
    /// <remarks>
    /// May be called more than once; the actions run in order, after the configuration section <c>KServe:Http</c>. The
    /// limits of Kestrel are set before the application's own settings, which therefore win.
    /// </remarks>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static IKServeBuilder AddProtocols(
        this IKServeBuilder builder,
        Action<KServeHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<KServeHttpOptions>();
        if (configure is not null)
        {
            options.PostConfigure(configure);
        }

        if (!builder.Services.Any(static service => service.ServiceType == typeof(ProtocolsMarker)))
        {
            builder.Services.AddSingleton<ProtocolsMarker>();
            AddOptions(builder.Services, options);
            AddHosting(builder.Services);
            AddHttp(builder.Services);
            GrpcEndpoints.AddServices(builder.Services);
        }

        return builder;
    }

    private static void AddOptions(IServiceCollection services, OptionsBuilder<KServeHttpOptions> options)
    {
        options.Configure<IConfiguration>(static (options, configuration) =>
        {
            var section = configuration.GetSection(KServeHttpOptions.SectionName);
            section.Bind(options);
            options.Limits = LimitsSection.Read(section.GetSection(nameof(options.Limits)), options.Limits);
        });
        options.ValidateOnStart();
        services.AddOptions<GraphRouterOptions>().PostConfigure<IOptions<KServeHttpOptions>>(
            static (router, http) => router.Limits ??= http.Value.Limits);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KServeHttpOptions>, KServeHttpOptionsValidator>());
    }

    private static void AddHosting(IServiceCollection services)
    {
        services.AddRouting();
        services.AddSingleton<ListenState>();
        services.AddSingleton<HostAllowList>();
        services.AddSingleton<RequestGate>();

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, UnmatchedRequests>());
        services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlockPoolFactory>();

        // First in the list, so that whatever the application sets comes later and wins.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelDefaults>());
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<SocketTransportOptions>, KestrelDefaults>());

        // Kestrel asks the factories from the last to the first, and adds its own only when there is none.
        services.TryAddSingleton<ConnectionPlaces>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, SocketTransportFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, BoundedTransportFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DefaultEndpoints>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ShutdownTime>());
    }

    private static void AddHttp(IServiceCollection services)
    {
        services.AddSingleton<HttpMetrics>();
        services.AddSingleton(static provider => NewCollector(provider));
        services.AddSingleton<ProcessMetrics>();
        services.AddSingleton<MetricsRoute>();
        services.AddSingleton<ReplyPool>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<Deadlines>();
        services.AddSingleton<ResponseHeaders>();
        services.AddSingleton<ErrorResponder>();
        services.AddSingleton<GraphEndpoint>();
        services.AddSingleton<GraphRoutes>();
        services.AddSingleton<InferenceRunner>();
        services.AddSingleton<CloudEventWriter>();
        services.AddSingleton<V1Codec>();
        services.AddSingleton<V1Routes>();
        services.AddSingleton<V2Codec>();
        services.AddSingleton<StatisticsWriter>();
        services.AddSingleton<V2Routes>();
        services.AddSingleton<RepositoryGuard>();
        services.AddSingleton<RepositoryRoutes>();
        services.AddSingleton<OpenAiErrorResponder>();
        services.AddSingleton<OpenAiModels>();
        services.AddSingleton<OpenAiRunner>();
        services.AddSingleton<OpenAiEncoder>();
        services.AddSingleton<OpenAiTokens>();
        services.AddSingleton<OpenAiRoutes>();
        services.AddSingleton<GenerateErrorResponder>();
        services.AddSingleton<GenerateRunner>();
        services.AddSingleton<GenerateRoutes>();
        services.AddSingleton<KServe.ControlPlane.IHostAddress, ListeningAddress>();
        services.AddSingleton<ControlPlaneGuard>();
        services.AddSingleton<ControlPlaneRoutes>();
        services.AddSingleton<KServeRoutes>();
    }

    private static MetricsCollector NewCollector(IServiceProvider provider)
    {
        var collector = new MetricsCollector(
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILogger<MetricsCollector>>());
        provider.GetRequiredService<ModelRegistry>().Changed += (_, change) =>
        {
            if (change.Kind == ModelChangeKind.Removed)
            {
                collector.Forget("model_name", change.ModelName);
            }
        };
        return collector;
    }
}
