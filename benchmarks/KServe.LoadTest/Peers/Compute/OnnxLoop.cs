using Microsoft.ML.OnnxRuntime;

namespace KServe.LoadTest.Peers.Compute;

/// <summary>A session of ONNX Runtime, called with as little around it as the library allows.</summary>
/// <remarks>Input and output are bound once and used again by every call. Not safe for concurrent use.</remarks>
internal sealed class OnnxLoop : IDisposable
{
    private static readonly string[] InputNames = ["x"];
    private static readonly string[] OutputNames = ["y"];
    private static readonly long[] Shape = [1, ComputeModel.Width];

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    /// <summary>Loads a model, for one thread.</summary>
    /// <param name="path">The file.</param>
    public OnnxLoop(string path)
    {
        // The rest as the library sets it, as the server does: all optimizations, arena and memory pattern.
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
        _inputs = [OrtValue.CreateTensorValueFromMemory(ComputeScenario.CreateInput(), Shape)];
        _outputs = [OrtValue.CreateTensorValueFromMemory(new float[ComputeModel.Width], Shape)];
    }

    /// <summary>Computes once.</summary>
    /// <returns>The output; good until the next call.</returns>
    public ReadOnlySpan<float> Run()
    {
        _session.Run(_options, InputNames, _inputs, OutputNames, _outputs);
        return _outputs[0].GetTensorDataAsSpan<float>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs[0].Dispose();
        _outputs[0].Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
