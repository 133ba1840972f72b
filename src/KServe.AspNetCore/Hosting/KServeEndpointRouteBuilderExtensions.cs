using KServe.AspNetCore;
using KServe.AspNetCore.Grpc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the protocols of KServe onto an application's routes.</summary>
public static class KServeEndpointRouteBuilderExtensions
{
    /// <summary>Maps all routes of V1, the Open Inference Protocol, the model repository, health and metrics.</summary>
    /// <remarks>
    /// Authorization, CORS or rate limits that are put on the result hold for every route, health and metrics included.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <returns>A builder whose conventions hold for all routes.</returns>
    /// <exception cref="ArgumentNullException">The application is null.</exception>
    /// <exception cref="InvalidOperationException">The services of the protocols were not added.</exception>
    /// <exception cref="OptionsValidationException">
    /// Options are wrong; an <see cref="AggregateException"/> of these when several kinds are.
    /// </exception>
    public static IEndpointConventionBuilder MapKServe(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<ProtocolsMarker>() is null)
        {
            throw new InvalidOperationException(
                "The services of the protocols are missing: call builder.Services.AddKServeCore().AddProtocols(), or "
                + "AddKServe() of the package KServe, before the application is built.");
        }

        // Routes read options, and the first to read would report its errors alone: this reports those of all at once.
        Validate(endpoints.ServiceProvider);
        var group = endpoints.MapGroup("");
        endpoints.ServiceProvider.GetRequiredService<KServeRoutes>().Map(group);
        GrpcEndpoints.Map(group);
        return group;
    }

    private static void Validate(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (AggregateException errors)
        {
            // Options that are made of others fail with the others' errors, which are then there twice.
            var different = errors.InnerExceptions
                .DistinctBy(static error => error.Message, StringComparer.Ordinal)
                .ToArray();
            throw different.Length == 1 ? different[0] : new AggregateException(different);
        }
    }
}
