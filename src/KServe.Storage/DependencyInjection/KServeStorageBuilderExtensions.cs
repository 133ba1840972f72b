using KServe;
using KServe.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the storage of models to the platform.</summary>
public static class KServeStorageBuilderExtensions
{
    /// <summary>Adds storage for files, folders, archives and web servers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options after the configuration was read.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Reads the section <c>KServe:Storage</c> of the configuration. Calling it again adds nothing twice. Invalid
    /// options fail the start of the host, with all their errors.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddStorage(this IKServeBuilder builder, Action<StorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        StorageServices.Add(builder.Services, configure);
        return builder;
    }
}
