using System.Diagnostics.CodeAnalysis;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Weights.Gguf;
using KServe.Runtime.Generative.Weights.Safetensors;

namespace KServe.Runtime.Generative.Weights;

/// <summary>The tensors of a model by their Hugging Face names, from one file, shards or GGUF.</summary>
/// <remarks>Safe for concurrent reads. Tensors and spans from it end with it.</remarks>
internal sealed class WeightStore : IDisposable
{
    private const string SafetensorsIndex = "model.safetensors.index.json";
    private const string SafetensorsFile = "model.safetensors";

    private readonly IReadOnlyDictionary<string, StoredTensor> _tensors;
    private readonly IReadOnlyList<WeightSource> _sources;
    private readonly Func<ModelConfiguration> _readConfiguration;

    internal WeightStore(
        IReadOnlyDictionary<string, StoredTensor> tensors,
        IReadOnlyList<WeightSource> sources,
        Func<ModelConfiguration> readConfiguration,
        GgufMetadata? metadata = null)
    {
        Metadata = metadata;
        _tensors = tensors;
        _sources = sources;
        _readConfiguration = readConfiguration;
    }

    /// <summary>Gets the names of all tensors.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>Gets the metadata of a GGUF file, which hold its vocabulary and chat template.</summary>
    public GgufMetadata? Metadata { get; }

    /// <summary>Gets the bytes of all files.</summary>
    public long SizeInBytes => _sources.Sum(static source => source.Length);

    /// <summary>Gets whether all tensors are stored in binary32, but for masks and other leftovers.</summary>
    public bool HoldsBinary32 => _tensors.Values.All(static tensor => tensor.Format is null or WeightFormat.F32);

    /// <summary>Opens a model.</summary>
    /// <param name="path">
    /// A folder with <c>model.safetensors</c>, <c>model.safetensors.index.json</c> or one <c>.gguf</c> file; or such a
    /// file itself.
    /// </param>
    /// <returns>The tensors; the caller disposes them.</returns>
    /// <exception cref="InferenceException">There is no such file, or it breaks its format.</exception>
    public static WeightStore Open(string path)
    {
        if (Directory.Exists(path))
        {
            return OpenFolder(path);
        }

        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw WeightErrors.Create(name, "there is no such file");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Path.GetExtension(path) switch
        {
            ".gguf" => GgufStore.Open(path),
            ".safetensors" => SafetensorsStore.OpenFile(folder, name),
            _ when name.EndsWith(".safetensors.index.json", StringComparison.Ordinal) =>
                SafetensorsStore.OpenIndex(folder, name),
            _ => throw WeightErrors.Create(name, "must be a .safetensors or .gguf file"),
        };
    }

    /// <summary>Reads the shape of the model from <c>config.json</c> or the metadata of a GGUF file.</summary>
    /// <returns>The configuration.</returns>
    /// <exception cref="InferenceException">A field is missing or wrong.</exception>
    public ModelConfiguration ReadConfiguration() => _readConfiguration();

    /// <summary>Gets whether a tensor exists.</summary>
    /// <param name="name">The Hugging Face name.</param>
    /// <returns><see langword="true"/> when it exists.</returns>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Gets a tensor where it exists.</summary>
    /// <param name="name">The Hugging Face name.</param>
    /// <param name="tensor">Takes the tensor.</param>
    /// <returns><see langword="true"/> when it exists.</returns>
    /// <exception cref="InferenceException">It exists in a format that is not supported.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out WeightTensor? tensor)
    {
        tensor = _tensors.TryGetValue(name, out var stored) ? TensorOpener.Open(name, stored) : null;
        return tensor is not null;
    }

    /// <summary>Gets a tensor.</summary>
    /// <param name="name">The Hugging Face name.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="InferenceException">It does not exist, or is in a format that is not supported.</exception>
    public WeightTensor Get(string name) => TryGet(name, out var tensor)
        ? tensor
        : throw WeightErrors.Create(_sources[0].Name, $"tensor {WeightErrors.Show(name)} is missing");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    private static WeightStore OpenFolder(string folder)
    {
        if (File.Exists(Path.Combine(folder, SafetensorsFile)))
        {
            return SafetensorsStore.OpenFile(folder, SafetensorsFile);
        }

        if (File.Exists(Path.Combine(folder, SafetensorsIndex)))
        {
            return SafetensorsStore.OpenIndex(folder, SafetensorsIndex);
        }

        return Directory.GetFiles(folder, "*.gguf") switch
        {
            [var only] => GgufStore.Open(only),
            [] => throw WeightErrors.Create(
                "the model", $"must have {SafetensorsFile}, {SafetensorsIndex} or a .gguf file"),
            _ => throw WeightErrors.Create("the model", "has several .gguf files; name one of them"),
        };
    }
}
