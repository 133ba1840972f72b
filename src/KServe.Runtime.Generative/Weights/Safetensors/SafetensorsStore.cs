using System.Text.Json;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Weights.Safetensors;

/// <summary>Opens safetensors files: one, or the shards of an index.</summary>
internal static class SafetensorsStore
{
    private const string TextModelPrefix = "language_model.";
    private const string NewTextModelPrefix = "model.language_model.";
    private const int MaxShards = 10_000;

    /// <exception cref="InferenceException">The file breaks the format.</exception>
    public static WeightStore OpenFile(string folder, string name) =>
        Open(folder, MappedFile.Open(ModelFolder.Resolve(folder, name)));

    /// <summary>Opens a file in memory or mapped, which is disposed with the store, or at once on failure.</summary>
    /// <exception cref="InferenceException">The file breaks the format.</exception>
    public static WeightStore Open(string folder, WeightSource file)
    {
        Dictionary<string, StoredTensor> tensors = [];
        try
        {
            AddFile(file, tensors, expected: null);
            return Create(folder, tensors, [file]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the shards that an index names.</summary>
    /// <exception cref="InferenceException">The index or a shard breaks the format, or they disagree.</exception>
    public static WeightStore OpenIndex(string folder, string name)
    {
        using var document = JsonFile.TryRead(folder, name) ?? throw WeightErrors.Create(name, "there is no such file");
        var shards = ReadIndex(document, name);
        Dictionary<string, StoredTensor> tensors = [];
        List<WeightSource> files = [];
        try
        {
            foreach (var (shard, expected) in shards)
            {
                var file = MappedFile.Open(ModelFolder.Resolve(folder, shard));
                files.Add(file);
                AddFile(file, tensors, expected);
            }

            return Create(folder, tensors, files);
        }
        catch
        {
            files.ForEach(static file => file.Dispose());
            throw;
        }
    }

    private static WeightStore Create(
        string folder, Dictionary<string, StoredTensor> tensors, IReadOnlyList<WeightSource> files)
    {
        // a model with images keeps its text model under a prefix, which the text model alone does not have
        foreach (var (name, tensor) in tensors.ToArray())
        {
            if (name.StartsWith(TextModelPrefix, StringComparison.Ordinal))
            {
                tensors.TryAdd(name[TextModelPrefix.Length..], tensor);
            }
            else if (name.StartsWith(NewTextModelPrefix, StringComparison.Ordinal))
            {
                tensors.TryAdd("model." + name[NewTextModelPrefix.Length..], tensor);
            }
        }

        return new WeightStore(tensors, files, () => ConfigurationFolder.Read(folder));
    }

    private static void AddFile(
        WeightSource file, Dictionary<string, StoredTensor> tensors, HashSet<string>? expected)
    {
        var entries = SafetensorsHeader.Read(file, out var dataOffset);
        foreach (var entry in entries)
        {
            if (expected is not null && !expected.Remove(entry.Name))
            {
                throw WeightErrors.Create(
                    file.Name, $"tensor {WeightErrors.Show(entry.Name)} is not one that the index places here");
            }

            tensors.Add(
                entry.Name,
                new StoredTensor(file, dataOffset + entry.Begin, entry.Type.Format, entry.Type.Name, entry.Shape));
        }

        if (expected is { Count: > 0 })
        {
            throw WeightErrors.Create(
                file.Name, $"tensor {WeightErrors.Show(expected.First())} is missing, which the index places here");
        }
    }

    /// <summary>Reads which tensors an index places in which file.</summary>
    /// <exception cref="InferenceException">The index is wrong, or names a file of another folder.</exception>
    public static Dictionary<string, HashSet<string>> ReadIndex(JsonDocument document, string name)
    {
        var fields = JsonFile.Fields(document, name);
        if (fields.Find("weight_map") is not { ValueKind: JsonValueKind.Object } map)
        {
            throw fields.Error("weight_map", "must be an object");
        }

        try
        {
            return ReadMap(map, fields);
        }
        catch (InvalidOperationException)
        {
            throw fields.Error("weight_map", "holds a text that is not valid Unicode");
        }
    }

    private static Dictionary<string, HashSet<string>> ReadMap(JsonElement map, JsonFields fields)
    {
        Dictionary<string, HashSet<string>> shards = [];
        foreach (var property in map.EnumerateObject())
        {
            var shard = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : "";
            if (!ModelFolder.IsPlainName(shard) || !shard.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                throw fields.Error("weight_map", "must name .safetensors files of the same folder");
            }

            if (!shards.TryGetValue(shard, out var names))
            {
                shards.Add(shard, names = []);
            }

            names.Add(property.Name);
        }

        return shards.Count is > 0 and <= MaxShards
            ? shards
            : throw fields.Error("weight_map", $"must name from 1 to {MaxShards} files");
    }
}
