using KServe;
using KServe.PayloadLogging;
using KServe.PayloadLogging.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds S3 as a store of payload logs.</summary>
public static class S3PayloadBuilderExtensions
{
    /// <summary>Lets payload logs go to <c>s3://bucket/prefix</c>.</summary>
    /// <remarks>Calling it twice is safe. Code goes before the configuration, which goes before KServe's
    /// variables.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes how S3 is reached.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddS3PayloadStore(
        this IKServeBuilder builder,
        Action<S3PayloadOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<S3PayloadOptions>().ValidateOnStart();
        services.TryAddSingleton(
            static provider => new S3PayloadOptionsSetup(provider.GetService<IConfiguration>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<S3PayloadOptions>, S3PayloadOptionsSetup>(
            static provider => provider.GetRequiredService<S3PayloadOptionsSetup>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<S3PayloadOptions>, S3PayloadOptionsSetup>(
                static provider => provider.GetRequiredService<S3PayloadOptionsSetup>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<S3PayloadOptions>, S3PayloadOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPayloadBlobStore, S3PayloadStore>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder;
    }
}
