using System.Runtime.InteropServices;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Reads the weights of the fixtures.</summary>
public sealed class WeightStoreTests
{
    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", name);

    [Fact]
    public void Open_FolderOfFloats_GivesRowsAsStored()
    {
        using var store = WeightStore.Open(Folder("arch/llama"));
        Assert.Equal(21, store.Names.Count());
        var matrix = store.Get("model.layers.1.self_attn.k_proj.weight").Require(32, 64);
        Assert.Equal((WeightFormat.F32, 32, 64), (matrix.Format, matrix.Rows, matrix.Columns));
        var row = new float[64];
        matrix.ReadRow(31, row);
        Assert.Equal(MemoryMarshal.Cast<byte, float>(matrix.GetRow(31)), row);
        Assert.Contains(row, static x => x != 0);
        Assert.Equal(row, matrix.SliceRows(30, 2).ToArray()[64..]);
    }

    [Theory]
    [InlineData("arch/llama-linear-rope", WeightFormat.F16)]
    [InlineData("arch/qwen2", WeightFormat.BF16)]
    public void ReadRow_SixteenBits_IsTheExactNumber(string folder, WeightFormat format)
    {
        using var store = WeightStore.Open(Folder(folder));
        var matrix = store.Get("model.embed_tokens.weight").Require(384, 64);
        Assert.Equal(format, matrix.Format);
        var numbers = matrix.ToArray();
        for (var row = 0; row < matrix.Rows; row++)
        {
            var words = MemoryMarshal.Cast<byte, ushort>(matrix.GetRow(row));
            for (var column = 0; column < words.Length; column++)
            {
                var expected = format == WeightFormat.F16
                    ? (float)BitConverter.UInt16BitsToHalf(words[column])
                    : BitConverter.UInt32BitsToSingle((uint)words[column] << 16);
                Assert.Equal(expected, numbers[(row * 64) + column]);
            }
        }
    }

    [Fact]
    public void Transpose_MatrixOfGpt2_ExchangesRowsAndColumns()
    {
        using var store = WeightStore.Open(Folder("arch/gpt2"));
        var stored = store.Get("transformer.h.0.attn.c_attn.weight").Require(64, 192);
        var turned = stored.Transpose().Require(192, 64);
        var numbers = stored.ToArray();
        var row = new float[64];
        for (var i = 0; i < 192; i++)
        {
            turned.ReadRow(i, row);
            for (var j = 0; j < 64; j++)
            {
                Assert.Equal(numbers[(j * 192) + i], row[j]);
            }
        }
    }

    [Fact]
    public void Get_UnknownOrMisshapenTensor_NamesFileTensorAndShapes()
    {
        using var store = WeightStore.Open(Folder("arch/llama"));
        Assert.False(store.TryGet("nothing", out _));
        Assert.Equal(
            "model.safetensors: tensor nothing is missing",
            Assert.Throws<InferenceException>(() => store.Get("nothing")).Message);
        Assert.Equal(
            "model.safetensors: tensor model.norm.weight has the shape [64], expected [65]",
            Assert.Throws<InferenceException>(() => store.Get("model.norm.weight").Require(65)).Message);
        Assert.Throws<InferenceException>(() => store.Get("model.embed_tokens.weight").SliceRows(384, 1));
    }

    [Fact]
    public void GetRow_AfterDispose_Throws()
    {
        var store = WeightStore.Open(Folder("arch/llama"));
        var matrix = store.Get("lm_head.weight");
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix.GetRow(0).Length);
    }

    [Fact]
    public void GetRow_FileOfMoreThanTwoGibibytes_ReadsItsEnd()
    {
        const long DataBytes = 70_000L * 10_000 * sizeof(float);
        var header = SafetensorsBytes.Write(
            "{" + SafetensorsBytes.Entry("big", "F32", "70000,10000", $"0,{DataBytes}") + "}", 0);
        var folder = Directory.CreateTempSubdirectory("kserve-big-").FullName;
        var path = Path.Combine(folder, "model.safetensors");
        using (var file = File.Create(path))
        {
            file.Write(header);
            file.SetLength(header.Length + DataBytes); // takes no room on a disk: all but the ends is a hole
            file.Position = file.Length - sizeof(float);
            file.Write(BitConverter.GetBytes(42f));
        }

        using (var store = WeightStore.Open(path))
        {
            var row = new float[10_000];
            store.Get("big").ReadRow(69_999, row);
            Assert.Equal((0f, 42f), (row[^2], row[^1]));
            Assert.Equal(42f, MemoryMarshal.Cast<byte, float>(store.Get("big").SliceRows(69_000, 1000).GetRow(999))[^1]);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void ReadConfiguration_BesideTheWeights_ReadsConfigJson()
    {
        using var store = WeightStore.Open(Path.Combine(Folder("arch/llama"), "model.safetensors"));
        Assert.Equal("llama", store.ReadConfiguration().ModelType);
    }
}
