using System.Diagnostics.Metrics;
using KServe;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds payload logging.</summary>
public static class PayloadLoggingBuilderExtensions
{
    /// <summary>Adds the payload log for models that ask for it, in code or by their configuration.</summary>
    /// <remarks>
    /// Calling it twice is safe. <c>AddKServe()</c> of the package KServe calls it. A model of the configuration asks
    /// by a section <c>KServe:Models:{name}:PayloadLogging</c>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddPayloadLogging(this IKServeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(static provider => new PayloadMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<PayloadLoggers>();
        services.TryAddSingleton<PayloadLoggingSections>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PayloadLoggers>(
            static provider => provider.GetRequiredService<PayloadLoggers>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IInferenceObserverFactory, PayloadObserverFactory>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KServeOptions>, PayloadSectionsValidator>());
        return builder;
    }

    /// <summary>Logs the payloads of a model; each call adds one more log.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Sets where events go, and changes what else is to change.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    public static ModelBuilder UsePayloadLogging(this ModelBuilder model, Action<PayloadLoggingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PayloadLoggingOptions();
        configure(options);
        var errors = PayloadLoggingRules.Check(options, "");
        if (errors.Count > 0)
        {
            throw new ArgumentException($"PayloadLogging: {string.Join(' ', errors)}", nameof(configure));
        }

        return model.Describe(options).Observe(context => new PayloadObserver(
            context.Services.GetService<PayloadLoggers>()
            ?? throw InferenceException.InvalidArgument(
                $"Model with name {context.ModelName} logs payloads: call AddPayloadLogging()."),
            options,
            context));
    }
}
