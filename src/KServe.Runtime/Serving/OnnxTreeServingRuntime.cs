using KServe.Runtime.Onnx;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Serving;

/// <summary>Serves ONNX graphs that are tree ensembles, without ONNX Runtime.</summary>
/// <remarks>Last among the runtimes of the format: where ONNX Runtime is registered, it serves every graph.</remarks>
internal sealed class OnnxTreeServingRuntime() : TabularServingRuntime("kserve-onnxtrees", "onnx", priority: null, "1")
{
    protected override string Extensions => ".onnx";

    protected override bool IsModelFile(string path) =>
        HasExtension(path, ".onnx") && OnnxTreeReader.IsTreeEnsemble(path);

    protected override Func<CancellationToken, TabularModel> CreateLoader(
        string file,
        ModelParameterReader parameters) => token => OnnxTreeReader.Load(file, token);
}
