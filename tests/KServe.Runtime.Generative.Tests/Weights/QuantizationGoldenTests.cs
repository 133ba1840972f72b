using KServe.Kernels.Linear;
using KServe.Kernels.Quantization;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Compares the codecs with files that llama-quantize wrote from the weights of the safetensors file.</summary>
public sealed class QuantizationGoldenTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat");

    [Fact]
    public void Encode_Q8_0_GivesTheBytesOfLlamaQuantize() => Compare("tiny-chat-q8_0.gguf", WeightFormat.Q8_0, 36);

    [Fact]
    public void Encode_Q5_0_GivesTheBytesOfLlamaQuantize() => Compare("tiny-chat-q4_k_m.gguf", WeightFormat.Q5_0, 3);

    [Theory]
    [InlineData("tiny-chat-q8_0.gguf", 0.008)]
    [InlineData("tiny-chat-q4_k_m.gguf", 0.1)]
    public void ReadRow_QuantizedFile_IsCloseToTheWeights(string file, double allowed)
    {
        using var exact = WeightStore.Open(Folder + "/model.safetensors");
        using var gguf = WeightStore.Open(Path.Combine(Folder, file));
        HashSet<WeightFormat> formats = [];
        foreach (var name in gguf.Names)
        {
            var expected = exact.Get(name).ToArray();
            var actual = gguf.Get(name);
            var numbers = actual.ToArray();
            var error = Math.Sqrt(expected.Zip(numbers, static (a, b) => (a - b) * (double)(a - b)).Sum());
            var length = Math.Sqrt(expected.Sum(static a => a * (double)a));
            Assert.InRange(error / length, 0, actual.Format == WeightFormat.F32 ? 0 : allowed);
            formats.Add(actual.Format);
        }

        Assert.True(formats.Count >= (file.Contains("q4_k", StringComparison.Ordinal) ? 4 : 2));
    }

    private static void Compare(string file, WeightFormat format, int atLeast)
    {
        using var exact = WeightStore.Open(Folder + "/model.safetensors");
        using var gguf = WeightStore.Open(Path.Combine(Folder, file));
        var compared = 0;
        foreach (var name in gguf.Names)
        {
            var expected = gguf.Get(name);
            if (expected.Format != format)
            {
                continue;
            }

            compared++;
            var source = exact.Get(name);
            var numbers = new float[source.Columns];
            var encoded = new byte[WeightCodec.GetByteCount(format, source.Columns)];
            for (var row = 0; row < source.Rows; row++)
            {
                source.ReadRow(row, numbers);
                WeightCodec.Encode(format, numbers, encoded);
                Assert.True(encoded.AsSpan().SequenceEqual(expected.GetRow(row)), $"{name}, row {row}");
            }
        }

        Assert.True(compared >= atLeast, $"{compared} tensors");
    }
}
