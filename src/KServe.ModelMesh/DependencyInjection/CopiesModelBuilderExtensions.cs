using System.Diagnostics.CodeAnalysis;
using KServe;
using KServe.ModelMesh;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets predictors that serve one request at a time answer with several instances.</summary>
public static class CopiesModelBuilderExtensions
{
    /// <summary>Answers by as many instances of a predictor as the requests need, each with one at a time.</summary>
    /// <typeparam name="TPredictor">The predictor, built by dependency injection; it need not be safe for concurrent
    /// calls.</typeparam>
    /// <param name="model">The model; one of the mesh has the copies within its budget.</param>
    /// <param name="configure">Changes how many there may be, and when.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; all are named.</exception>
    public static ModelBuilder UseCopies<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPredictor>(
        this ModelBuilder model,
        Action<CopyOptions>? configure = null)
        where TPredictor : Predictor =>
        UseCopies(model, static services => ActivatorUtilities.CreateInstance<TPredictor>(services), configure);

    /// <summary>Answers by as many instances of a predictor as the requests need, each with one at a time.</summary>
    /// <param name="model">The model; one of the mesh has the copies within its budget.</param>
    /// <param name="factory">Called for every instance, which need not be safe for concurrent calls.</param>
    /// <param name="configure">Changes how many there may be, and when.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; all are named.</exception>
    public static ModelBuilder UseCopies(
        this ModelBuilder model,
        Func<IServiceProvider, Predictor> factory,
        Action<CopyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(factory);
        var options = new CopyOptions();
        configure?.Invoke(options);
        if (options.Check() is { Count: > 0 } errors)
        {
            throw new ArgumentException($"{nameof(CopyOptions)}: {string.Join("; ", errors)}.", nameof(configure));
        }

        return model.UsePredictor(services => new CopiedPredictor(
            () => factory(services),
            options,
            new CopyRoom(services.GetService<LoadScheduler>(), services.GetService<MeshCatalog>()),
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<CopiedPredictor>>() ?? NullLogger<CopiedPredictor>.Instance));
    }
}
