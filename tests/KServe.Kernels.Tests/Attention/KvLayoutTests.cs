using System.Runtime.InteropServices;
using KServe.Kernels.Attention;
using KServe.Kernels.Tests.Vectors;

namespace KServe.Kernels.Tests.Attention;

public sealed unsafe class KvLayoutTests
{
    [Theory]
    [InlineData(KvFormat.F32, 0)]
    [InlineData(KvFormat.F16, 1e-3)]
    [InlineData(KvFormat.BF16, 8e-3)]
    [InlineData(KvFormat.Q8, 1e-2)]
    public void Read_AfterWritesOfAllSlots_GivesTheNumbers(KvFormat format, double tolerance)
    {
        var layout = new KvLayout(32, 3, 24, format);
        var random = new Random(8);
        var keys = VectorKernelTests.Numbers(random, 32 * 72);
        var values = VectorKernelTests.Numbers(random, 32 * 72);
        var block = (byte*)NativeMemory.AllocZeroed((nuint)layout.BlockBytes);
        for (var slot = 0; slot < 32; slot++)
        {
            layout.Write(block, slot, keys.AsSpan(slot * 72, 72), values.AsSpan(slot * 72, 72));
        }

        var (readKeys, readValues) = (new float[72], new float[72]);
        for (var slot = 0; slot < 32; slot++)
        {
            layout.Read(block, slot, readKeys, readValues);
            for (var i = 0; i < 72; i++)
            {
                Assert.Equal(keys[(slot * 72) + i], readKeys[i], tolerance);
                Assert.Equal(values[(slot * 72) + i], readValues[i], tolerance);
            }
        }

        NativeMemory.Free(block);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void Constructor_BlockSizeOfPartGroups_Throws(int blockSize) =>
        Assert.Throws<ArgumentException>(() => new KvLayout(blockSize, 1, 16, KvFormat.F32));

    [Fact]
    public void Constructor_HugeBlock_Throws() =>
        Assert.Throws<OverflowException>(() => new KvLayout(1 << 20, 1 << 10, 1024, KvFormat.F32));
}
