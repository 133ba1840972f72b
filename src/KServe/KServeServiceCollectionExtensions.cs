using KServe;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds KServe to a host.</summary>
public static class KServeServiceCollectionExtensions
{
    /// <summary>Adds models, storage and all protocols; <c>MapKServe()</c> then opens them.</summary>
    /// <remarks>
    /// Calls <c>AddKServeCore()</c>, <c>AddStorage()</c>, <c>AddManagedRuntimes()</c>,
    /// <c>AddGenerativeRuntime()</c>, <c>AddRemoteRuntime()</c>,
    /// <c>AddBatching()</c>, <c>AddInferenceGraphs()</c>, <c>AddPayloadLogging()</c>, <c>AddDetectors()</c>,
    /// <c>AddControlPlane()</c> and <c>AddProtocols()</c>, each of which may be called again to change its options.
    /// Calling it twice is safe. Serving runtimes that bring native files are packages of their own.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes the options after the configuration was read.</param>
    /// <returns>A builder for models, runtimes and storage.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddKServe(
        this IServiceCollection services,
        Action<KServeOptions>? configure = null) =>
        services.AddKServeCore(configure)
            .AddStorage()
            .AddManagedRuntimes()
            .AddGenerativeRuntime()
            .AddRemoteRuntime()
            .AddBatching()
            .AddInferenceGraphs()
            .AddPayloadLogging()
            .AddDetectors()
            .AddControlPlane()
            .AddProtocols();
}
