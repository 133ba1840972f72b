using KServe.Kernels.Compute;

namespace KServe.Kernels.Tests.Compute;

public sealed unsafe class ComputePoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Run_ManyRandomRuns_RunsEachPartOnce(int threads)
    {
        var random = new Random(threads);
        using var pool = new ComputePool(threads);
        for (var run = 0; run < 3000; run++)
        {
            var counts = new int[random.Next(0, 40)];
            fixed (int* pointer = counts)
            {
                var work = new CountWork { Counts = pointer, FailingPart = -1, Spins = random.Next(0, 20) };
                pool.Run(ref work, counts.Length);
            }

            Assert.All(counts, count => Assert.Equal(1, count));
            if (run % 500 == 0)
            {
                // Long enough for the threads to fall asleep at different moments of the next run's start.
                Thread.SpinWait(random.Next(1000, 20_000));
            }
        }
    }

    [Fact]
    public void Run_AfterIdleThreadsFellAsleep_WakesThem()
    {
        using var pool = new ComputePool(3);
        var counts = stackalloc int[64];
        for (var run = 0; run < 20; run++)
        {
            new Span<int>(counts, 64).Clear();
            var work = new CountWork { Counts = counts, FailingPart = -1, Spins = 2000 };
            Assert.True(SpinWait.SpinUntil(() => pool.Sleeping == 2, TimeSpan.FromSeconds(30)));
            pool.Run(ref work, 64);
            Assert.Equal(64, new ReadOnlySpan<int>(counts, 64).ToArray().Sum());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_PartThrows_ThrowsItAndGoesOnWorking(int threads)
    {
        using var pool = new ComputePool(threads);
        var random = new Random(5);
        for (var run = 0; run < 500; run++)
        {
            var counts = new int[random.Next(1, 30)];
            var failing = random.Next(0, counts.Length);
            fixed (int* pointer = counts)
            {
                var work = new CountWork { Counts = pointer, FailingPart = failing };
                ArithmeticException? thrown = null;
                try
                {
                    pool.Run(ref work, counts.Length);
                }
                catch (ArithmeticException exception)
                {
                    thrown = exception;
                }

                Assert.Equal($"part {failing}", thrown?.Message);
                Assert.All(counts, count => Assert.InRange(count, 0, 1));
                work.FailingPart = -1;
                Array.Clear(counts);
                pool.Run(ref work, counts.Length);
                Assert.All(counts, count => Assert.Equal(1, count));
            }
        }
    }

    [Fact]
    public void Run_ManyTimes_AllocatesNothing()
    {
        using var pool = new ComputePool(2);
        var counts = stackalloc int[8];
        var work = new CountWork { Counts = counts, FailingPart = -1 };
        pool.Run(ref work, 8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 1000; run++)
        {
            pool.Run(ref work, 8);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Run_FromPartOfARun_IsRefused()
    {
        using var pool = new ComputePool(2);
        var work = default(NestedWork);
        NestedWork.Pool = pool;

        Assert.Throws<InvalidOperationException>(() => pool.Run(ref work, 2));
    }

    [Fact]
    public void Dispose_Idle_EndsThreadsAndRefusesRuns()
    {
        for (var threads = 1; threads < 5; threads++)
        {
            var pool = new ComputePool(threads);
            Thread.SpinWait(threads * 5000);
            pool.Dispose();
            pool.Dispose();
            var work = new CountWork();

            Assert.Throws<ObjectDisposedException>(() => pool.Run(ref work, 3));
        }
    }

    [Fact]
    public void Create_NoThreads_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComputePool(0));
}
