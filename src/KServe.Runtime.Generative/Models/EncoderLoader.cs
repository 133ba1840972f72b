using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models.Blocks;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models;

/// <summary>Loads encoders.</summary>
internal static class EncoderLoader
{
    /// <summary>Loads an encoder for a task from its tensors.</summary>
    /// <param name="store">The tensors, which the model owns from here on.</param>
    /// <param name="task">What it is asked for.</param>
    /// <param name="precision">The precision to hold the matrices in.</param>
    /// <param name="pool">The threads that load and compute, which the model does not own.</param>
    /// <param name="smallestQuantized">The fewest weights of a matrix that is quantized.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InferenceException">A tensor is missing or has another shape.</exception>
    public static EncoderModel Load(
        WeightStore store,
        EncoderTask task,
        WeightPrecision precision,
        ComputePool pool,
        int smallestQuantized = ModelTensors.SmallestQuantized)
    {
        try
        {
            var model = store.ReadConfiguration();
            var tensors = new ModelTensors(store, adapter: null, precision, pool, smallestQuantized);
            return EncoderBuilder.Build(store, model, task, tensors, pool);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
