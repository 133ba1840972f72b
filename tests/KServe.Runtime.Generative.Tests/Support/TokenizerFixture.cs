using System.IO.Compression;
using System.Text.Json;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Tests.Support;

/// <summary>Opens the tokenizers and goldens of the fixtures.</summary>
internal static class TokenizerFixture
{
    public static readonly string[] Names =
    [
        "bpe-gpt2", "bpe-llama3", "bpe-metaspace-bytefallback", "bpe-qwen2", "bpe-roberta", "unigram-precompiled",
        "unigram-t5", "unigram-xlmr", "wordpiece-cased", "wordpiece-uncased",
    ];

    public static string Folder(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Fixtures", "Tokenizers", name);

    public static Tokenizer Load(string name) => Tokenizer.Parse(Read(name, "tokenizer.json.gz"));

    public static JsonDocument Golden(string name, string file = "golden.json.gz") =>
        JsonDocument.Parse(Read(name, file));

    public static byte[] Read(string name, string file)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Folder(name), file)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    public static int[] Ints(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetInt32())];

    public static string[] Texts(this JsonElement element) =>
        [.. element.EnumerateArray().Select(item => item.GetString()!)];

    public static (int, int)[] Pairs(this JsonElement element) =>
        [.. element.EnumerateArray().Select(item => (item[0].GetInt32(), item[1].GetInt32()))];
}
