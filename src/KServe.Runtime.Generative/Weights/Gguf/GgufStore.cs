using System.Globalization;
using KServe.Kernels.Quantization;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Opens GGUF files and offers their tensors as Hugging Face stores them.</summary>
internal static class GgufStore
{
    /// <exception cref="InferenceException">The file breaks the format, or is not of a known family.</exception>
    public static WeightStore Open(string path) => Open(
        MappedFile.Open(ModelFolder.Resolve(Path.GetDirectoryName(path) ?? "", Path.GetFileName(path))));

    /// <summary>Opens a file in memory or mapped, which is disposed with the store, or at once on failure.</summary>
    /// <exception cref="InferenceException">The file breaks the format, or is not of a known family.</exception>
    public static WeightStore Open(WeightSource source)
    {
        try
        {
            var file = GgufFile.Read(source);
            RefuseParts(file.Metadata);
            var family = GgufFamily.Find(file);
            return new WeightStore(
                Translate(file, family), [source], () => GgufConfiguration.Read(file, family), file.Metadata);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static void RefuseParts(GgufMetadata metadata)
    {
        const string Key = "split.count";
        if (metadata.Int64(Key) > 1)
        {
            throw metadata.Error(Key, "says that the model has several files; join them with llama-gguf-split --merge");
        }
    }

    private static Dictionary<string, StoredTensor> Translate(GgufFile file, GgufFamily family)
    {
        var names = family.Names ?? new GgufNames(family);
        var architecture = file.Metadata.Text("general.architecture");
        var heads = Heads(file.Metadata, $"{architecture}.attention.head_count");
        var keyHeads = file.Metadata.Has($"{architecture}.attention.head_count_kv")
            ? Heads(file.Metadata, $"{architecture}.attention.head_count_kv")
            : heads;
        Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);
        foreach (var (stored, tensor) in file.Tensors)
        {
            var name = names.Translate(stored);
            if (name.Contains("{0}", StringComparison.Ordinal))
            {
                AddExperts(file.Metadata, tensors, name, stored, tensor);
                continue;
            }

            Add(file.Metadata, tensors, name, tensor with
            {
                InterleavedHeads = !family.HasInterleavedHeads ? 0
                    : name.Contains(".q_proj.", StringComparison.Ordinal) ? heads
                    : name.Contains(".k_proj.", StringComparison.Ordinal) ? keyHeads
                    : 0,
                HeadsByKind = family.HasQueryKeyValueByKind
                    && name.Contains(".query_key_value.", StringComparison.Ordinal) ? heads : 0,
                HasAddedOne = family.HasShiftedNorms && stored.EndsWith("norm.weight", StringComparison.Ordinal),
            });
        }

        return tensors;
    }

    private static int Heads(GgufMetadata metadata, string key) => metadata.Int64(key) switch
    {
        null => throw metadata.Error(key, "is missing"),
        { } heads and >= 1 and <= ConfigurationLimits.MaxHeads => (int)heads,
        _ => throw metadata.Error(key, $"must be from 1 to {ConfigurationLimits.MaxHeads}"),
    };

    /// <summary>Offers the experts of one tensor as a matrix each.</summary>
    private static void AddExperts(
        GgufMetadata metadata,
        Dictionary<string, StoredTensor> tensors,
        string name,
        string stored,
        StoredTensor tensor)
    {
        if (tensor.Shape is not [var experts, var rows, var columns]
            || experts > ConfigurationLimits.MaxExperts
            || tensor.Format is not { } format)
        {
            throw WeightErrors.Create(
                metadata.File,
                $"tensor {WeightErrors.Show(stored)} must have three dimensions, the last of at most "
                + $"{ConfigurationLimits.MaxExperts} experts, and a supported type; its type is {tensor.TypeName}");
        }

        var bytes = rows * WeightCodec.GetByteCount(format, columns);
        for (var expert = 0; expert < experts; expert++)
        {
            Add(metadata, tensors, string.Format(CultureInfo.InvariantCulture, name, expert), tensor with
            {
                Offset = tensor.Offset + (expert * bytes),
                Shape = [rows, columns],
            });
        }
    }

    private static void Add(
        GgufMetadata metadata, Dictionary<string, StoredTensor> tensors, string name, StoredTensor tensor)
    {
        if (!tensors.TryAdd(name, tensor))
        {
            throw WeightErrors.Create(metadata.File, $"tensor {WeightErrors.Show(name)} is there under two names");
        }
    }
}
