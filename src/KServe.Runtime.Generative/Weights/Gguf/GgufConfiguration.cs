using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Reads a model's shape from the metadata of a GGUF file.</summary>
/// <remarks>
/// The values are put under the names of <c>config.json</c> and go through the same readers, so that both formats have
/// the same bounds and defaults; errors name the key of the file.
/// </remarks>
internal static class GgufConfiguration
{
    private const string Tokens = "tokenizer.ggml.tokens";

    /// <summary>Whole numbers: the field, and the key behind the architecture.</summary>
    private static readonly (string Field, string Key)[] Integers =
    [
        ("max_position_embeddings", "context_length"),
        ("hidden_size", "embedding_length"),
        ("num_hidden_layers", "block_count"),
        ("intermediate_size", "feed_forward_length"),
        ("num_attention_heads", "attention.head_count"),
        ("num_key_value_heads", "attention.head_count_kv"),
        ("head_dim", "attention.key_length"),
        ("sliding_window", "attention.sliding_window"),
        ("num_local_experts", "expert_count"),
        ("num_experts_per_tok", "expert_used_count"),
        ("moe_intermediate_size", "expert_feed_forward_length"),
        ("shared_expert_intermediate_size", "expert_shared_feed_forward_length"),
    ];

    private static readonly (string Field, string Key)[] Numbers =
    [
        ("rms_norm_eps", "attention.layer_norm_rms_epsilon"),
        ("rope_theta", "rope.freq_base"),
        ("rope_local_base_freq", "rope.freq_base_swa"),
        ("attn_logit_softcapping", "attn_logit_softcapping"),
        ("final_logit_softcapping", "final_logit_softcapping"),
    ];

    private static readonly (string Field, string Key)[] TokenIds =
    [
        ("bos_token_id", "tokenizer.ggml.bos_token_id"),
        ("pad_token_id", "tokenizer.ggml.padding_token_id"),
    ];

    /// <exception cref="InferenceException">A value is missing or wrong.</exception>
    public static ModelConfiguration Read(GgufFile file, GgufFamily family)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model_type", family.ModelType);
            Write(json, new GgufFields(file.Metadata, names), file, family);
            json.WriteEndObject();
        }

        using var document = JsonFile.Parse(buffer.WrittenMemory, file.Metadata.File);
        var model = ConfigurationReader.Read(
            new JsonFields(file.Metadata.File, "", document.RootElement, names));
        model = model with
        {
            StoresOutputsFirst = true,
            Pooling = family.ModelType == "bert" ? GgufBert.ReadPooling(file.Metadata) : null,
        };
        return GgufRopeFactors.Apply(file, model);
    }

    private static void Write(Utf8JsonWriter json, GgufFields fields, GgufFile file, GgufFamily family)
    {
        var own = GgufFieldNames.Of(family);
        foreach (var (field, key) in own.Integers.Concat(Integers))
        {
            fields.WriteInteger(json, field, fields.Key(key));
        }

        foreach (var (field, key) in own.Numbers.Concat(Numbers))
        {
            fields.WriteNumber(json, field, fields.Key(key));
        }

        foreach (var (field, key) in TokenIds)
        {
            fields.WriteTokenId(json, field, key);
        }

        json.WriteBoolean("tie_word_embeddings", !file.Tensors.ContainsKey("output.weight"));
        WriteFamily(json, fields, file, family);
        WriteVocabularySize(json, fields, file);
        WriteEndTokens(json, fields, file.Metadata);
        WriteQueryScalar(json, fields, file.Metadata, family);
        GgufRope.Write(json, fields, file.Metadata);
    }

    private static void WriteFamily(Utf8JsonWriter json, GgufFields fields, GgufFile file, GgufFamily family)
    {
        switch (family.ModelType)
        {
            case "llama":
                json.WriteBoolean("attention_bias", file.Tensors.ContainsKey("blk.0.attn_q.bias"));
                break;
            case "qwen3_moe":
                json.WriteBoolean("norm_topk_prob", value: true); // the format has no key for it
                break;
            case "gpt_neox":
                fields.WriteFlag(json, "use_parallel_residual", fields.Key("use_parallel_residual"));
                break;
            case "bert":
                GgufBert.Write(json, fields, file);
                break;
            case "t5":
                GgufT5.Write(json, fields, file);
                break;
        }
    }

    private static void WriteVocabularySize(Utf8JsonWriter json, GgufFields fields, GgufFile file)
    {
        // the embedding table is what ids look up; it may have more rows than there are texts
        fields.Name("vocab_size", Tokens);
        if (file.Tensors.TryGetValue("token_embd.weight", out var table) && table.Shape is [var rows, _])
        {
            json.WriteNumber("vocab_size", rows);
        }
        else if (file.Metadata.Count(Tokens) is { } count)
        {
            json.WriteNumber("vocab_size", count);
        }
    }

    private static void WriteEndTokens(Utf8JsonWriter json, GgufFields fields, GgufMetadata metadata)
    {
        fields.Name("eos_token_id", "tokenizer.ggml.eos_token_id");
        ImmutableArray<string> keys =
            ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"];
        json.WriteStartArray("eos_token_id");
        foreach (var id in keys.Select(metadata.Int64).OfType<long>().Distinct())
        {
            if (id != uint.MaxValue)
            {
                json.WriteNumberValue(id);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes Gemma's scale, which the format leaves to the size of the model.</summary>
    private static void WriteQueryScalar(
        Utf8JsonWriter json, GgufFields fields, GgufMetadata metadata, GgufFamily family)
    {
        var layers = metadata.Int64(fields.Key("block_count"));
        var isLargest = (family.ModelType, layers) is ("gemma2", 46) or ("gemma3_text", 62);
        var headSize = metadata.Int64(fields.Key("attention.key_length"));
        var hidden = metadata.Int64(fields.Key("embedding_length"));
        var heads = metadata.Int64(fields.Key("attention.head_count"));
        if (isLargest && hidden is { } width && heads is { } count and > 0)
        {
            json.WriteNumber("query_pre_attn_scalar", (double)width / count);
        }
        else if (headSize is { } size)
        {
            json.WriteNumber("query_pre_attn_scalar", size);
        }
    }
}
