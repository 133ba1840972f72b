using KServe.Runtime.Compression;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Compression;

public sealed class DecompressorTests
{
    private static readonly string Folder = Path.Combine(FixtureCase.Root, "pickle", "small_values");

    public static TheoryData<string> Packed =>
    [
        "model.joblib.zlib", "model.joblib.gzip", "model.joblib.xz",
        "bz2_streams.pkl.bz2", "gzip_members.pkl.gz", "xz_crc32.pkl.xz", "xz_sha256.pkl.xz", "xz_streams.pkl.xz",
        "lz4_options.pkl.lz4", "lz4_linked.pkl.lz4",
    ];

    /// <summary>Checksums protect these; .lzma has none, nor has LZ4 as joblib writes it.</summary>
    [Theory]
    [MemberData(nameof(Packed))]
    public void Read_AnyWrongByte_IsRefusedOrChangesNothing(string name)
    {
        var packed = File.ReadAllBytes(Path.Combine(Folder, name));
        var expected = Unpack(packed);
        Assert.NotEmpty(expected);
        var refused = 0;
        for (var i = 0; i < packed.Length; i++)
        {
            packed[i] ^= 0x10;
            try
            {
                Assert.Equal(expected, Unpack(packed));
            }
            catch (InvalidDataException)
            {
                refused++;
            }

            packed[i] ^= 0x10;
        }

        // gzip's time, and what LZ4 skips, carry nothing
        Assert.InRange(refused, packed.Length - 40, packed.Length);
    }

    [Theory]
    [MemberData(nameof(Packed))]
    public void Read_CutAnywhere_IsRefused(string name)
    {
        var packed = File.ReadAllBytes(Path.Combine(Folder, name));
        var expected = Unpack(packed);
        var complete = 0;
        for (var length = 8; length < packed.Length; length++)
        {
            // a file may be cut between its streams, and then is a shorter one
            var cut = packed[..length];
            if (Record.Exception(() => Unpack(cut)) is { } exception)
            {
                Assert.IsType<InvalidDataException>(exception);
            }
            else
            {
                complete++;
            }
        }

        Assert.InRange(complete, 0, 8);
        Assert.NotEmpty(expected);
    }

    [Theory]
    [MemberData(nameof(Packed))]
    public void Read_InSmallPieces_GivesTheSame(string name)
    {
        var packed = File.ReadAllBytes(Path.Combine(Folder, name));
        using var stream = Open(packed);
        var bytes = new List<byte>();
        Span<byte> piece = stackalloc byte[7];
        int count;
        while ((count = stream.Read(piece)) > 0)
        {
            bytes.AddRange(piece[..count]);
        }

        Assert.Equal(Unpack(packed), bytes);
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 4, 0x95 })]
    [InlineData(new byte[] { (byte)'B', (byte)'Z', (byte)'x' })]
    [InlineData(new byte[] { (byte)']', (byte)'.' })]
    [InlineData(new byte[] { 0x78 })]
    [InlineData(new byte[0])]
    public void Detect_Pickle_IsNotCompressed(byte[] prefix) =>
        Assert.Equal(CompressionFormat.None, Decompressor.Detect(prefix));

    private static Stream Open(byte[] packed)
    {
        var format = Decompressor.Detect(packed);
        return format == CompressionFormat.None
            ? throw new InvalidDataException("not compressed")
            : Decompressor.Open(new MemoryStream(packed), format);
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var stream = Open(packed);
        using var unpacked = new MemoryStream();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
