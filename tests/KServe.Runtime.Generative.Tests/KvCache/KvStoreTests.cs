using KServe.Kernels.Attention;
using KServe.Runtime.Generative.KvCache;

namespace KServe.Runtime.Generative.Tests.KvCache;

public sealed unsafe class KvStoreTests
{
    [Theory]
    [InlineData(KvFormat.F32, 4)]
    [InlineData(KvFormat.F16, 2)]
    [InlineData(KvFormat.BF16, 2)]
    public void GetSize_HeadsOfWholeRegisters_IsKeysAndValues(KvFormat format, int bytes)
    {
        var layout = new KvLayout(16, 2, 64, format);

        Assert.Equal(2L * 16 * 2 * 64 * bytes * 24 * 1000, KvStore.GetSize(layout, 24, 1000));
    }

    [Fact]
    public void GetSize_MoreThan63Bits_Throws() => Assert.Throws<OverflowException>(
        () => KvStore.GetSize(new KvLayout(1024, 128, 1024, KvFormat.F32), int.MaxValue, int.MaxValue));

    [Fact]
    public void GetBlock_EveryLayerAndBlock_HasItsOwnAlignedMemory()
    {
        using var store = new KvStore(new KvLayout(16, 1, 16, KvFormat.F32), 2, 3);
        var written = new float[16];
        var keys = new float[16];
        var values = new float[16];
        for (var i = 0; i < 6; i++)
        {
            Array.Fill(written, i);
            store.Layout.Write(store.GetBlock(i / 3, i % 3), 15, written, written);
        }

        for (var i = 0; i < 6; i++)
        {
            store.Layout.Read(store.GetBlock(i / 3, i % 3), 15, keys, values);
            Assert.Equal(i, keys[3]);
            Assert.Equal(i, values[15]);
        }

        Assert.Equal(0u, (nuint)store.GetLayer(0) % 64);
    }

    [Fact]
    public void CopyBlock_EveryLayer_IsCopied()
    {
        using var store = new KvStore(new KvLayout(16, 1, 16, KvFormat.BF16), 2, 2);
        float[] numbers = [.. Enumerable.Range(0, 16).Select(static i => (float)i)];
        store.Layout.Write(store.GetBlock(0, 0), 4, numbers, numbers);
        store.Layout.Write(store.GetBlock(1, 0), 4, numbers, numbers);

        store.CopyBlock(0, 1);

        var (keys, values) = (new float[16], new float[16]);
        store.Layout.Read(store.GetBlock(1, 1), 4, keys, values);
        Assert.Equal(numbers, keys);
        Assert.Equal(numbers, values);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void GetBlock_Outside_Throws(int block)
    {
        using var store = new KvStore(new KvLayout(16, 1, 16, KvFormat.F32), 1, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = store.GetBlock(0, block); });
        Assert.Throws<ArgumentOutOfRangeException>(() => store.CopyBlock(0, block));
    }

    [Fact]
    public void GetLayer_AfterDispose_Throws()
    {
        var store = new KvStore(new KvLayout(16, 1, 16, KvFormat.F32), 1, 1);
        store.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { _ = store.GetLayer(0); });
    }
}
