using System.Buffers.Binary;
using System.IO.Compression;
using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

public sealed class ZipTests : ExtractionTest
{
    private static readonly byte[] Content = [.. TestArchives.Bytes(20_000), .. new byte[20_000]];

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Extract_SoundArchive_WritesTheFiles(CompressionLevel level)
    {
        byte[] zip = TestArchives.Zip(level, ("a/", []), ("model.bin", Content), ("a/empty", []), ("ü.txt", [1]));

        ExtractionTotals totals = Extract(ArchiveKind.Zip, zip);

        Assert.Equal(new ExtractionTotals(3, 40_001), totals);
        Assert.Equal(Content, Read("model.bin"));
        Assert.Empty(Read("a/empty"));
        Assert.Equal([1], Read("ü.txt"));
    }

    [Fact]
    public void Extract_StreamedArchiveWithDataDescriptors_WritesTheFiles()
    {
        using MemoryStream inner = new();
        using (WriteOnlyStream forward = new(inner))
        using (ZipArchive zip = new(forward, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("model.bin").Open();
            entry.Write(Content);
        }

        Extract(ArchiveKind.Zip, inner.ToArray());
        Assert.Equal(Content, Read("model.bin"));
    }

    [Fact]
    public void Extract_WrongChecksum_IsRefused()
    {
        byte[] zip = TestArchives.Zip(CompressionLevel.NoCompression, ("model.bin", Content));
        zip[1000] ^= 1;
        Assert.Contains("checksum", Refuse(ArchiveKind.Zip, zip).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "longer")]
    [InlineData(1, "ends before")]
    public void Extract_SizeThatLies_IsRefused(int difference, string reason)
    {
        byte[] zip = TestArchives.Zip(("model.bin", Content));
        int directory = Directory(zip);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(directory + 24), Content.Length + difference);
        Assert.Contains(reason, Refuse(ArchiveKind.Zip, zip).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_OverlappingEntries_AreRefused()
    {
        // Both entries of the directory point at the data of the first.
        byte[] same = TestArchives.Zip(("aaaa", Content), ("aaab", Content));
        int second = Directory(same) + 46 + 4;
        BinaryPrimitives.WriteInt32LittleEndian(same.AsSpan(second + 42), 0);
        Assert.Contains("overlaps", Refuse(ArchiveKind.Zip, same).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_NameThatDiffersFromTheLocalHeader_IsRefused()
    {
        byte[] zip = TestArchives.Zip(("model.bin", Content));
        zip[30] = (byte)'n';
        Assert.Contains("contradicts", Refuse(ArchiveKind.Zip, zip).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xA000)]
    [InlineData(0x1000)]
    [InlineData(0x2000)]
    [InlineData(0x6000)]
    [InlineData(0xC000)]
    [InlineData(0x4000)]
    public void Extract_UnixTypeThatIsNoFile_IsRefused(int type)
    {
        byte[] zip = TestArchives.Zip(("model.bin", Content));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(Directory(zip) + 38), (uint)type << 16);
        Assert.Contains("neither", Refuse(ArchiveKind.Zip, zip).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_EveryCutAndAppendedByte_IsRefused()
    {
        byte[] zip = TestArchives.Zip(("model.bin", TestArchives.Bytes(500)));
        for (int length = 0; length < zip.Length; length += 13)
        {
            Refuse(ArchiveKind.Zip, zip[..length]);
        }

        Refuse(ArchiveKind.Zip, [.. zip, 0]);
        Refuse(ArchiveKind.Zip, [0, .. zip]);
    }

    [Fact]
    public void Extract_DuplicateNames_AreRefused() => Assert.Contains(
        "another entry",
        Refuse(ArchiveKind.Zip, TestArchives.Zip(("a", Content), ("A", Content))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Extract_ArchiveWithinAnArchive_StaysPacked()
    {
        byte[] inner = TestArchives.Zip(("deep", Content));
        Extract(ArchiveKind.Zip, TestArchives.Zip(("inner.zip", inner)));
        Assert.Equal(inner, Read("inner.zip"));
    }

    private static int Directory(byte[] zip) => zip.AsSpan().IndexOf("PK\u0001\u0002"u8);

    private sealed class WriteOnlyStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
