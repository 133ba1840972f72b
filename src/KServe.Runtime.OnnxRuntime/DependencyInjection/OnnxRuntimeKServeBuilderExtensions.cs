using KServe;
using KServe.Runtime.OnnxRuntime;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ONNX Runtime to a host.</summary>
public static class OnnxRuntimeKServeBuilderExtensions
{
    /// <summary>Adds the serving runtime for ONNX models.</summary>
    /// <remarks>
    /// Calling it twice is safe; both configurations apply. Wrong options are reported at the start, all at once.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options for all ONNX models of the host.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddOnnxRuntime(
        this IKServeBuilder builder,
        Action<OnnxRuntimeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<OnnxRuntimeOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<OnnxRuntimeOptions>, OnnxRuntimeOptionsValidator>());
        return builder.AddServingRuntime<OnnxServingRuntime>();
    }
}
