using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KServe.Runtime.Generative.Tests.Models;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Support;

/// <summary>Writes a folder of safetensors as llama.cpp's converter writes it as GGUF, in binary32.</summary>
/// <remarks>Source: <c>convert_hf_to_gguf.py</c> and <c>tensor_mapping.py</c> of llama.cpp.</remarks>
internal static class GgufConversion
{
    private static readonly ImmutableArray<(string Pattern, string Name)> Gpt2 =
    [
        (@"transformer\.wte", "token_embd"), (@"transformer\.wpe", "position_embd"), (@"transformer\.ln_f", "output_norm"),
        (@"transformer\.h\.(\d+)\.ln_1", "blk.$1.attn_norm"), (@"transformer\.h\.(\d+)\.attn\.c_attn", "blk.$1.attn_qkv"),
        (@"transformer\.h\.(\d+)\.attn\.c_proj", "blk.$1.attn_output"), (@"transformer\.h\.(\d+)\.ln_2", "blk.$1.ffn_norm"),
        (@"transformer\.h\.(\d+)\.mlp\.c_fc", "blk.$1.ffn_up"), (@"transformer\.h\.(\d+)\.mlp\.c_proj", "blk.$1.ffn_down"),
    ];

    private static readonly ImmutableArray<(string Pattern, string Name)> GptNeoX =
    [
        (@"gpt_neox\.embed_in", "token_embd"), ("embed_out", "output"), (@"gpt_neox\.final_layer_norm", "output_norm"),
        (@"gpt_neox\.layers\.(\d+)\.input_layernorm", "blk.$1.attn_norm"),
        (@"gpt_neox\.layers\.(\d+)\.attention\.query_key_value", "blk.$1.attn_qkv"),
        (@"gpt_neox\.layers\.(\d+)\.attention\.dense", "blk.$1.attn_output"),
        (@"gpt_neox\.layers\.(\d+)\.post_attention_layernorm", "blk.$1.ffn_norm"),
        (@"gpt_neox\.layers\.(\d+)\.mlp\.dense_h_to_4h", "blk.$1.ffn_up"),
        (@"gpt_neox\.layers\.(\d+)\.mlp\.dense_4h_to_h", "blk.$1.ffn_down"),
    ];

    private static readonly ImmutableArray<(string Pattern, string Name)> Bert =
    [
        (@"(?:bert\.|roberta\.)?embeddings\.word_embeddings", "token_embd"),
        (@"(?:bert\.|roberta\.)?embeddings\.position_embeddings", "position_embd"),
        (@"(?:bert\.|roberta\.)?embeddings\.token_type_embeddings", "token_types"),
        (@"(?:bert\.|roberta\.)?embeddings\.LayerNorm", "token_embd_norm"),
        (@"(?:bert\.pooler|classifier)\.dense", "cls"), (@"classifier(?:\.out_proj)?", "cls.output"),
        (@".*encoder\.layer\.(\d+)\.attention\.self\.query", "blk.$1.attn_q"),
        (@".*encoder\.layer\.(\d+)\.attention\.self\.key", "blk.$1.attn_k"),
        (@".*encoder\.layer\.(\d+)\.attention\.self\.value", "blk.$1.attn_v"),
        (@".*encoder\.layer\.(\d+)\.attention\.output\.dense", "blk.$1.attn_output"),
        (@".*encoder\.layer\.(\d+)\.attention\.output\.LayerNorm", "blk.$1.attn_output_norm"),
        (@".*encoder\.layer\.(\d+)\.intermediate\.dense", "blk.$1.ffn_up"),
        (@".*encoder\.layer\.(\d+)\.output\.dense", "blk.$1.ffn_down"),
        (@".*encoder\.layer\.(\d+)\.output\.LayerNorm", "blk.$1.layer_output_norm"),
    ];

    private static readonly ImmutableArray<(string Pattern, string Name)> T5 =
    [
        ("shared", "token_embd"), ("lm_head", "output"), (@"(enc|dec)oder\.final_layer_norm", "$1.output_norm"),
        (@"(enc|dec)oder\.block\.(\d+)\.layer\.0\.SelfAttention\.([qkvo])", "$1.blk.$2.attn_$3"),
        (@"(enc|dec)oder\.block\.(\d+)\.layer\.0\.SelfAttention\.relative_attention_bias", "$1.blk.$2.attn_rel_b"),
        (@"(enc|dec)oder\.block\.(\d+)\.layer\.0\.layer_norm", "$1.blk.$2.attn_norm"),
        (@"decoder\.block\.(\d+)\.layer\.1\.EncDecAttention\.([qkvo])", "dec.blk.$1.cross_attn_$2"),
        (@"decoder\.block\.(\d+)\.layer\.1\.layer_norm", "dec.blk.$1.cross_attn_norm"),
        (@"encoder\.block\.(\d+)\.layer\.1\.layer_norm", "enc.blk.$1.ffn_norm"),
        (@"decoder\.block\.(\d+)\.layer\.2\.layer_norm", "dec.blk.$1.ffn_norm"),
        (@"(enc|dec)oder\.block\.(\d+)\.layer\.[12]\.DenseReluDense\.wi_0", "$1.blk.$2.ffn_gate"),
        (@"(enc|dec)oder\.block\.(\d+)\.layer\.[12]\.DenseReluDense\.wi(?:_1)?", "$1.blk.$2.ffn_up"),
        (@"(enc|dec)oder\.block\.(\d+)\.layer\.[12]\.DenseReluDense\.wo", "$1.blk.$2.ffn_down"),
    ];

    /// <summary>Makes the file of a folder.</summary>
    public static GgufBuilder Convert(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
        var config = document.RootElement;
        using var store = WeightStore.Open(folder);
        var type = config.GetProperty("model_type").GetString()!;
        return type switch
        {
            "gpt2" => AddGpt2(store, config),
            "gpt_neox" => AddGptNeoX(store, config),
            "t5" => AddT5(store, config),
            _ => AddBert(store, config, offset: type == "xlm-roberta" ? config.GetProperty("pad_token_id").GetInt32() + 1 : 0),
        };
    }

    /// <summary>Adds the vocabulary of a folder's WordPiece or Unigram tokenizer.</summary>
    public static GgufBuilder AddVocabulary(GgufBuilder builder, string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tokenizer.json")));
        var special = document.RootElement.GetProperty("added_tokens").EnumerateArray()
            .ToDictionary(static token => token.GetProperty("content").GetString()!, static token => token.GetProperty("id").GetInt32());
        var model = document.RootElement.GetProperty("model");
        var vocabulary = model.GetProperty("vocab");
        if (model.GetProperty("type").GetString() == "WordPiece")
        {
            string[] words = [.. vocabulary.EnumerateObject().OrderBy(static word => word.Value.GetInt32()).Select(static word => word.Name)];
            return builder.Text("tokenizer.ggml.model", "bert")
                .Array("tokenizer.ggml.tokens", [.. words.Select(ToPhantom)])
                .Array("tokenizer.ggml.token_type", [.. words.Select(word => special.ContainsKey(word) ? 3 : 1)])
                .UInt32("tokenizer.ggml.unknown_token_id", (uint)special["[UNK]"])
                .UInt32("tokenizer.ggml.seperator_token_id", (uint)special["[SEP]"]);
        }

        var pieces = vocabulary.EnumerateArray().ToArray();
        string[] tokens = [.. pieces.Select(static piece => piece[0].GetString()!)];
        return builder.Text("tokenizer.ggml.model", "t5")
            .Array("tokenizer.ggml.tokens", tokens)
            .Array("tokenizer.ggml.scores", [.. pieces.Select(static piece => piece[1].GetSingle())])
            .Array("tokenizer.ggml.token_type", [.. tokens.Select(token => token == "<unk>" ? 2 : special.ContainsKey(token) ? 3 : 1)])
            .UInt32("tokenizer.ggml.unknown_token_id", (uint)special["<unk>"])
            .Bool("tokenizer.ggml.add_space_prefix", value: true)
            .Bool("tokenizer.ggml.remove_extra_whitespaces", value: true)
            .Bool("tokenizer.ggml.add_bos_token", value: special.ContainsKey("<s>"))
            .Bool("tokenizer.ggml.add_eos_token", value: true);
    }

    /// <summary>Copies the folder of T5 with the largest distance that files stand for, as they have no key for it.</summary>
    public static string CopyT5(string folder)
    {
        var source = ArchitectureGolden.PathOf("t5");
        Directory.CreateDirectory(folder);
        foreach (var file in (string[])["model.safetensors", "tokenizer.json"])
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file));
        }

        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!;
        config["relative_attention_max_distance"] = 128;
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        return folder;
    }

    private static string ToPhantom(string word) =>
        word.StartsWith('[') && word.EndsWith(']') ? word
        : word.StartsWith("##", StringComparison.Ordinal) ? word[2..] : "\u2581" + word;

    private static GgufBuilder AddGpt2(WeightStore store, JsonElement config)
    {
        var builder = Begin("gpt2", config, "n_ctx", "n_embd", "n_layer", "n_head")
            .UInt32("gpt2.feed_forward_length", 4 * Number(config, "n_embd"))
            .Float32("gpt2.attention.layer_norm_epsilon", Float(config, "layer_norm_epsilon"));
        foreach (var name in store.Names)
        {
            var tensor = store.Get(name);
            tensor = Regex.IsMatch(name, @"\.(?:c_attn|c_proj|c_fc)\.weight$", RegexOptions.NonBacktracking) ? tensor.Transpose() : tensor;
            Add(builder, Translate(Gpt2, name), tensor.ToArray(), tensor.Shape);
            if (name == "transformer.wte.weight")
            {
                Add(builder, "output.weight", tensor.ToArray(), tensor.Shape);
            }
        }

        return builder;
    }

    private static GgufBuilder AddGptNeoX(WeightStore store, JsonElement config)
    {
        var (heads, hidden) = ((int)Number(config, "num_attention_heads"), (int)Number(config, "hidden_size"));
        var builder = BeginUsual("gptneox", config)
            .UInt32("gptneox.rope.dimension_count", (uint)(config.GetProperty("rotary_pct").GetDouble() * (hidden / heads)))
            .Bool("gptneox.use_parallel_residual", config.GetProperty("use_parallel_residual").GetBoolean())
            .Float32("gptneox.attention.layer_norm_epsilon", Float(config, "layer_norm_eps"));
        foreach (var name in store.Names)
        {
            var tensor = store.Get(name);
            var numbers = tensor.ToArray();
            if (name.Contains("query_key_value", StringComparison.Ordinal))
            {
                // [heads, 3, size, ...] becomes [3, heads, size, ...]
                var part = numbers.Length / (3 * heads);
                numbers = [.. Enumerable.Range(0, 3).SelectMany(kind => Enumerable.Range(0, heads)
                    .SelectMany(head => numbers.AsSpan(((head * 3) + kind) * part, part).ToArray()))];
            }

            Add(builder, Translate(GptNeoX, name), numbers, tensor.Shape);
        }

        return builder;
    }

    private static GgufBuilder AddBert(WeightStore store, JsonElement config, int offset)
    {
        var builder = BeginUsual("bert", config, offset)
            .Bool("bert.attention.causal", value: false)
            .UInt32("tokenizer.ggml.token_type_count", Number(config, "type_vocab_size"))
            .Float32("bert.attention.layer_norm_epsilon", Float(config, "layer_norm_eps"));
        if (config.TryGetProperty("id2label", out var labels))
        {
            builder.Array(
                "bert.classifier.output_labels", [.. labels.EnumerateObject().Select(static one => one.Value.GetString()!)]);
        }

        foreach (var name in store.Names.Where(static name => !name.StartsWith("pooler.", StringComparison.Ordinal)))
        {
            var tensor = store.Get(name);
            tensor = name.Contains("position_embeddings", StringComparison.Ordinal)
                ? tensor.SliceRows(offset, tensor.Rows - offset)
                : tensor;
            Add(builder, Translate(Bert, name), tensor.ToArray(), tensor.Shape);
        }

        return builder;
    }

    private static GgufBuilder AddT5(WeightStore store, JsonElement config)
    {
        var builder = Begin("t5", config, "n_positions", "d_model", "num_layers", "num_heads")
            .UInt32("t5.feed_forward_length", Number(config, "d_ff"))
            .UInt32("t5.attention.key_length", Number(config, "d_kv"))
            .UInt32("t5.attention.relative_buckets_count", Number(config, "relative_attention_num_buckets"))
            .Float32("t5.attention.layer_norm_rms_epsilon", Float(config, "layer_norm_epsilon"))
            .UInt32("t5.decoder_start_token_id", Number(config, "decoder_start_token_id"));
        foreach (var name in store.Names)
        {
            var tensor = store.Get(name);
            Add(builder, Translate(T5, name), tensor.ToArray(), tensor.Shape);
        }

        return builder;
    }

    private static GgufBuilder BeginUsual(string architecture, JsonElement config, int offset = 0) =>
        Begin(
            architecture, config, "max_position_embeddings", "hidden_size", "num_hidden_layers", "num_attention_heads", offset)
        .UInt32($"{architecture}.feed_forward_length", Number(config, "intermediate_size"));

    private static GgufBuilder Begin(
        string architecture, JsonElement config, string positions, string hidden, string layers, string heads, int offset = 0)
    {
        var builder = new GgufBuilder()
            .Text("general.architecture", architecture)
            .UInt32($"{architecture}.context_length", (config.TryGetProperty(positions, out var count) ? count.GetUInt32() : 512) - (uint)offset)
            .UInt32($"{architecture}.embedding_length", Number(config, hidden))
            .UInt32($"{architecture}.block_count", Number(config, layers))
            .UInt32($"{architecture}.attention.head_count", Number(config, heads));
        foreach (var (field, key) in new[] { ("bos_token_id", "bos"), ("eos_token_id", "eos"), ("pad_token_id", "padding") })
        {
            if (config.TryGetProperty(field, out var id))
            {
                builder.UInt32($"tokenizer.ggml.{key}_token_id", id.GetUInt32());
            }
        }

        return builder;
    }

    private static uint Number(JsonElement config, string name) => config.GetProperty(name).GetUInt32();

    private static float Float(JsonElement config, string name) => config.GetProperty(name).GetSingle();

    private static string Translate(ImmutableArray<(string Pattern, string Name)> names, string name)
    {
        foreach (var (pattern, translated) in names)
        {
            var whole = $@"^{pattern}(\.weight|\.bias)$";
            if (Regex.IsMatch(name, whole, RegexOptions.NonBacktracking))
            {
                var suffix = name[name.LastIndexOf('.')..];
                return Regex.Replace(name[..^suffix.Length], $"^{pattern}$", translated, RegexOptions.NonBacktracking) + suffix;
            }
        }

        throw new InvalidOperationException($"Nothing is known of {name}.");
    }

    private static void Add(GgufBuilder builder, string name, float[] numbers, ImmutableArray<int> shape) => builder.Tensor(
        name, 0, [.. shape.Reverse().Select(static size => (ulong)size)], content: MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
}
