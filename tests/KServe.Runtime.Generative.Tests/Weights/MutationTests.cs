using System.Text;
using System.Text.Json;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Weights;
using KServe.Runtime.Generative.Weights.Gguf;
using KServe.Runtime.Generative.Weights.Safetensors;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Damages small files ten thousand times each: they are read, or refused as a bad file is.</summary>
public sealed class MutationTests
{
    private const int Count = 10_000;
    private const long MostMemory = 8 * 1024 * 1024;

    [Fact]
    public void Safetensors_Damaged_AreReadOrRefused()
    {
        var header = "{\"__metadata__\":{\"format\":\"pt\"},"
            + SafetensorsBytes.Entry("a.weight", "F32", "2,3", "0,24") + ","
            + SafetensorsBytes.Entry("b.weight", "BF16", "2,2", "24,32") + ","
            + SafetensorsBytes.Entry("ids", "I64", "1", "32,40") + "}  ";
        var read = Run(SafetensorsBytes.Write(header, 40), static file =>
        {
            using var store = SafetensorsStore.Open("", new MemorySource("x.safetensors", file));
            ReadTensors(store);
        });
        Assert.InRange(read, 1, Count - 1);
    }

    [Fact]
    public void Indexes_Damaged_AreReadOrRefused()
    {
        var index = """
            {"metadata":{"total_size":123},"weight_map":{"a.weight":"model-00001-of-00002.safetensors",
            "b.weight":"model-00002-of-00002.safetensors","c.weight":"model-00002-of-00002.safetensors"}}
            """;
        var read = Run(Encoding.UTF8.GetBytes(index), static file =>
        {
            using var document = JsonFile.Parse(file, "x.json");
            foreach (var shard in SafetensorsStore.ReadIndex(document, "x.json").Keys)
            {
                Assert.Equal(shard, Path.GetFileName(shard));
            }
        });
        Assert.InRange(read, 1, Count - 1);
    }

    [Fact]
    public void Ggufs_Damaged_AreReadOrRefused()
    {
        var file = GgufBuilder.Llama().Build();
        var read = Run(file, static damaged =>
        {
            using var store = GgufStore.Open(new MemorySource("x.gguf", damaged));
            ReadTensors(store);
            store.ReadConfiguration();
            GgufTokenizers.Create(GgufVocabulary.Read(store.Metadata!), "x.gguf");
            GgufVocabulary.ReadConfiguration(store.Metadata!);
        });
        Assert.InRange(read, 1, Count - 1);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma3-text")]
    [InlineData("qwen2-moe")]
    [InlineData("phi3-longrope")]
    [InlineData("bert-token-classification")]
    [InlineData("t5")]
    public void Configurations_Damaged_AreReadOrRefused(string architecture)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "arch", architecture, "config.json");
        using var original = JsonDocument.Parse(File.ReadAllBytes(path));
        const int CountOfOne = 2_000; // of six architectures
        var read = Run(
            JsonSerializer.SerializeToUtf8Bytes(original.RootElement),
            static file =>
            {
                using var document = JsonFile.Parse(file, "config.json");
                ConfigurationReader.Read(JsonFile.Fields(document, "config.json"));
            },
            CountOfOne);
        Assert.InRange(read, 1, CountOfOne - 1);
    }

    private static int Run(byte[] file, Action<byte[]> read, int count = Count)
    {
        var random = new Random(77);
        read(file);
        var readable = 0;
        for (var i = 0; i < count; i++)
        {
            var damaged = Mutations.Apply(random, file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(damaged);
                readable++;
            }
            catch (InferenceException)
            {
                // refused, as it should be
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }

        return readable;
    }

    private static void ReadTensors(WeightStore store)
    {
        foreach (var name in store.Names)
        {
            try
            {
                var tensor = store.Get(name);
                if (tensor.Rows > 0)
                {
                    tensor.ReadRow(tensor.Rows - 1, new float[tensor.Columns]);
                }
            }
            catch (InferenceException)
            {
                // a type that is not computed with, or heads that do not fit
            }
        }
    }
}
