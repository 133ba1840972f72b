using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

public sealed class GzipTests : ExtractionTest
{
    private static readonly byte[] Tar = TestArchives.Tar(("model.bin", TestArchives.Bytes(30_000)));
    private static readonly byte[] Gzip = TestArchives.Gzip(Tar);

    [Fact]
    public void Extract_SoundArchive_WritesTheFile()
    {
        Extract(ArchiveKind.TarGzip, Gzip);
        Assert.Equal(TestArchives.Bytes(30_000), Read("model.bin"));
    }

    [Fact]
    public void Extract_HeaderWithAllFields_WritesTheFile()
    {
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, (byte)'n', 0, (byte)'c', 0, 0, 0];
        Assert.Equal(1, Extract(ArchiveKind.TarGzip, [.. header, .. Gzip[10..]]).Files);
    }

    [Fact]
    public void Extract_AnyCut_IsRefused()
    {
        for (int length = 0; length < Gzip.Length; length += 509)
        {
            Refuse(ArchiveKind.TarGzip, Gzip[..length]);
        }

        Refuse(ArchiveKind.TarGzip, Gzip[..^1]);
        Refuse(ArchiveKind.TarGzip, Gzip[..^8]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(20_000)]
    public void Extract_TrailingBytes_AreRefused(int count)
    {
        Refuse(ArchiveKind.TarGzip, [.. Gzip, .. new byte[count]]);
        Refuse(ArchiveKind.TarGzip, [.. Gzip, .. TestArchives.Bytes(count)]);
    }

    [Fact]
    public void Extract_SecondMember_IsRefused()
    {
        Refuse(ArchiveKind.TarGzip, [.. Gzip, .. Gzip]);
        Refuse(ArchiveKind.TarGzip, [.. Gzip, .. TestArchives.Gzip([0])]);
        Refuse(ArchiveKind.TarGzip, [.. TestArchives.Gzip(Tar[..1024]), .. TestArchives.Gzip(Tar[1024..])]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Extract_WrongTrailer_IsRefused(int fromEnd)
    {
        byte[] gzip = [.. Gzip];
        gzip[^fromEnd] ^= 1;
        Assert.Contains("checksum", Refuse(ArchiveKind.TarGzip, gzip).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Extract_BadHeader_IsRefused(int offset)
    {
        byte[] gzip = [.. Gzip];
        gzip[offset] = 0xE0;
        Refuse(ArchiveKind.TarGzip, gzip);
    }
}
