using System.Buffers;

namespace KServe.Protocol.Tests;

public sealed class PooledBufferWriterTests
{
    [Fact]
    public void Write_BeyondTheCapacity_KeepsAllBytes()
    {
        using var writer = new PooledBufferWriter(capacity: 16);
        var expected = new byte[10_000];
        new Random(3).NextBytes(expected);
        for (var i = 0; i < expected.Length; i += 100)
        {
            writer.Write(expected.AsSpan(i, 100));
        }

        Assert.Equal(expected, writer.WrittenMemory.ToArray());
        Assert.Equal(expected.Length, writer.WrittenCount);
        writer.Clear();
        Assert.Equal(0, writer.WrittenCount);
    }

    [Fact]
    public void Advance_BeyondTheLimit_IsTooLarge()
    {
        using var writer = new PooledBufferWriter(capacity: 4, maxLength: 10);
        writer.Write(new byte[10]);
        writer.GetSpan(5);

        var error = Assert.Throws<InferenceException>(() => writer.Advance(1));

        Assert.Equal(InferenceErrorCode.TooLarge, error.Code);
        Assert.Equal(10, writer.WrittenCount);
    }

    [Fact]
    public void GetSpan_AfterDispose_Throws()
    {
        var writer = new PooledBufferWriter();
        writer.Dispose();
        writer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => writer.GetMemory(1));
        Assert.Throws<ObjectDisposedException>(() => writer.WrittenMemory);
    }
}
