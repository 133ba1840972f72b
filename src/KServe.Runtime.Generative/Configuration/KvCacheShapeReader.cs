using System.Collections.Immutable;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads what a KV cache holds, from the configuration of any model, supported by the engine or not.</summary>
internal static class KvCacheShapeReader
{
    private static readonly string[] LayerNames = ["num_hidden_layers", "n_layer", "n_layers", "num_layers"];
    private static readonly string[] HeadNames = ["num_attention_heads", "n_head", "n_heads", "num_heads"];
    private static readonly string[] HiddenNames = ["hidden_size", "n_embd", "d_model", "dim"];

    public static KvCacheShape Read(string path, bool isClassic)
    {
        if (path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            using var store = WeightStore.Open(path);
            return FromModel(store.ReadConfiguration(), isClassic);
        }

        var (folder, name) = Directory.Exists(path)
            ? (path, "config.json")
            : (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        using var document = JsonFile.TryRead(folder, name) ?? throw JsonFile.Error(name, "is missing");
        var fields = JsonFile.Fields(document, name);
        return !isClassic && fields.Find("model_type") is not null && ConfigurationReader.IsSupported(fields)
            ? FromModel(ConfigurationReader.Read(fields), isClassic)
            : FromFields(fields.Object("text_config") ?? fields, isClassic);
    }

    private static KvCacheShape FromModel(ModelConfiguration model, bool isClassic) => new()
    {
        LayerCount = model.DecoderLayerCount > 0 ? model.DecoderLayerCount : model.LayerCount,
        KeyValueHeadCount = model.Attention.KeyValueHeadCount,
        HeadSize = isClassic ? model.HiddenSize / model.Attention.HeadCount : model.Attention.HeadSize,
        Windows = isClassic || model.Attention.Windows.All(static window => window == 0)
            ? []
            : model.Attention.Windows,
    };

    private static KvCacheShape FromFields(JsonFields fields, bool isClassic)
    {
        var layers = First(fields, LayerNames, ConfigurationLimits.MaxLayers);
        var heads = First(fields, HeadNames, ConfigurationLimits.MaxHeads);
        var latent = isClassic ? null : fields.OptionalInt32("kv_lora_rank", 1, ConfigurationLimits.MaxHidden);
        return new KvCacheShape
        {
            LayerCount = layers,
            KeyValueHeadCount = fields.Int32("num_key_value_heads", 1, heads, heads),
            HeadSize = HeadSize(fields, heads, isClassic),
            LatentSize = latent is { } rank
                ? rank + fields.Int32("qk_rope_head_dim", 0, ConfigurationLimits.MaxHeadSize, 0)
                : 0,
            Windows = isClassic ? [] : Windows(fields, layers),
        };
    }

    private static int HeadSize(JsonFields fields, int heads, bool isClassic)
    {
        if (!isClassic && fields.OptionalInt32("head_dim", 1, ConfigurationLimits.MaxHeadSize) is { } size)
        {
            return size;
        }

        var hidden = First(fields, HiddenNames, ConfigurationLimits.MaxHidden);
        return hidden % heads == 0
            ? hidden / heads
            : throw fields.Error(HiddenNames[0], $"must be a multiple of the number of heads, which is {heads}");
    }

    /// <summary>Reads windows where the file says which layers have them; a window alone says it not.</summary>
    private static ImmutableArray<int> Windows(JsonFields fields, int layers) =>
        fields.Has("layer_types") && fields.Has("sliding_window")
            ? CommonFields.LayerTypes(fields, layers, DecoderReader.Window(fields), static _ => false)
            : [];

    private static int First(JsonFields fields, string[] names, int max)
    {
        foreach (var name in names)
        {
            if (fields.OptionalInt32(name, 1, max) is { } value)
            {
                return value;
            }
        }

        throw fields.Error(names[0], "is missing");
    }
}
