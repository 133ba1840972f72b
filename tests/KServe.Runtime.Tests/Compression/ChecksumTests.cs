using KServe.Runtime.Compression;
using KServe.Runtime.Compression.Bzip2;
using KServe.Runtime.Compression.Lz4;
using KServe.Runtime.Compression.Xz;

namespace KServe.Runtime.Tests.Compression;

/// <summary>The check values that the catalogues of these algorithms give.</summary>
public sealed class ChecksumTests
{
    private static ReadOnlySpan<byte> Digits => "123456789"u8;

    [Fact]
    public void Crc32_CheckValue() => Assert.Equal(0xCBF43926, Crc32.Append(Crc32.Append(0, Digits[..4]), Digits[4..]));

    [Fact]
    public void Crc64_CheckValue() =>
        Assert.Equal(0x995DC9BBDF1939FA, Crc64.Append(Crc64.Append(0, Digits[..4]), Digits[4..]));

    [Fact]
    public void Bzip2Crc_CheckValue() => Assert.Equal(0xFC891918, ~Bzip2Crc.Append(uint.MaxValue, Digits));

    [Fact]
    public void XxHash32_KnownTexts()
    {
        Assert.Equal(0x02CC5D05u, XxHash32.Compute([]));
        Assert.Equal(0xE2293B2Fu, XxHash32.Compute("Nobody inspects the spammish repetition"u8));
    }

    [Fact]
    public void XxHash32_InPieces_IsTheSame()
    {
        var data = new byte[1000];
        new Random(1).NextBytes(data);
        for (var step = 1; step < 40; step++)
        {
            var hash = new XxHash32();
            for (var i = 0; i < data.Length; i += step)
            {
                hash.Append(data.AsSpan(i, Math.Min(step, data.Length - i)));
            }

            Assert.Equal(XxHash32.Compute(data), hash.GetValue());
        }
    }
}
