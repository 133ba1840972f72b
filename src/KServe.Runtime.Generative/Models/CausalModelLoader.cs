using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Models.Decoders;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models;

/// <summary>Loads decoders.</summary>
internal static class CausalModelLoader
{
    /// <summary>Loads a decoder from its tensors.</summary>
    /// <param name="store">The tensors, which the model owns from here on.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="pool">The threads that load and compute, which the model does not own.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InferenceException">A tensor or an option does not fit the configuration.</exception>
    public static ICausalModel Load(WeightStore store, CausalModelOptions options, ComputePool pool)
    {
        try
        {
            return DecoderBuilder.Build(store, store.ReadConfiguration(), options, pool);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
