using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads the fields that many families share.</summary>
internal static class CommonFields
{
    private const int MaxEndTokens = 256;

    public static string Architecture(JsonFields fields, string fallback) =>
        fields.Texts("architectures", 16) is [var first, ..] ? first : fallback;

    public static ActivationKind Activation(JsonFields fields, string name, string fallback) =>
        (fields.OptionalText(name) ?? fallback) switch
        {
            "silu" or "swish" => ActivationKind.Silu,
            "gelu" or "gelu_python" => ActivationKind.GeluErf,
            "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" or "gelu_accurate" => ActivationKind.GeluTanh,
            "quick_gelu" => ActivationKind.GeluQuick,
            "relu" => ActivationKind.Relu,
            _ => throw fields.Error(name, "must be silu, gelu, gelu_new, gelu_pytorch_tanh, quick_gelu or relu"),
        };

    public static double Epsilon(JsonFields fields, string name, double fallback) =>
        fields.Number(name, 0, 1, fallback);

    public static SpecialTokenIds Tokens(JsonFields fields, int vocabularySize)
    {
        return new SpecialTokenIds
        {
            Begin = Id("bos_token_id"),
            End = EndTokens(fields, vocabularySize),
            // a padding id beyond the table is common in fine-tuned models; it is never looked up
            Padding = fields.OptionalInt32("pad_token_id", -1, int.MaxValue) is { } id
                && id >= 0 && id < vocabularySize ? id : null,
            DecoderStart = Id("decoder_start_token_id"),
        };

        int? Id(string name) => fields.OptionalInt32(name, -1, vocabularySize - 1) is >= 0 and var id ? id : null;
    }

    public static ImmutableArray<int> EndTokens(JsonFields fields, int vocabularySize) =>
        fields.Int32s("eos_token_id", -1, vocabularySize - 1, MaxEndTokens).RemoveAll(static id => id < 0);

    /// <summary>Reads <c>id2label</c>, whose keys must be all numbers from 0.</summary>
    public static ImmutableArray<string> Labels(JsonFields fields)
    {
        const string Name = "id2label";
        if (fields.Object(Name) is not { } map || fields.Find(Name) is not { } element)
        {
            return [];
        }

        var count = element.GetPropertyCount();
        if (count > ConfigurationLimits.MaxLabels)
        {
            throw fields.Error(Name, $"must have at most {ConfigurationLimits.MaxLabels} labels");
        }

        var labels = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < count; i++)
        {
            labels.Add(map.OptionalText($"{i}") ?? throw map.Error($"{i}", "is missing"));
        }

        return labels.MoveToImmutable();
    }

    /// <summary>Makes the windows of layers by a rule, no window where the size is 0.</summary>
    public static ImmutableArray<int> Windows(int layers, int window, Func<int, bool> hasWindow)
    {
        var windows = ImmutableArray.CreateBuilder<int>(layers);
        for (var i = 0; i < layers; i++)
        {
            windows.Add(hasWindow(i) ? window : 0);
        }

        return windows.MoveToImmutable();
    }

    /// <summary>Reads <c>layer_types</c> where it stands, else applies a rule.</summary>
    public static ImmutableArray<int> LayerTypes(JsonFields fields, int layers, int window, Func<int, bool> hasWindow)
    {
        const string Name = "layer_types";
        if (!fields.Has(Name))
        {
            return Windows(layers, window, hasWindow);
        }

        var types = fields.Texts(Name, ConfigurationLimits.MaxLayers);
        if (types.Length != layers)
        {
            throw fields.Error(Name, $"must have {layers} entries, one for each layer");
        }

        foreach (var type in types)
        {
            if (type is not ("full_attention" or "sliding_attention"))
            {
                throw fields.Error(Name, "must hold full_attention and sliding_attention alone");
            }
        }

        return Windows(layers, window, i => types[i] == "sliding_attention");
    }
}
