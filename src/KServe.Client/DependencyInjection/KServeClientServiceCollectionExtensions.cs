using KServe.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients of inference servers.</summary>
public static class KServeClientServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="InferenceClient"/> of one server, a singleton with connections of its own.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="address">
    /// The server: <c>http</c> and <c>https</c> speak REST, <c>grpc</c> and <c>grpcs</c> gRPC without and with TLS.
    /// </param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="serviceKey">The key of the client, for hosts that call several servers; none by default.</param>
    /// <returns>The services.</returns>
    /// <remarks>
    /// The protocol's own type, <see cref="InferenceRestClient"/> or <see cref="InferenceGrpcClient"/>, is added too.
    /// For connections that <c>IHttpClientFactory</c> makes, build a client on its <see cref="HttpClient"/> instead.
    /// </remarks>
    /// <exception cref="ArgumentException">The address has another scheme.</exception>
    public static IServiceCollection AddKServeClient(
        this IServiceCollection services,
        Uri address,
        Action<InferenceClientOptions>? configure = null,
        object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(address);
        var options = new InferenceClientOptions();
        configure?.Invoke(options);
        switch (address.IsAbsoluteUri ? address.Scheme : "")
        {
            case "http" or "https":
                services.AddKeyedSingleton(serviceKey, (_, _) => new InferenceRestClient(address, options));
                services.AddKeyedSingleton<InferenceClient>(
                    serviceKey, static (provider, key) => Get<InferenceRestClient>(provider, key));
                return services;
            case "grpc" or "grpcs":
                var http = new UriBuilder(address) { Scheme = address.Scheme == "grpc" ? "http" : "https" }.Uri;
                services.AddKeyedSingleton(serviceKey, (_, _) => new InferenceGrpcClient(http, options));
                services.AddKeyedSingleton<InferenceClient>(
                    serviceKey, static (provider, key) => Get<InferenceGrpcClient>(provider, key));
                return services;
            default:
                throw new ArgumentException("The address must begin with http, https, grpc or grpcs.", nameof(address));
        }
    }

    // A factory with the key null is a factory without a key, and is asked as one.
    private static T Get<T>(IServiceProvider provider, object? key)
        where T : InferenceClient => key is null
            ? provider.GetRequiredService<T>()
            : provider.GetRequiredKeyedService<T>(key);
}
