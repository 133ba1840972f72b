using KServe.AspNetCore;
using KServe.AspNetCore.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Lets Kestrel use the transport of KServe.</summary>
public static class KServeTransportWebHostBuilderExtensions
{
    /// <summary>Serves TCP connections by event loops that run short requests where they were received.</summary>
    /// <remarks>
    /// Kestrel itself, TLS, HTTP/1.1 and HTTP/2 stay as they are. Only Linux has these loops: elsewhere, and for
    /// endpoints other than IP addresses, Kestrel's own transport serves, and on other systems the log says so. May be
    /// called more than once; the actions run in order, after the section <c>KServe:Transport</c>.
    /// </remarks>
    /// <param name="builder">The builder of the web host.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static IWebHostBuilder UseKServeTransport(
        this IWebHostBuilder builder,
        Action<KServeTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services =>
        {
            services.AddOptions<KServeTransportOptions>()
                .Configure<IConfiguration>(static (options, configuration) =>
                    configuration.GetSection(KServeTransportOptions.SectionName).Bind(options))
                .PostConfigure(configure ?? (static _ => { }))
                .ValidateOnStart();
            services.TryAddEnumerable(
                ServiceDescriptor.Singleton<IValidateOptions<KServeTransportOptions>, TransportOptionsValidator>());

            services.TryAddSingleton<ConnectionPlaces>();

            // Kestrel asks the factories from the last to the first, and adds its own only when there is none.
            services.TryAddEnumerable(
                ServiceDescriptor.Singleton<IConnectionListenerFactory, SocketTransportFactory>());
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, EpollTransportFactory>());
        });
    }
}
