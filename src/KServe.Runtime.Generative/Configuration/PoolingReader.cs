using System.Text.Json;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads how sentence-transformers makes an embedding: <c>modules.json</c> and the files it names.</summary>
internal static class PoolingReader
{
    private const string Modules = "modules.json";
    private const int MaxModules = 32;

    private static readonly (string Field, PoolingMode Mode)[] Modes =
    [
        ("pooling_mode_cls_token", PoolingMode.FirstToken),
        ("pooling_mode_mean_tokens", PoolingMode.Mean),
        ("pooling_mode_max_tokens", PoolingMode.Max),
        ("pooling_mode_mean_sqrt_len_tokens", PoolingMode.MeanSqrtLength),
        ("pooling_mode_weightedmean_tokens", PoolingMode.WeightedMean),
        ("pooling_mode_lasttoken", PoolingMode.LastToken),
    ];

    /// <returns><see langword="null"/> where the folder says nothing of pooling.</returns>
    public static PoolingConfiguration? Read(string folder)
    {
        using var document = JsonFile.TryRead(folder, Modules);
        if (document is null)
        {
            return null;
        }

        var list = document.RootElement;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxModules)
        {
            throw JsonFile.Error(Modules, $"must be a list of at most {MaxModules} modules");
        }

        PoolingConfiguration? pooling = null;
        foreach (var item in list.EnumerateArray())
        {
            pooling = Add(folder, item, pooling);
        }

        return pooling;
    }

    private static PoolingConfiguration? Add(string folder, JsonElement item, PoolingConfiguration? pooling)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw JsonFile.Error(Modules, "must hold objects");
        }

        var fields = new JsonFields(Modules, "", item);
        var type = fields.Text("type");
        return type[(type.LastIndexOf('.') + 1)..] switch
        {
            "Transformer" => pooling,
            "Pooling" => ReadModule(folder, fields),
            "Normalize" when pooling is not null => pooling with { Normalizes = true },
            _ => throw fields.Error("type", "must be Transformer, then Pooling, then Normalize or nothing"),
        };
    }

    private static PoolingConfiguration ReadModule(string folder, JsonFields module)
    {
        var path = module.Text("path");
        if (path.Length == 0 || path.Length > 100 || path.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 || path[0] == '.')
        {
            throw module.Error("path", "must name a folder beside this file");
        }

        var name = $"{path}/config.json";
        using var document = JsonFile.TryRead(folder, name) ?? throw JsonFile.Error(name, "is missing");
        var fields = JsonFile.Fields(document, name);
        PoolingMode? mode = null;
        foreach (var (field, candidate) in Modes)
        {
            if (fields.Flag(field, fallback: false))
            {
                mode = mode is null
                    ? candidate
                    : throw fields.Error(field, "must not be set beside another mode; joined modes are not supported");
            }
        }

        return new PoolingConfiguration
        {
            Mode = mode ?? Named(fields),
            MaxSequenceLength = MaxSequenceLength(folder),
        };
    }

    /// <summary>Reads the mode as newer versions write it.</summary>
    private static PoolingMode Named(JsonFields fields) => fields.OptionalText("pooling_mode") switch
    {
        "cls" => PoolingMode.FirstToken,
        "mean" => PoolingMode.Mean,
        "max" => PoolingMode.Max,
        "mean_sqrt_len_tokens" => PoolingMode.MeanSqrtLength,
        "weightedmean" => PoolingMode.WeightedMean,
        "lasttoken" => PoolingMode.LastToken,
        _ => throw fields.Error("pooling_mode_mean_tokens", "or another mode must be set"),
    };

    private static int? MaxSequenceLength(string folder)
    {
        const string Name = "sentence_bert_config.json";
        using var document = JsonFile.TryRead(folder, Name);
        return document is null
            ? null
            : JsonFile.Fields(document, Name).OptionalInt32("max_seq_length", 1, ConfigurationLimits.MaxPositions);
    }
}
