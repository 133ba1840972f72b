using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Adds gRPC to an application.</summary>
internal static class GrpcEndpoints
{
    /// <summary>Adds the services that <see cref="Map"/> needs; called once for each host.</summary>
    public static void AddServices(IServiceCollection services)
    {
        services.AddOptions<KServeGrpcOptions>()
            .Configure<IConfiguration>(static (options, configuration) =>
                configuration.GetSection(KServeGrpcOptions.SectionName).Bind(options))
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KServeGrpcOptions>, GrpcOptionsValidator>());
        services.AddSingleton<NameCache>();
        services.AddSingleton<GrpcMetrics>();
        services.AddSingleton<GrpcErrors>();
        services.AddSingleton<GrpcMessageReader>();
        services.AddSingleton<GrpcMessageWriter>();
        services.AddSingleton<UnaryCall>();
        services.AddSingleton<InferCodec>();
        services.AddSingleton<StreamedInference>();
        services.AddSingleton<ModelInferMethod>();
        services.AddSingleton<ModelStreamInferMethod>();
        services.AddSingleton<ServerMethods>();
        services.AddSingleton<StatisticsMethod>();
        services.AddSingleton<RepositoryMethods>();
        services.AddSingleton<HealthMethods>();
        services.AddSingleton<GrpcRoutes>();
    }

    /// <summary>Maps all methods of all services.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("");
        endpoints.ServiceProvider.GetRequiredService<GrpcRoutes>().Map(group);
        return group;
    }
}
