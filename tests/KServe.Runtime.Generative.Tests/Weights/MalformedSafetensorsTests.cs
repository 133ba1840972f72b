using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Weights;
using KServe.Runtime.Generative.Weights.Safetensors;
using static KServe.Runtime.Generative.Tests.Support.SafetensorsBytes;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Opens safetensors files that break the format.</summary>
public sealed class MalformedSafetensorsTests
{
    private static readonly string Good = "{" + Entry("w", "F32", "2", "0,8") + "," + Entry("v", "F32", "1", "8,12") + "}";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "malformed", "safetensors");

    public static TheoryData<string> Files
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var file in Directory.GetFiles(Folder, "*.safetensors").Order(StringComparer.Ordinal))
            {
                data.Add(Path.GetFileName(file));
            }

            return data;
        }
    }

    public static TheoryData<string, string> Headers => new()
    {
        { "[" + Good + "]", "must be a JSON object" },
        { " " + Good, "must be a JSON object" },
        { Good + "\n", "must be a JSON object" },
        { Good + "\0\0", "must be a JSON object" },
        { Good[..^1], "is not valid JSON" },
        { "{\"a\":1}", "tensor a must be an object" },
        { "{" + Entry("w", "F32", "2", "0,8") + "," + Entry("w", "F32", "1", "8,12") + "}", "tensor w is there twice" },
        { "{" + Entry("w", "F32", "2", "0,8") + "," + Entry("v", "F32", "2", "4,12") + "}", "must begin where" },
        { "{" + Entry("w", "F32", "1", "0,4") + "," + Entry("v", "F32", "1", "8,12") + "}", "must begin where" },
        { "{" + Entry("w", "F32", "2", "4,12") + "}", "must begin where" },
        { "{" + Entry("w", "F32", "0", "12,0") + "}", "must begin where" },
        { "{" + Entry("w", "F32", "4294967296,4294967296", "0,12") + "}", "more numbers than 64 bits" },
        { "{" + Entry("w", "F32", "4611686018427387904", "0,12") + "}", "more than 64 bits" },
        { "{" + Entry("w", "F7", "3", "0,12") + "}", "unknown dtype F7" },
        { "{" + Entry("w", "F4", "23", "0,12") + "}", "does not fill whole bytes" },
        { "{" + Entry("w", "F32", "-3", "0,12") + "}", "whole numbers from 0" },
        { "{" + Entry("w", "F32", "1.5", "0,12") + "}", "whole numbers from 0" },
        { "{" + Entry("w", "F32", "1e1", "0,12") + "}", "whole numbers from 0" },
        { "{" + Entry("w", "F32", "3", "0,12,12") + "}", "at most 2 whole numbers" },
        { "{" + Entry("w", "F32", "3", "0") + "}", "two data_offsets" },
        { "{" + Entry("w", "F32", "2", "0,12") + "}", "does not have the bytes of its shape" },
        { "{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "each once" },
        { "{\"w\":{\"shape\":[3],\"data_offsets\":[0,12]}}", "must have dtype, shape" },
        { "{\"__metadata__\":{\"a\":1}," + Entry("w", "F32", "3", "0,12") + "}", "__metadata__ must map" },
        { "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}," + Entry("w", "F32", "3", "0,12") + "}", "__metadata__ must map" },
        { "{" + Entry("\\ud800", "F32", "3", "0,12") + "}", "is not valid JSON" },
        { "{" + Entry("w", "F32", "3", "0,12") + "}{}", "is not valid JSON" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Open_MalformedFile_IsRefused(string name)
    {
        var error = Assert.Throws<InferenceException>(() => WeightStore.Open(Path.Combine(Folder, name)));
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Folder, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index_missing_tensor")]
    [InlineData("index_traversal/model")]
    public void Open_MalformedIndex_IsRefused(string folder) =>
        Assert.Throws<InferenceException>(() => WeightStore.Open(Path.Combine(Folder, folder)));

    [Theory]
    [MemberData(nameof(Headers))]
    public void Read_WrongHeader_NamesWhatIsWrong(string header, string expected) =>
        Assert.Contains(expected, Refuse(Write(header, 12)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(100_000_001)]
    [InlineData(1_000)]
    [InlineData(0)]
    public void Read_WrongHeaderLength_IsRefusedWithoutMemory(ulong length)
    {
        var file = Write(Good, 12, length);
        Refuse(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Read_OneByteMoreOrLess_IsRefused(int dataBytes) => Refuse(Write(Good, dataBytes));

    [Fact]
    public void Read_EmptyAndScalarTensors_AreLegal()
    {
        var header = "{" + Entry("none", "I64", "0,7", "0,0") + "," + Entry("one", "F32", "", "0,4") + ","
            + Entry("ids", "I64", "1", "4,12") + "}   ";
        using var store = SafetensorsStore.Open("", new MemorySource("x.safetensors", Write(header, 12)));
        Assert.Equal([BitConverter.ToSingle([0, 1, 2, 3])], store.Get("one").ToArray());
        var error = Assert.Throws<InferenceException>(() => store.TryGet("ids", out _));
        Assert.Equal("x.safetensors: tensor ids has the type I64, which is not supported", error.Message);
    }

    [Theory]
    [InlineData("language_model.model.norm.weight")]
    [InlineData("model.language_model.norm.weight")]
    public void Open_ModelWithImages_OffersTheNamesOfItsTextModel(string name)
    {
        var header = "{" + Entry(name, "F32", "3", "0,12") + "}";
        using var store = SafetensorsStore.Open("", new MemorySource("x.safetensors", Write(header, 12)));
        Assert.Equal(3, store.Get("model.norm.weight").Columns);
    }

    private static InferenceException Refuse(byte[] file) => Assert.Throws<InferenceException>(
        () => SafetensorsStore.Open("", new MemorySource("x.safetensors", file)));
}
