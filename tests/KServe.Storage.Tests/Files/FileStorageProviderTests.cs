using KServe.Storage.Tests.Archives;

namespace KServe.Storage.Tests.Files;

public sealed class FileStorageProviderTests : IDisposable
{
    private readonly StorageHost _host = new();
    private readonly string _folder;

    public FileStorageProviderTests()
    {
        _folder = Path.Combine(_host.Root, "my models");
        Directory.CreateDirectory(_folder);
        File.WriteAllBytes(Path.Combine(_folder, "m#1.onnx"), [1]);
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task DownloadAsync_FolderOrFile_IsServedInPlace()
    {
        string file = Path.Combine(_folder, "m#1.onnx");
        string encoded = _folder.Replace(" ", "%20", StringComparison.Ordinal);

        Assert.Equal(_folder, await GetAsync(_folder));
        Assert.Equal(file, await GetAsync(file));
        Assert.Equal(_folder, await GetAsync("file://" + encoded));
        Assert.Equal(_folder, await GetAsync("FILE://localhost" + encoded));
        Assert.Equal(file, await GetAsync("file:" + encoded + "/m%231.onnx"));
        Assert.False(Directory.Exists(_host.Cache));
    }

    [Theory]
    [InlineData("file://server/share/x")]
    [InlineData("file://relative")]
    [InlineData("file:relative")]
    [InlineData("file:")]
    [InlineData("file:///a%00b")]
    [InlineData("file:///a?b")]
    [InlineData("file:///a#b")]
    [InlineData("a\0b")]
    [InlineData("")]
    public async Task DownloadAsync_BadUri_IsRefused(string uri)
    {
        InferenceException error = await Assert.ThrowsAsync<InferenceException>(() => GetAsync(uri));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public async Task DownloadAsync_MissingPath_NamesTheUriAsWritten()
    {
        InferenceException error = await Assert.ThrowsAsync<InferenceException>(() => GetAsync("file:///no/such%20x"));
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        Assert.Contains("'file:///no/such%20x'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m.zip")]
    [InlineData("m.tar")]
    [InlineData("m.tgz")]
    [InlineData("m.TAR.GZ")]
    public async Task DownloadAsync_Archive_IsUnpackedOnce(string name)
    {
        string archive = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(archive, Archive(name, [1, 2]), TestContext.Current.CancellationToken);

        string first = await GetAsync(archive);
        DateTime written = Directory.GetLastWriteTimeUtc(first);
        string second = await GetAsync("file://" + archive.Replace(" ", "%20", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(archive, Archive(name, [3, 4, 5]), TestContext.Current.CancellationToken);
        string changed = await GetAsync(archive);

        Assert.Equal(first, second);
        Assert.Equal(written, Directory.GetLastWriteTimeUtc(second));
        Assert.Equal([1, 2], await ReadAsync(first));
        Assert.Equal([3, 4, 5], await ReadAsync(changed));
        Assert.True(File.Exists(archive));
        _host.AssertNoTemp();
    }

    private static byte[] Archive(string name, byte[] content) => name switch
    {
        "m.zip" => TestArchives.Zip(("model/weights.bin", content)),
        "m.tar" => TestArchives.Tar(("model/weights.bin", content)),
        _ => TestArchives.Gzip(TestArchives.Tar(("model/weights.bin", content))),
    };

    private static Task<byte[]> ReadAsync(string folder) =>
        File.ReadAllBytesAsync(Path.Combine(folder, "model", "weights.bin"), TestContext.Current.CancellationToken);

    private Task<string> GetAsync(string uri) =>
        _host.Files.DownloadAsync(uri, null, TestContext.Current.CancellationToken).AsTask();
}
