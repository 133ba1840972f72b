using System.Text;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Weights;
using KServe.Runtime.Generative.Weights.Gguf;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Opens GGUF files that break the format.</summary>
public sealed class MalformedGgufTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "magic", "does not begin with GGUF" },
        { "version 0", "has the version 0" },
        { "version 1", "has the version 1" },
        { "version 4", "has the version 4" },
        { "swapped", "big-endian" },
        { "tensor count", "too short for its number of tensors" },
        { "pair count", "too short for its number of metadata values" },
        { "both counts", "too short for its number of tensors" },
        { "key length", "too short for its number of bytes" },
        { "text length", "too short for its number of bytes" },
        { "nested array", "elements that are no arrays" },
        { "array count", "too short for its number of array elements" },
        { "array type", "has the unknown type 99" },
        { "value type", "has the unknown type 77" },
        { "duplicate key", "is empty or there twice" },
        { "empty key", "is empty or there twice" },
        { "key not text", "is not valid UTF-8" },
        { "alignment 0", "must be a power of two" },
        { "alignment 13", "must be a power of two" },
        { "alignment text", "must be an unsigned number of 32 bits" },
        { "product", "more numbers than 64 bits" },
        { "negative", "more numbers than 64 bits" },
        { "rank 5", "has 5 dimensions" },
        { "row 33", "expected a multiple of 32" },
        { "type", "has the type 4," },
        { "offset beyond", "has the offset" },
        { "offset odd", "has the offset" },
        { "same offset", "has the offset" },
        { "long name", "at most 63 bytes" },
        { "duplicate tensor", "is there twice" },
        { "two names", "is there under two names" },
        { "sum of sizes", "ends beyond what 64 bits count" },
        { "truncated", "too short for its tensors" },
        { "parts", "several files" },
        { "no architecture", "general.architecture is missing" },
        { "architecture", "names an architecture that is not supported" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Open_WrongFile_NamesWhatIsWrong(string name, string expected)
    {
        var file = Make(name);
        Assert.Contains(expected, Refuse(file).Message, StringComparison.Ordinal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Theory]
    [InlineData("llama.embedding_length", 0u, "llama.embedding_length must be a whole number from 1")]
    [InlineData("llama.embedding_length", uint.MaxValue, "llama.embedding_length must be a whole number from 1")]
    [InlineData("llama.block_count", 1_000_000_000u, "llama.block_count must be a whole number from 1")]
    [InlineData("llama.attention.head_count_kv", 3u, "llama.attention.head_count_kv must divide")]
    [InlineData("tokenizer.ggml.bos_token_id", 4u, "tokenizer.ggml.bos_token_id must be a whole number from -1 to 3")]
    public void ReadConfiguration_WrongValue_NamesTheKey(string key, uint value, string expected)
    {
        var file = GgufBuilder.Llama().Build();
        var place = file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key + "\u0004")) + key.Length + 4;
        BitConverter.TryWriteBytes(file.AsSpan(place), value);
        using var store = Open(file);
        var error = Assert.Throws<InferenceException>(store.ReadConfiguration);
        Assert.StartsWith("x.gguf: " + expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_GoodFile_ReadsEverything()
    {
        using var store = Open(GgufBuilder.Llama().Build());
        Assert.Equal(8, store.ReadConfiguration().Attention.HeadSize);
        Assert.Equal(4, GgufVocabulary.Read(store.Metadata!).Tokens.Count);
        var configuration = GgufVocabulary.ReadConfiguration(store.Metadata!);
        Assert.Equal(("<s>", "</s>", null), (configuration.BosToken, configuration.EosToken, configuration.PadToken));
        Assert.Equal("{{ messages }}", configuration.FindChatTemplate(hasTools: false));
        foreach (var name in store.Names)
        {
            Assert.DoesNotContain(store.Get(name).ToArray(), float.IsNaN);
        }
    }

    [Theory]
    [InlineData("tokenizer.ggml.scores")]
    [InlineData("tokenizer.ggml.token_type")]
    public void CreateTokenizer_ListsOfOtherLengths_AreRefused(string key)
    {
        var builder = new GgufBuilder()
            .Text("general.architecture", "llama")
            .UInt32("llama.attention.head_count", 4)
            .Text("tokenizer.ggml.model", "llama")
            .Array("tokenizer.ggml.tokens", "a", "b", "c");
        builder = key.EndsWith("scores", StringComparison.Ordinal)
            ? builder.Array(key, 1f, 2f)
            : builder.Array(key, 1, 1, 1, 1).Array("tokenizer.ggml.scores", 1f, 2f, 3f);
        using var store = Open(builder.Build());
        var error = Assert.Throws<InferenceException>(
            () => GgufTokenizers.Create(GgufVocabulary.Read(store.Metadata!), "x.gguf"));
        Assert.StartsWith($"x.gguf: {key} must have 3", error.Message, StringComparison.Ordinal);
    }

    private static WeightStore Open(byte[] file) => GgufStore.Open(new MemorySource("x.gguf", file));

    private static InferenceException Refuse(byte[] file) => Assert.Throws<InferenceException>(() => Open(file));

    private static byte[] Make(string name)
    {
        var good = GgufBuilder.Llama();
        const ulong Huge = long.MaxValue;
        return name switch
        {
            "magic" => new GgufBuilder { Magic = 0x47475546 }.Build(),
            "version 0" => new GgufBuilder { Version = 0 }.Build(),
            "version 1" => new GgufBuilder { Version = 1 }.Build(),
            "version 4" => new GgufBuilder { Version = 4 }.Build(),
            "swapped" => new GgufBuilder { Version = 0x03000000 }.Build(),
            "tensor count" => new GgufBuilder { TensorCount = Huge }.Build(),
            "pair count" => new GgufBuilder { PairCount = Huge }.Build(),
            "both counts" => new GgufBuilder { TensorCount = Huge, PairCount = Huge }.Build(),
            "key length" => [.. new GgufBuilder { PairCount = 1 }.Build()[..24], .. BitConverter.GetBytes(ulong.MaxValue), 0, 0, 0, 0, 0, 0, 0, 0],
            "text length" => good.Pair("a", 8, BitConverter.GetBytes(1UL << 31)).Build(),
            "nested array" => good.RawArray("a", 9, 1, new byte[20]).Build(),
            "array count" => good.RawArray("a", 4, 1UL << 60, []).Build(),
            "array type" => good.RawArray("a", 99, 1, new byte[20]).Build(),
            "value type" => good.Pair("a", 77, new byte[20]).Build(),
            "duplicate key" => good.UInt32("a", 1).UInt32("a", 1).Build(),
            "empty key" => good.UInt32("", 1).Build(),
            "key not text" => Replace(good.UInt32("key-to-break", 1).Build(), "key-to-break"),
            "alignment 0" => good.UInt32("general.alignment", 0).Build(),
            "alignment 13" => good.UInt32("general.alignment", 13).Build(),
            "alignment text" => good.Text("general.alignment", "32").Build(),
            "product" => good.Tensor("a", 24, [1UL << 32, 1UL << 31], content: []).Build(),
            "negative" => good.Tensor("a", 24, [ulong.MaxValue], content: []).Build(),
            "rank 5" => good.Tensor("a", 0, [1, 1, 1, 1, 1]).Build(),
            "row 33" => good.Tensor("a", 2, [33, 1], content: []).Build(),
            "type" => good.Tensor("a", 4, [32], content: []).Build(),
            "offset beyond" => good.Tensor("a", 0, [32], offset: 1 << 20).Build(),
            "offset odd" => good.Tensor("a", 0, [32], offset: 7).Build(),
            "same offset" => good.Tensor("a", 0, [32], offset: 0).Build(),
            "long name" => good.Tensor(new string('a', 64), 0, [32]).Build(),
            "duplicate tensor" => good.Tensor("output_norm.weight", 0, [32]).Build(),
            "two names" => good.Tensor("model.norm.weight", 0, [32]).Build(),
            "sum of sizes" => new GgufBuilder()
                .Tensor("a", 24, [0x7FFFFFFFFFFFFFC0], content: [])
                .Tensor("b", 24, [0x7FFFFFFFFFFFFFC0], offset: 0x7FFFFFFFFFFFFFC0, content: []).Build(),
            "truncated" => good.Build()[..^33],
            "parts" => good.UInt32("split.count", 2).Build(),
            "no architecture" => new GgufBuilder().UInt32("a", 1).Build(),
            "architecture" => new GgufBuilder().Text("general.architecture", "mamba").Build(),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static byte[] Replace(byte[] file, string key)
    {
        file[file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key))] = 0xFF;
        return file;
    }
}
