using System.Formats.Tar;
using System.Text;
using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

public sealed class TarTests : ExtractionTest
{
    private static readonly byte[] Content = TestArchives.Bytes(1300);

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Extract_EveryFormat_WritesTheFiles(TarEntryFormat format)
    {
        byte[] tar = TestArchives.Tar(format, ("model.bin", Content), ("a/b/empty", []), ("a/c.txt", [1, 2, 3]));

        ExtractionTotals totals = Extract(ArchiveKind.Tar, tar);

        Assert.Equal(new ExtractionTotals(3, 1303), totals);
        Assert.Equal(Content, Read("model.bin"));
        Assert.Empty(Read("a/b/empty"));
        Assert.Equal([1, 2, 3], Read("a/c.txt"));
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Ustar)]
    public void Extract_LongName_IsKept(TarEntryFormat format)
    {
        string name = $"{new string('f', 60)}/{new string('g', 60)}/model.bin";
        Extract(ArchiveKind.Tar, TestArchives.Tar(format, (name, Content), ("short", [1])));
        Assert.Equal(Content, Read(name));
        Assert.Equal([1], Read("short"));
    }

    [Fact]
    public void Extract_RootAndDotNames_AreTheArchivesOwnFolder()
    {
        Extract(ArchiveKind.Tar, TestArchives.EndOfTar(
            TestArchives.RawHeader("./", 0, '5'),
            TestArchives.RawHeader("./a/", 0, '5'),
            TestArchives.RawHeader("./a/", 0, '5'),
            TestArchives.RawEntry("./a/model.bin", Content)));
        Assert.Equal(Content, Read("a/model.bin"));
    }

    [Fact]
    public void Extract_OldFolderWithoutType_IsAFolder()
    {
        Extract(ArchiveKind.Tar, TestArchives.EndOfTar(
            TestArchives.RawHeader("old/", 0, '\0'), TestArchives.RawEntry("x", [1], '\0')));
        Assert.True(Directory.Exists(Path.Combine(Target, "old")));
    }

    [Theory]
    [InlineData('1', "hard link")]
    [InlineData('2', "symbolic link")]
    [InlineData('3', "device")]
    [InlineData('4', "device")]
    [InlineData('6', "named pipe")]
    [InlineData('S', "sparse")]
    [InlineData('K', "links are refused")]
    [InlineData('Z', "neither")]
    public void Extract_EntryThatIsNoFile_IsRefused(char type, string reason)
    {
        InferenceException error = Refuse(
            ArchiveKind.Tar, TestArchives.EndOfTar(TestArchives.RawHeader("model.bin", 0, type)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "A")]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    [InlineData("dir/x", "DIR/y")]
    public void Extract_CollidingNames_AreRefused(string first, string second)
    {
        InferenceException error = Refuse(ArchiveKind.Tar, TestArchives.Tar((first, Content), (second, Content)));
        Assert.Contains("another entry", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("19 path=../../escape\n")]
    [InlineData("18 path=/tmp/escape\n")]
    [InlineData("9 size=7\n")]
    [InlineData("11 size=-7\n")]
    [InlineData("22 GNU.sparse.major=1\n")]
    [InlineData("999 path=a\n")]
    [InlineData("path=a\n")]
    [InlineData("11 path=a\n")]
    [InlineData("-9 path=a\n")]
    [InlineData("4 =\n")]
    public void Extract_HostilePaxHeader_IsRefused(string records)
    {
        byte[] tar = TestArchives.EndOfTar(
            TestArchives.RawEntry("pax", Encoding.UTF8.GetBytes(records), 'x'), TestArchives.RawEntry("a", Content));
        Refuse(ArchiveKind.Tar, tar);
    }

    [Fact]
    public void Extract_GlobalHeader_MayCommentAndNotRename()
    {
        byte[] file = TestArchives.RawEntry("a", Content);
        Extract(ArchiveKind.Tar, TestArchives.EndOfTar(
            TestArchives.RawEntry("pax", "14 comment=xy\n"u8.ToArray(), 'g'), file));
        Assert.Equal(Content, Read("a"));
        Refuse(ArchiveKind.Tar, TestArchives.EndOfTar(
            TestArchives.RawEntry("pax", "9 path=b\n"u8.ToArray(), 'g'), file));
    }

    [Fact]
    public void Extract_EveryCut_IsRefused()
    {
        byte[] tar = TestArchives.Tar(TarEntryFormat.Ustar, ("a", Content), ("b", [1, 2]));
        int end = 512 + 1536 + 512 + 512 + 1024;
        Assert.Equal(end, tar.Length);
        for (int length = 0; length < end; length += 97)
        {
            Refuse(ArchiveKind.Tar, tar[..length]);
        }

        Refuse(ArchiveKind.Tar, tar[..^512]);
        Refuse(ArchiveKind.Tar, [.. tar, .. new byte[511]]);
        Refuse(ArchiveKind.Tar, [.. tar, .. TestArchives.RawEntry("c", [1])]);
        Assert.Equal(2, Extract(ArchiveKind.Tar, [.. tar, .. new byte[4096]]).Files);
    }

    [Theory]
    [InlineData("77777777777")]
    [InlineData("0000000000x")]
    [InlineData("-0000000001")]
    public void Extract_BadSize_IsRefused(string size) => Refuse(
        ArchiveKind.Tar, TestArchives.EndOfTar(TestArchives.RawHeader("model.bin", 0, '0', size)));

    [Fact]
    public void Extract_ArchiveWithoutFiles_IsRefused()
    {
        Refuse(ArchiveKind.Tar, new byte[1024]);
        Refuse(ArchiveKind.Tar, TestArchives.EndOfTar(TestArchives.RawHeader("a/", 0, '5')));
        Refuse(ArchiveKind.Tar, []);
    }

    [Fact]
    public void Extract_NameThatIsNotUtf8_IsRefused()
    {
        byte[] tar = TestArchives.EndOfTar(TestArchives.RawEntry("a", Content));
        tar[0] = 0xFF;
        int sum = 0xFF - 'a';
        byte[] digits = Encoding.ASCII.GetBytes(
            Convert.ToString(Convert.ToInt32(Encoding.ASCII.GetString(tar, 148, 6), 8) + sum, 8).PadLeft(6, '0'));
        digits.CopyTo(tar, 148);
        Assert.Contains("UTF-8", Refuse(ArchiveKind.Tar, tar).Message, StringComparison.Ordinal);
    }
}
