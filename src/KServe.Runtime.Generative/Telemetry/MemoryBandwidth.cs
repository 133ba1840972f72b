using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KServe.Kernels.Compute;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>Measures how fast the threads of an engine read memory: what bounds the answers of one stream.</summary>
internal static class MemoryBandwidth
{
    private const long MostBytes = 256L << 20;
    private const long LeastBytes = 1L << 20;
    private const int MemoryShare = 32;
    private const int Rounds = 3;
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads a piece of memory as large as the weights, so far as that is bounded.</summary>
    /// <remarks>
    /// At most 256 MiB and a 32nd of the memory that there is, three times or for a quarter of a second. Weights that
    /// fit a processor's cache are read from there, and so is what stands for them here.
    /// </remarks>
    /// <param name="pool">The threads, which nothing else uses meanwhile.</param>
    /// <param name="bytes">The bytes of the weights.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Bytes each second; <see langword="null"/> when there is no memory to measure with.</returns>
    public static unsafe double? Measure(ComputePool pool, long bytes, TimeProvider time)
    {
        var most = Math.Min(MostBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryShare);
        var length = Math.Max(LeastBytes, Math.Min(bytes, most)) / ReadWork.Step * ReadWork.Step;
        byte* memory;
        try
        {
            memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, 64);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }

        try
        {
            return Measure(pool, memory, length, time);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static unsafe double? Measure(ComputePool pool, byte* memory, long length, TimeProvider time)
    {
        // The threads that read are the ones that write first: memory lies near them where there is near and far.
        var work = new ReadWork { Memory = memory, Length = length, IsFilling = true };
        pool.Run(ref work, ReadWork.Parts);
        work.IsFilling = false;
        var begin = time.GetTimestamp();
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds && time.GetElapsedTime(begin) < MostTime; round++)
        {
            var start = time.GetTimestamp();
            pool.Run(ref work, ReadWork.Parts);
            var elapsed = time.GetElapsedTime(start);
            best = elapsed < best ? elapsed : best;
        }

        return best > TimeSpan.Zero && best < TimeSpan.MaxValue ? length / best.TotalSeconds : null;
    }

    [StructLayout(LayoutKind.Auto)]
    private unsafe struct ReadWork : IComputeWork
    {
        public const int Parts = 64;
        public const long Step = Parts * 256;

        public byte* Memory;
        public long Length;
        public long Sum;
        public bool IsFilling;

        public void Run(int part)
        {
            var bytes = Length / Parts;
            var source = Memory + (part * bytes);
            if (IsFilling)
            {
                NativeMemory.Fill(source, (nuint)bytes, 1);
            }
            else
            {
                // What is read must be used, or the compiler reads nothing.
                Interlocked.Add(ref Sum, Read(source, bytes));
            }
        }

        // Compiled for speed from its first call: few calls are all there are.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static long Read(byte* source, long bytes)
        {
            Vector512<long> a = default, b = default, c = default, d = default;
            for (long at = 0; at < bytes; at += 256)
            {
                a += Vector512.Load((long*)(source + at));
                b += Vector512.Load((long*)(source + at + 64));
                c += Vector512.Load((long*)(source + at + 128));
                d += Vector512.Load((long*)(source + at + 192));
            }

            return Vector512.Sum(a + b + c + d);
        }
    }
}
