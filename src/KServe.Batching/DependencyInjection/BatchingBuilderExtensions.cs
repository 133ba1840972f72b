using KServe;
using KServe.Batching;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds dynamic batching.</summary>
public static class BatchingBuilderExtensions
{
    /// <summary>Adds the batcher for models that have <see cref="ModelOptions.Batching"/>.</summary>
    /// <remarks>Calling it twice is safe. <c>AddKServe()</c> of the package KServe calls it.</remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddBatching(this IKServeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IBatcherFactory, BatcherFactory>();
        return builder;
    }
}
