using KServe;
using KServe.Runtime.Mlflow;
using KServe.Runtime.Serving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the runtimes in managed code to a host.</summary>
public static class ManagedRuntimesKServeBuilderExtensions
{
    /// <summary>Adds scikit-learn, XGBoost, LightGBM, PMML, MLflow and the tree ensembles of ONNX.</summary>
    /// <remarks>Calling it twice is safe. <c>AddKServe()</c> calls it.</remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddManagedRuntimes(this IKServeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .AddServingRuntime<SklearnServingRuntime>()
            .AddServingRuntime<XGBoostServingRuntime>()
            .AddServingRuntime<LightGbmServingRuntime>()
            .AddServingRuntime<PmmlServingRuntime>()
            .AddServingRuntime<OnnxTreeServingRuntime>()
            .AddServingRuntime<MlflowServingRuntime>();
    }
}
