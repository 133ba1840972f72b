using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

public sealed class QuotaTests : ExtractionTest
{
    private static readonly byte[] Zeros = new byte[65 << 20];

    [Fact]
    public void Extract_MoreEntriesThanTheLimit_IsTooLarge()
    {
        Configure(static o => o.MaxArchiveEntries = 3);
        (string, byte[])[] four = [("a", [1]), ("b", [1]), ("c", [1]), ("d", [1])];

        Assert.Equal(3, Extract(ArchiveKind.Zip, TestArchives.Zip(four[..3])).Files);
        Assert.Equal(InferenceErrorCode.TooLarge, Refuse(ArchiveKind.Zip, TestArchives.Zip(four)).Code);
        Assert.Equal(
            InferenceErrorCode.TooLarge,
            Refuse(ArchiveKind.Tar, TestArchives.Tar(System.Formats.Tar.TarEntryFormat.Ustar, four)).Code);
    }

    [Fact]
    public void Extract_MoreBytesThanTheLimit_IsTooLargeBeforeAnythingIsWritten()
    {
        Configure(static o => o.MaxExtractedBytes = 10_000);
        byte[] content = TestArchives.Bytes(10_001);

        foreach ((ArchiveKind kind, byte[] archive) in All(("model.bin", content)))
        {
            Assert.Equal(InferenceErrorCode.TooLarge, Refuse(kind, archive).Code);
            Assert.Empty(Directory.GetFileSystemEntries(Target));
        }

        Assert.Equal(1, Extract(ArchiveKind.Zip, TestArchives.Zip(("model.bin", content[..10_000]))).Files);
    }

    [Fact]
    public void Extract_BombAboveTheRatio_IsTooLarge()
    {
        Assert.Equal(
            InferenceErrorCode.TooLarge,
            Refuse(ArchiveKind.Zip, TestArchives.Zip(("zeros", Zeros))).Code);
        Assert.Equal(
            InferenceErrorCode.TooLarge,
            Refuse(ArchiveKind.TarGzip, TestArchives.Gzip(TestArchives.Tar(("zeros", Zeros)))).Code);
    }

    [Fact]
    public void Extract_EndlessPadding_IsTooLarge()
    {
        byte[] padded = TestArchives.Gzip([.. TestArchives.Tar(("a", [1])), .. Zeros]);
        Assert.Equal(InferenceErrorCode.TooLarge, Refuse(ArchiveKind.TarGzip, padded).Code);
    }

    [Fact]
    public void Extract_DeepFolders_AreRefused()
    {
        string deep = string.Concat(Enumerable.Repeat("a/", 32)) + "x";
        foreach ((ArchiveKind kind, byte[] archive) in All((deep, [1])))
        {
            Assert.Contains("deeper", Refuse(kind, archive).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Extract_LongName_IsRefused()
    {
        foreach ((ArchiveKind kind, byte[] archive) in All((new string('n', 300), [1])))
        {
            Assert.Contains("longer", Refuse(kind, archive).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Extract_MoreImpliedFoldersThanTheLimit_IsTooLarge()
    {
        Configure(static o => o.MaxArchiveEntries = 3);
        foreach ((ArchiveKind kind, byte[] archive) in All(("a/b/c/d", [1])))
        {
            Assert.Equal(InferenceErrorCode.TooLarge, Refuse(kind, archive).Code);
        }
    }

    [Fact]
    public void Extract_HugeZipName_IsRefused()
    {
        byte[] zip = TestArchives.Zip((new string('n', 60_000), [1]));
        Assert.Contains("too long", Refuse(ArchiveKind.Zip, zip).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_LongMetadata_IsRefused()
    {
        byte[] tar = TestArchives.EndOfTar(TestArchives.RawEntry("x", new byte[70_000], 'L'));
        Assert.Contains("too long", Refuse(ArchiveKind.Tar, tar).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(ArchiveKind Kind, byte[] Archive)> All((string Name, byte[] Content) file)
    {
        byte[] tar = TestArchives.Tar(file);
        return
        [
            (ArchiveKind.Zip, TestArchives.Zip(file)),
            (ArchiveKind.Tar, tar),
            (ArchiveKind.TarGzip, TestArchives.Gzip(tar)),
        ];
    }
}
