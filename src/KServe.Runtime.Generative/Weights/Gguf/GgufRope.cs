using System.Text.Json;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Writes the rotary positions of a GGUF file as fields of <c>config.json</c>.</summary>
internal static class GgufRope
{
    public static void Write(Utf8JsonWriter json, GgufFields fields, GgufMetadata metadata)
    {
        fields.WriteInteger(
            json, "original_max_position_embeddings", fields.Key("rope.scaling.original_context_length"));
        WritePartialFactor(json, fields, metadata);
        var type = metadata.Text(fields.Key("rope.scaling.type"));
        if (type is not ("linear" or "yarn"))
        {
            return; // no scaling, or factors in tensors
        }

        json.WriteStartObject("rope_scaling");
        json.WriteString("rope_type", type);
        fields.WriteNumber(json, "factor", fields.Key("rope.scaling.factor"));
        fields.WriteNumber(json, "beta_fast", fields.Key("rope.scaling.yarn_beta_fast"));
        fields.WriteNumber(json, "beta_slow", fields.Key("rope.scaling.yarn_beta_slow"));
        json.WriteEndObject();
    }

    private static void WritePartialFactor(Utf8JsonWriter json, GgufFields fields, GgufMetadata metadata)
    {
        var key = fields.Key("rope.dimension_count");
        var headSize = metadata.Int64(fields.Key("attention.key_length"))
            ?? (metadata.Int64(fields.Key("attention.head_count")) is > 0 and var heads
                ? metadata.Int64(fields.Key("embedding_length")) / heads
                : null);
        if (metadata.Int64(key) is not { } size || headSize is not > 0)
        {
            return;
        }

        var factor = (double)size / headSize.Value;
        if (factor < 1 && (long)(headSize.Value * factor) < size)
        {
            factor = Math.BitIncrement(factor); // so that the product is not just below the size
        }

        fields.Name("partial_rotary_factor", key);
        json.WriteNumber("partial_rotary_factor", factor);
    }
}
