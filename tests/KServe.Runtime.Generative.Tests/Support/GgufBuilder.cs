using System.Buffers.Binary;
using System.Text;

namespace KServe.Runtime.Generative.Tests.Support;

/// <summary>Writes GGUF files, right ones and wrong ones.</summary>
internal sealed class GgufBuilder
{
    private readonly List<byte> _pairs = [];
    private readonly List<byte> _infos = [];
    private readonly List<byte> _data = [];
    private ulong _pairCount;
    private ulong _tensorCount;

    public uint Magic { get; set; } = 0x46554747;

    public uint Version { get; set; } = 3;

    public ulong? PairCount { get; set; }

    public ulong? TensorCount { get; set; }

    public int Alignment { get; set; } = 32;

    /// <summary>Makes a small llama file with a vocabulary, all right.</summary>
    public static GgufBuilder Llama()
    {
        var builder = new GgufBuilder()
            .Text("general.architecture", "llama")
            .UInt32("llama.context_length", 64)
            .UInt32("llama.embedding_length", 32)
            .UInt32("llama.block_count", 1)
            .UInt32("llama.feed_forward_length", 64)
            .UInt32("llama.attention.head_count", 4)
            .UInt32("llama.attention.head_count_kv", 2)
            .Float32("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Float32("llama.rope.freq_base", 10000)
            .UInt32("llama.rope.dimension_count", 8)
            .Text("tokenizer.ggml.model", "llama")
            .Array("tokenizer.ggml.tokens", "<unk>", "<s>", "</s>", "a")
            .Array("tokenizer.ggml.scores", 0f, 0f, 0f, -1f)
            .Array("tokenizer.ggml.token_type", 2, 3, 3, 1)
            .UInt32("tokenizer.ggml.bos_token_id", 1)
            .UInt32("tokenizer.ggml.eos_token_id", 2)
            .Text("tokenizer.chat_template", "{{ messages }}");
        builder.Tensor("token_embd.weight", 0, [32, 4]);
        builder.Tensor("output_norm.weight", 0, [32]);
        builder.Tensor("blk.0.attn_norm.weight", 0, [32]);
        builder.Tensor("blk.0.attn_q.weight", 8, [32, 32]);
        builder.Tensor("blk.0.attn_k.weight", 1, [32, 16]);
        builder.Tensor("blk.0.attn_v.weight", 2, [32, 16]);
        builder.Tensor("blk.0.attn_output.weight", 30, [32, 32]);
        builder.Tensor("blk.0.ffn_norm.weight", 0, [32]);
        builder.Tensor("blk.0.ffn_gate.weight", 3, [32, 64]);
        builder.Tensor("blk.0.ffn_up.weight", 6, [32, 64]);
        builder.Tensor("blk.0.ffn_down.weight", 7, [64, 32]);
        return builder;
    }

    public GgufBuilder Text(string key, string value) => Pair(key, 8, TextBytes(value));

    public GgufBuilder UInt32(string key, uint value) => Pair(key, 4, BitConverter.GetBytes(value));

    public GgufBuilder Float32(string key, float value) => Pair(key, 6, BitConverter.GetBytes(value));

    public GgufBuilder Bool(string key, bool value) => Pair(key, 7, [value ? (byte)1 : (byte)0]);

    public GgufBuilder Array(string key, params string[] values) =>
        RawArray(key, 8, (ulong)values.Length, [.. values.SelectMany(TextBytes)]);

    public GgufBuilder Array(string key, params float[] values) =>
        RawArray(key, 6, (ulong)values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

    public GgufBuilder Array(string key, params int[] values) =>
        RawArray(key, 5, (ulong)values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

    public GgufBuilder RawArray(string key, uint type, ulong count, byte[] content) => Pair(
        key, 9, [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(count), .. content]);

    public GgufBuilder Pair(string key, uint type, byte[] content)
    {
        _pairs.AddRange(TextBytes(key));
        _pairs.AddRange(BitConverter.GetBytes(type));
        _pairs.AddRange(content);
        _pairCount++;
        return this;
    }

    /// <summary>Adds a tensor, whose bytes are made up, with a true offset or another.</summary>
    public GgufBuilder Tensor(string name, uint type, ulong[] dimensions, ulong? offset = null, byte[]? content = null)
    {
        _infos.AddRange(TextBytes(name));
        _infos.AddRange(BitConverter.GetBytes((uint)dimensions.Length));
        foreach (var size in dimensions)
        {
            _infos.AddRange(BitConverter.GetBytes(size));
        }

        _infos.AddRange(BitConverter.GetBytes(type));
        _infos.AddRange(BitConverter.GetBytes(offset ?? (ulong)_data.Count));
        _data.AddRange(content ?? Content(type, dimensions));
        Pad(_data);
        _tensorCount++;
        return this;
    }

    public byte[] Build()
    {
        List<byte> file =
        [
            .. BitConverter.GetBytes(Magic),
            .. BitConverter.GetBytes(Version),
            .. BitConverter.GetBytes(TensorCount ?? _tensorCount),
            .. BitConverter.GetBytes(PairCount ?? _pairCount),
            .. _pairs,
            .. _infos,
        ];
        Pad(file);
        file.AddRange(_data);
        return [.. file];
    }

    private void Pad(List<byte> bytes) => bytes.AddRange(new byte[-bytes.Count & (Alignment - 1)]);

    private static byte[] TextBytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var all = new byte[8 + bytes.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(all, (ulong)bytes.Length);
        bytes.CopyTo(all, 8);
        return all;
    }

    private static byte[] Content(uint type, ulong[] dimensions)
    {
        var count = dimensions.Aggregate(1UL, static (a, b) => a * b);
        var (size, bytes) = type switch
        {
            0 => (1UL, 4UL),
            1 or 30 => (1UL, 2UL),
            2 => (32UL, 18UL),
            3 => (32UL, 20UL),
            6 => (32UL, 22UL),
            7 => (32UL, 24UL),
            8 => (32UL, 34UL),
            _ => (1UL, 0UL),
        };
        var content = new byte[count / size * bytes];
        for (var i = 0; i < content.Length; i++)
        {
            content[i] = (byte)(i % 60);
        }

        return content;
    }
}
