using System.IO.Compression;
using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

public sealed class ArchiveFuzzTests : ExtractionTest
{
    private const int RoundsPerKind = 2_000;

    [Theory]
    [InlineData(ArchiveKind.Zip)]
    [InlineData(ArchiveKind.Tar)]
    [InlineData(ArchiveKind.TarGzip)]
    internal void Extract_MutatedArchive_GivesFilesOrATypedError(ArchiveKind kind)
    {
        Configure(static o => o.MaxExtractedBytes = 1 << 20);
        byte[][] seeds = Seeds(kind);
        Random random = new(20_251 + (int)kind);
        int refused = 0;
        for (int round = 0; round < RoundsPerKind; round++)
        {
            byte[] archive = Mutate(seeds[round % seeds.Length], random);
            try
            {
                Extract(kind, archive);
            }
            catch (InferenceException e)
            {
                refused++;
                Assert.NotEqual(InferenceErrorCode.Internal, e.Code);
            }

            RemoveRuns();
        }

        // Most changes hit something that counts; some hit times and padding.
        Assert.InRange(refused, RoundsPerKind / 4, RoundsPerKind);
    }

    private static byte[][] Seeds(ArchiveKind kind)
    {
        (string, byte[])[] files = [("model.bin", TestArchives.Bytes(700)), ("a/b.txt", new byte[90]), ("c", [])];
        byte[] tar = TestArchives.Tar(files);
        byte[] ustar = TestArchives.Tar(System.Formats.Tar.TarEntryFormat.Ustar, files);
        byte[] gnu = TestArchives.Tar(
            System.Formats.Tar.TarEntryFormat.Gnu, [(new string('x', 120), [1]), .. files]);
        return kind switch
        {
            ArchiveKind.Zip => [TestArchives.Zip(files), TestArchives.Zip(CompressionLevel.NoCompression, files)],
            ArchiveKind.Tar => [tar, ustar, gnu],
            _ => [TestArchives.Gzip(tar), TestArchives.Gzip(ustar), TestArchives.Gzip(gnu)],
        };
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        int changes = 1 + random.Next(8);
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.AsSpan(at, Math.Min(8, bytes.Length - at)).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    bytes = bytes[..Math.Max(1, at)];
                    break;
                case 4:
                    int length = Math.Min(random.Next(1, 600), bytes.Length - at);
                    bytes = [.. bytes[..(at + length)], .. bytes[at..(at + length)], .. bytes[(at + length)..]];
                    break;
                default:
                    "../"u8[..Math.Min(3, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return bytes;
    }
}
