using System.Diagnostics.Metrics;
using KServe;
using KServe.Detectors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts detectors beside models.</summary>
public static class DetectorBuilderExtensions
{
    /// <summary>Adds what detectors need, and those of the configuration; calling it twice is safe.</summary>
    /// <remarks>
    /// A model of the configuration has the detectors of its section <c>KServe:Models:{name}:Detectors</c>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddDetectors(this IKServeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(static provider => new DetectorMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(static _ => new FairnessFeedback());
        services.TryAddSingleton(
            static provider => new ConfiguredDetectors(provider.GetService<IConfiguration>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IInferenceObserverFactory, ConfiguredDetectorFactory>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KServeOptions>, ConfiguredDetectorsValidator>());
        return builder;
    }

    /// <summary>Scores the rows that clients send, and reports outliers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Sets the reference, and changes what else is to change.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    public static ModelBuilder UseOutlierDetector(
        this ModelBuilder model,
        Action<OutlierDetectorOptions> configure) => Use(model, configure);

    /// <summary>Compares the latest rows with a reference, and reports drift.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Sets the reference, and changes what else is to change.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    public static ModelBuilder UseDriftDetector(
        this ModelBuilder model,
        Action<DriftDetectorOptions> configure) => Use(model, configure);

    /// <summary>Compares what groups of people get, and reports what is not alike.</summary>
    /// <param name="model">The model, which is not decoupled.</param>
    /// <param name="configure">Says where groups and predictions are, and changes what else is to change.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    public static ModelBuilder UseFairnessMonitor(this ModelBuilder model, Action<FairnessOptions> configure) =>
        Use(model, configure);

    /// <summary>Puts the detectors of a section beside a model, each under the name of its sub-section.</summary>
    /// <param name="model">The model.</param>
    /// <param name="detectors">A section of the shape of <c>KServe:Models:{name}:Detectors</c>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">Something in the section is wrong; all of it is named.</exception>
    public static ModelBuilder UseDetectors(this ModelBuilder model, IConfiguration detectors)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(detectors);
        List<string> errors = [];
        var options = DetectorSectionReader.Read(detectors, "Detectors", errors);
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(detectors));
        }

        foreach (var item in options)
        {
            model.Observe(context => DetectorObservers.Create(item, context));
        }

        return model;
    }

    /// <summary>Puts the detectors of a JSON object beside a model, such as of an annotation of a resource.</summary>
    /// <param name="model">The model.</param>
    /// <param name="json">An object of the shape of <c>KServe:Models:{name}:Detectors</c>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The text is no such object; everything that is wrong is named.</exception>
    public static ModelBuilder UseDetectors(this ModelBuilder model, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return UseDetectors(model, JsonSection.Parse(json));
    }

    private static ModelBuilder Use<TOptions>(ModelBuilder model, Action<TOptions> configure)
        where TOptions : DetectorOptions, new()
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new TOptions();
        configure(options);
        var check = new OptionsCheck(typeof(TOptions).Name);
        options.Check(check);
        check.ThrowIfAny();
        return model.Observe(context => DetectorObservers.Create(options, context));
    }
}
