using System.Buffers.Binary;
using System.IO.Compression;
using KServe.Protocol.Grpc;

namespace KServe.Protocol.Tests.Grpc;

public sealed class GrpcGzipTests
{
    private readonly TensorPool _pool = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(300_000)]
    public void Decompress_CompressedData_IsTheSame(int length)
    {
        var data = RandomData(length);
        using var compressed = new ProtoWriter(_pool);
        GrpcGzip.Compress(data, compressed);
        using var result = GrpcGzip.Decompress(compressed.Written, length, _pool);
        Assert.Equal(data, result.Memory.ToArray());
    }

    [Fact]
    public void Compress_InferMessage_IsReadByTheFramework()
    {
        using var request = new InferRequest("m", _pool);
        using var response = new InferResponse(InferTensor.Create("a", [1000], new int[1000]));
        using var encoded = GrpcInferenceCodec.EncodeModelStreamInferResponse(
            request, response, TensorContentsForm.Raw);
        using var compressed = new ProtoWriter(_pool);
        GrpcGzip.Compress(encoded, compressed);
        using var gzip = new GZipStream(new MemoryStream(compressed.Written.ToArray()), CompressionMode.Decompress);
        using var copy = new MemoryStream();
        gzip.CopyTo(copy);
        using var plain = new ProtoWriter(_pool);
        encoded.WriteTo(plain);
        Assert.Equal(plain.Written.ToArray(), copy.ToArray());
    }

    [Fact]
    public void Decompress_HeaderWithAllOptions_IsRead()
    {
        var gzip = Compress(RandomData(100));
        byte[] options = [3, 0, 1, 2, 3, (byte)'n', 0, (byte)'c', 0, 0xAB, 0xCD];
        byte[] full = [.. gzip[..3], 0x1E, .. gzip[4..10], .. options, .. gzip[10..]];
        using var result = GrpcGzip.Decompress(full, 100, _pool);
        Assert.Equal(RandomData(100), result.Memory.ToArray());
    }

    [Fact]
    public void Decompress_LongerThanAllowed_IsTooLarge()
    {
        var error = Assert.Throws<InferenceException>(
            () => GrpcGzip.Decompress(Compress(RandomData(1001)), 1000, _pool));
        Assert.Equal(InferenceErrorCode.TooLarge, error.Code);
    }

    [Fact]
    public void Decompress_Bomb_IsRefusedWithoutInflatingIt()
    {
        var bomb = Compress(new byte[100 << 20]);
        var error = Assert.Throws<InferenceException>(() => GrpcGzip.Decompress(bomb, 1 << 20, _pool));
        Assert.Equal(InferenceErrorCode.TooLarge, error.Code);

        // A trailer that lies about the length does not help: no more than one byte beyond it is inflated.
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(^4..), 1 << 20);
        error = Assert.Throws<InferenceException>(() => GrpcGzip.Decompress(bomb, 1 << 20, _pool));
        Assert.Equal(InferenceErrorCode.Internal, error.Code);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Decompress_TrailerBeyondWhatDeflateCan_IsRefusedBeforeRenting()
    {
        var gzip = Compress(RandomData(10));
        BinaryPrimitives.WriteInt32LittleEndian(gzip.AsSpan(^4..), 1 << 30);
        AssertBroken(gzip, int.MaxValue);
    }

    [Fact]
    public void Decompress_EveryTruncation_IsRefused()
    {
        var gzip = Compress(RandomData(500));
        for (var length = 0; length < gzip.Length; length++)
        {
            AssertBroken(gzip[..length], 1 << 20);
        }
    }

    [Fact]
    public void Decompress_EveryFlippedBit_IsRefusedOrHarmless()
    {
        var data = RandomData(200);
        var gzip = Compress(data);
        for (var bit = 0; bit < gzip.Length * 8; bit++)
        {
            var broken = gzip.ToArray();
            broken[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Time, level and system in the header mean nothing, nor do the bits that fill the last byte of data.
                using var result = GrpcGzip.Decompress(broken, 1 << 20, _pool);
                Assert.Equal(data, result.Memory.ToArray());
                Assert.True(bit / 8 is (>= 3 and <= 9) || bit / 8 == gzip.Length - 9, $"bit {bit}");
            }
            catch (InferenceException error)
            {
                Assert.True(error.Code is InferenceErrorCode.Internal or InferenceErrorCode.TooLarge);
            }
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Decompress_TrailingData_IsRefused()
    {
        var gzip = Compress(RandomData(100));
        AssertBroken([.. gzip, 0], 1 << 20);
        AssertBroken([.. gzip, .. gzip], 1 << 20);
        AssertBroken([.. gzip, 1, 2, 3, .. gzip[^8..]], 1 << 20);
    }

    private void AssertBroken(byte[] gzip, int maxLength)
    {
        var error = Assert.Throws<InferenceException>(() => GrpcGzip.Decompress(gzip, maxLength, _pool));
        Assert.True(error.Code is InferenceErrorCode.Internal or InferenceErrorCode.TooLarge);
        Assert.Equal(0, _pool.RentedCount);
    }

    private static byte[] RandomData(int length)
    {
        var data = new byte[length];
        var random = new Random(3);
        for (var i = 0; i < length; i++)
        {
            data[i] = (byte)random.Next(20);
        }

        return data;
    }

    private static byte[] Compress(byte[] data)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return target.ToArray();
    }
}
