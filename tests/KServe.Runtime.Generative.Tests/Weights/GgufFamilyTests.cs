using System.Runtime.InteropServices;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Weights;
using KServe.Runtime.Generative.Weights.Gguf;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Reads what the converters of each family change: names, norms, heads, experts, rotary factors.</summary>
public sealed class GgufFamilyTests
{
    [Fact]
    public void Get_QueryRowsOfLlama_AreThoseOfHuggingFace()
    {
        // rows 0..15 of two heads; the writer interleaves the two halves of each head
        int[] stored = [0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15];
        var content = Bytes([.. stored.Select(static row => (float)row)]);
        using var store = Open(Base("llama", heads: 2)
            .Tensor("blk.0.attn_q.weight", 0, [1, 16], content: content)
            .Tensor("blk.0.attn_q.bias", 0, [16], content: content)
            .Tensor("blk.0.attn_v.weight", 0, [1, 16], content: content));
        var expected = Enumerable.Range(0, 16).Select(static row => (float)row);
        Assert.Equal(expected, store.Get("model.layers.0.self_attn.q_proj.weight").ToArray());
        Assert.Equal(expected, store.Get("model.layers.0.self_attn.q_proj.bias").ToArray());
        Assert.Equal(
            expected.Skip(8), store.Get("model.layers.0.self_attn.q_proj.weight").SliceRows(8, 8).ToArray());
        Assert.Equal(
            stored.Select(static row => (float)row), store.Get("model.layers.0.self_attn.v_proj.weight").ToArray());
        Assert.True(store.ReadConfiguration().Attention.HasQueryKeyValueBias);
    }

    [Fact]
    public void Get_NormsOfGemma_AreWithoutTheOneThatWasAdded()
    {
        var content = Bytes(1.5f, 0.75f);
        using var store = Open(Base("gemma2", heads: 2)
            .Tensor("blk.0.attn_norm.weight", 0, [2], content: content)
            .Tensor("blk.0.post_attention_norm.weight", 0, [2], content: content)
            .Tensor("blk.0.ffn_norm.weight", 0, [2], content: content)
            .Tensor("blk.0.post_ffw_norm.weight", 0, [2], content: content)
            .Tensor("output_norm.weight", 0, [2], content: content));
        foreach (var name in new[]
        {
            "model.layers.0.input_layernorm.weight",
            "model.layers.0.post_attention_layernorm.weight",
            "model.layers.0.pre_feedforward_layernorm.weight",
            "model.layers.0.post_feedforward_layernorm.weight",
            "model.norm.weight",
        })
        {
            Assert.Equal([0.5f, -0.25f], store.Get(name).ToArray());
        }
    }

    [Theory]
    [InlineData("llama", "block_sparse_moe.experts.1.w2", "block_sparse_moe.gate")]
    [InlineData("qwen3moe", "mlp.experts.1.down_proj", "mlp.gate")]
    public void Get_Experts_AreMatricesOfTheirOwn(string architecture, string down, string gate)
    {
        var content = Bytes([.. Enumerable.Range(0, 12).Select(static i => (float)i)]);
        using var store = Open(Base(architecture, heads: 2)
            .UInt32($"{architecture}.expert_count", 2)
            .UInt32($"{architecture}.expert_used_count", 1)
            .UInt32($"{architecture}.expert_feed_forward_length", 3)
            .Tensor("blk.0.ffn_gate_inp.weight", 0, [2, 2])
            .Tensor("blk.0.ffn_down_exps.weight", 0, [3, 2, 2], content: content)
            .Tensor("blk.0.ffn_up.1.weight", 0, [2, 3]));
        Assert.Equal([6f, 7f, 8f, 9f, 10f, 11f], store.Get($"model.layers.0.{down}.weight").Require(2, 3).ToArray());
        Assert.True(store.Contains($"model.layers.0.{gate}.weight"));
        var moe = store.ReadConfiguration().Moe!;
        Assert.Equal((2, 1, true), (moe.ExpertCount, moe.ExpertsPerToken, moe.NormalizesWeights));
    }

    [Fact]
    public void ReadConfiguration_FactorsOfLlama31_DivideTheFrequencies()
    {
        var content = Bytes(1f, 2f, 8f, 8f);
        using var store = Open(Base("llama", heads: 2).Tensor("rope_freqs.weight", 0, [4], content: content));
        var rope = store.ReadConfiguration().Rope!;
        Assert.Equal((RopeKind.LongRope, 1.0, 1.0), (rope.Kind, rope.Factor, rope.AttentionFactor));
        Assert.Equal([1.0, 2.0, 8.0, 8.0], rope.ShortFactors);
        Assert.Equal(rope.ShortFactors, rope.LongFactors);
    }

    [Fact]
    public void ReadConfiguration_FactorsOfPhi3_AreBothSets()
    {
        var low = Bytes(1f, 1f, 1f, 1f);
        var high = Bytes(2f, 4f, 8f, 16f);
        using var store = Open(Base("phi3", heads: 2)
            .UInt32("phi3.rope.scaling.original_context_length", 16)
            .Float32("phi3.rope.scaling.attn_factor", 1.25f)
            .Tensor("rope_factors_short.weight", 0, [4], content: low)
            .Tensor("rope_factors_long.weight", 0, [4], content: high)
            .Tensor("blk.0.attn_qkv.weight", 0, [2, 6])
            .Tensor("blk.0.ffn_up.weight", 0, [2, 4]));
        var rope = store.ReadConfiguration().Rope!;
        Assert.Equal((RopeKind.LongRope, 4.0, 16, 1.25), (
            rope.Kind, rope.Factor, rope.OriginalMaxPositions, rope.AttentionFactor));
        Assert.Equal([2.0, 4.0, 8.0, 16.0], rope.LongFactors);
        Assert.True(store.Contains("model.layers.0.self_attn.qkv_proj.weight"));
        Assert.True(store.Contains("model.layers.0.mlp.gate_up_proj.weight"));
    }

    [Theory]
    [InlineData("qwen2", "qwen2")]
    [InlineData("qwen3", "qwen3")]
    [InlineData("gemma", "gemma")]
    [InlineData("gemma3", "gemma3_text")]
    public void ReadConfiguration_EveryFamily_IsRead(string architecture, string expected)
    {
        using var store = Open(Base(architecture, heads: 2).Tensor("output.weight", 0, [2, 2]));
        var model = store.ReadConfiguration();
        Assert.Equal((expected, 8, false), (model.ModelType, model.Attention.HeadSize, model.HasTiedEmbeddings));
        Assert.Equal(1 / Math.Sqrt(8), model.Attention.Scale);
        Assert.True(store.Contains("lm_head.weight"));
    }

    /// <summary>Makes the metadata of a model with a hidden size of 16 and heads of 8.</summary>
    private static GgufBuilder Base(string architecture, uint heads) => new GgufBuilder()
        .Text("general.architecture", architecture)
        .UInt32($"{architecture}.context_length", 64)
        .UInt32($"{architecture}.embedding_length", 16)
        .UInt32($"{architecture}.block_count", 1)
        .UInt32($"{architecture}.feed_forward_length", 4)
        .UInt32($"{architecture}.attention.head_count", heads)
        .UInt32($"{architecture}.attention.head_count_kv", heads)
        .UInt32($"{architecture}.attention.key_length", 8)
        .Float32($"{architecture}.attention.layer_norm_rms_epsilon", 1e-6f)
        .Array("tokenizer.ggml.tokens", "a", "b");

    private static byte[] Bytes(params float[] numbers) => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

    private static WeightStore Open(GgufBuilder builder) =>
        GgufStore.Open(new MemorySource("x.gguf", builder.Build()));
}
