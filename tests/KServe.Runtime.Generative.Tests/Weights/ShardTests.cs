using KServe.Runtime.Generative.Weights;
using static KServe.Runtime.Generative.Tests.Support.SafetensorsBytes;

namespace KServe.Runtime.Generative.Tests.Weights;

/// <summary>Opens folders of shards, right ones and wrong ones.</summary>
public sealed class ShardTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kserve-shards-").FullName;
    private readonly string _folder;

    public ShardTests()
    {
        _folder = Path.Combine(_root, "model");
        Directory.CreateDirectory(_folder);
        WriteShard("a.safetensors", "one", "two");
        WriteShard("b.safetensors", "three");
    }

    [Fact]
    public void Open_Index_GivesTheTensorsOfAllShards()
    {
        WriteIndex("""{"one":"a.safetensors","two":"a.safetensors","three":"b.safetensors"}""");
        using var store = WeightStore.Open(_folder);
        Assert.Equal(["one", "three", "two"], store.Names.Order(StringComparer.Ordinal));
        Assert.Equal(store.Get("one").ToArray(), store.Get("three").ToArray());
    }

    [Theory]
    [InlineData("""{"one":"../../etc/passwd"}""", "must name .safetensors files of the same folder")]
    [InlineData("""{"one":"/etc/passwd.safetensors"}""", "must name .safetensors files of the same folder")]
    [InlineData("""{"one":"..\\a.safetensors"}""", "must name .safetensors files of the same folder")]
    [InlineData("""{"one":"C:a.safetensors"}""", "must name .safetensors files of the same folder")]
    [InlineData("""{"one":"a\u0000.safetensors"}""", "must name .safetensors files of the same folder")]
    [InlineData("""{"one":".hidden.safetensors"}""", "must name .safetensors files of the same folder")]
    [InlineData("""{"one":"config.json"}""", "must name .safetensors files of the same folder")]
    [InlineData("""{"one":1}""", "must name .safetensors files of the same folder")]
    [InlineData("""{}""", "must name from 1 to")]
    [InlineData("""[]""", "weight_map must be an object")]
    [InlineData("""{"one":"c.safetensors"}""", "c.safetensors: there is no such file")]
    [InlineData("""{"one":"a.safetensors","one":"a.safetensors"}""", "names a field twice")]
    [InlineData("""{"one":"a.safetensors"}""", "a.safetensors: tensor two is not one that the index places here")]
    [InlineData(
        """{"one":"a.safetensors","two":"b.safetensors","three":"b.safetensors"}""", "tensor two is not one that")]
    [InlineData(
        """{"one":"a.safetensors","two":"a.safetensors","four":"a.safetensors"}""", "tensor four is missing")]
    public void Open_WrongIndex_NamesWhatIsWrong(string map, string expected)
    {
        WriteIndex(map);
        var error = Assert.Throws<InferenceException>(() => WeightStore.Open(_folder));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LinkOutOfTheFolder_IsRefused()
    {
        File.Move(Path.Combine(_folder, "b.safetensors"), Path.Combine(_root, "secret"));
        File.CreateSymbolicLink(Path.Combine(_folder, "b.safetensors"), Path.Combine(_root, "secret"));
        WriteIndex("""{"one":"a.safetensors","two":"a.safetensors","three":"b.safetensors"}""");
        var error = Assert.Throws<InferenceException>(() => WeightStore.Open(_folder));
        Assert.Equal("b.safetensors: links to a file outside the model's folder", error.Message);
    }

    [Fact]
    public void Open_LinksOfTheHubsCache_AreFollowed()
    {
        var snapshot = Path.Combine(_root, "snapshots", "1234");
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(Path.Combine(_root, "blobs"));
        File.Move(Path.Combine(_folder, "b.safetensors"), Path.Combine(_root, "blobs", "abcd"));
        File.CreateSymbolicLink(Path.Combine(snapshot, "model.safetensors"), "../../blobs/abcd");
        using var store = WeightStore.Open(snapshot);
        Assert.Equal(["three"], store.Names);
    }

    [Fact]
    public void Open_NothingThere_IsRefused()
    {
        Assert.Throws<InferenceException>(() => WeightStore.Open(_folder));
        Assert.Throws<InferenceException>(() => WeightStore.Open(Path.Combine(_root, "none.gguf")));
        var other = Path.Combine(_root, "model.bin");
        File.WriteAllText(other, "x");
        Assert.Throws<InferenceException>(() => WeightStore.Open(other));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void WriteIndex(string map) => File.WriteAllText(
        Path.Combine(_folder, "model.safetensors.index.json"), $$"""{"metadata":{"total_size":1},"weight_map":{{map}}}""");

    private void WriteShard(string file, params string[] names)
    {
        var entries = names.Select(static (name, i) => Entry(name, "F32", "2", $"{8 * i},{8 * (i + 1)}"));
        File.WriteAllBytes(
            Path.Combine(_folder, file), Write("{" + string.Join(',', entries) + "}", 8 * names.Length));
    }
}
