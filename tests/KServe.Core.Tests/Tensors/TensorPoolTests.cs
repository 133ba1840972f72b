namespace KServe.Core.Tests.Tensors;

public sealed class TensorPoolTests
{
    private readonly TensorPool _pool = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(602_112)]
    public void Rent_AnyLength_IsExactAndReturnedOnce(int length)
    {
        var owner = _pool.Rent(length);
        Assert.Equal(length, owner.Memory.Length);
        Assert.Equal((length, 1), (_pool.RentedBytes, _pool.RentedCount));
        owner.Dispose();
        owner.Dispose();
        Assert.Equal((0, 0), (_pool.RentedBytes, _pool.RentedCount));
        Assert.Throws<ObjectDisposedException>(() => owner.Memory);
    }

    [Fact]
    public void Rent_LargeFromAnotherThread_AllocatesNothingNew()
    {
        _pool.Rent(600_000).Dispose();
        var allocated = 0L;
        var thread = new Thread(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _pool.Rent(600_000).Dispose();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        Assert.InRange(allocated, 1, 1000);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(80_000)]
    [InlineData(131_072)]
    public void Rent_SameLengthAgain_AllocatesNothingNew(int length)
    {
        _pool.Rent(length).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            _pool.Rent(length).Dispose();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 10_000);
    }

    [Fact]
    public void Rent_ManyAtOnce_NoTwoShareMemory()
    {
        var owners = Enumerable.Range(0, 200).Select(index => _pool.Rent(1 << (8 + (index % 13)))).ToArray();
        for (var i = 0; i < owners.Length; i++)
        {
            owners[i].Memory.Span.Fill((byte)i);
        }

        for (var i = 0; i < owners.Length; i++)
        {
            Assert.Equal(-1, owners[i].Memory.Span.IndexOfAnyExcept((byte)i));
            owners[i].Dispose();
        }

        Assert.Equal(0, _pool.RentedBytes);
    }

    [Fact]
    public void Rent_NegativeLength_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(-1));
}
