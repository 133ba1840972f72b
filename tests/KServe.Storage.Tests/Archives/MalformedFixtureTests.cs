using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

public sealed class MalformedFixtureTests : IDisposable
{
    private readonly StorageHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("absolute.tar", "absolute")]
    [InlineData("backslash_slip.tar", "backslash")]
    [InlineData("bad_checksum.tar", "checksum")]
    [InlineData("device.tar", "device")]
    [InlineData("fifo.tar", "named pipe")]
    [InlineData("hardlink_out.tar", "hard link")]
    [InlineData("huge_size.tar", "unpacks to")]
    [InlineData("pax_path_traversal.tar", "'..'")]
    [InlineData("symlink_is_model.tar", "symbolic link")]
    [InlineData("symlink_out.tar", "symbolic link")]
    [InlineData("truncated.tar.gz", "cut")]
    [InlineData("zip_absolute.zip", "absolute")]
    [InlineData("zip_backslash.zip", "backslash")]
    [InlineData("zip_bomb.zip", "compression method 12")]
    [InlineData("zip_encrypted.zip", "encrypted")]
    [InlineData("zip_size_lies.zip", "unpacks to")]
    [InlineData("zip_slip.tar", "'..'")]
    [InlineData("zip_slip.tar.gz", "'..'")]
    [InlineData("zip_slip.zip", "'..'")]
    [InlineData("zip_symlink.zip", "neither a file nor a folder")]
    [InlineData("zip_unknown_method.zip", "compression method 77")]
    public async Task DownloadAsync_MalformedArchive_IsRefusedAndLeavesNothing(string name, string reason)
    {
        InferenceException error = await Assert.ThrowsAsync<InferenceException>(() => GetAsync(name));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Code, new[] { InferenceErrorCode.InvalidArgument, InferenceErrorCode.TooLarge });
        _host.AssertNothingStored();
        Assert.False(File.Exists("/tmp/escape.txt"));
        Assert.Empty(Directory.GetFiles(_host.Root, "escape.*", SearchOption.AllDirectories));
        Assert.DoesNotContain(_host.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_GzipThatIsNoTar_IsServedUnopened()
    {
        string path = await GetAsync("gzip_bomb.gz");

        Assert.Equal(Fixture("gzip_bomb.gz"), path);
        Assert.False(Directory.Exists(_host.Models));
    }

    [Fact]
    public void Extract_GzipBombAsTar_IsRefused()
    {
        string target = Path.Combine(_host.Root, "target");

        InferenceException error = Assert.Throws<InferenceException>(() => _host.Extractor.Extract(
            ArchiveKind.TarGzip, Fixture("gzip_bomb.gz"), target, TestContext.Current.CancellationToken));

        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
    }

    [Fact]
    public void Fixtures_All_AreTested() => Assert.Equal(22, Directory.GetFiles(Fixture(string.Empty)).Length);

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    private Task<string> GetAsync(string name) =>
        _host.Files.DownloadAsync(Fixture(name), null, TestContext.Current.CancellationToken).AsTask();
}
