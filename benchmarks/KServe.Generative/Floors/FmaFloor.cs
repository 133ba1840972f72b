using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KServe.Kernels.Compute;

namespace KServe.Generative.Floors;

/// <summary>Fused multiply-adds in registers with all threads: what binary32 arithmetic there is.</summary>
internal static unsafe class FmaFloor
{
    private const int Parts = 32;
    private const int Rounds = 200_000;
    private const int Chains = 12;

    public static long GetOperations() => 2L * Parts * Rounds * Chains * Lanes;

    private static int Lanes => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

    public static void Compute(ComputePool pool)
    {
        var work = new FmaWork { Seed = 1e-9f };
        pool.Run(ref work, Parts);
        if (float.IsNaN(work.Result))
        {
            throw new InvalidOperationException("The sums are not numbers.");
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct FmaWork : IComputeWork
    {
        public float Seed;
        public float Result;

        public void Run(int part)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Result = Run512(Seed);
            }
            else
            {
                Result = Run256(Seed);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Run512(float seed)
        {
            var x = Vector512.Create(seed);
            Vector512<float> a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x,
                a6 = x, a7 = x, a8 = x, a9 = x, a10 = x, a11 = x;
            for (var i = 0; i < Rounds; i++)
            {
                a0 = Vector512.FusedMultiplyAdd(x, x, a0);
                a1 = Vector512.FusedMultiplyAdd(x, x, a1);
                a2 = Vector512.FusedMultiplyAdd(x, x, a2);
                a3 = Vector512.FusedMultiplyAdd(x, x, a3);
                a4 = Vector512.FusedMultiplyAdd(x, x, a4);
                a5 = Vector512.FusedMultiplyAdd(x, x, a5);
                a6 = Vector512.FusedMultiplyAdd(x, x, a6);
                a7 = Vector512.FusedMultiplyAdd(x, x, a7);
                a8 = Vector512.FusedMultiplyAdd(x, x, a8);
                a9 = Vector512.FusedMultiplyAdd(x, x, a9);
                a10 = Vector512.FusedMultiplyAdd(x, x, a10);
                a11 = Vector512.FusedMultiplyAdd(x, x, a11);
            }

            return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Run256(float seed)
        {
            var x = Vector256.Create(seed);
            Vector256<float> a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x,
                a6 = x, a7 = x, a8 = x, a9 = x, a10 = x, a11 = x;
            for (var i = 0; i < Rounds; i++)
            {
                a0 = Vector256.FusedMultiplyAdd(x, x, a0);
                a1 = Vector256.FusedMultiplyAdd(x, x, a1);
                a2 = Vector256.FusedMultiplyAdd(x, x, a2);
                a3 = Vector256.FusedMultiplyAdd(x, x, a3);
                a4 = Vector256.FusedMultiplyAdd(x, x, a4);
                a5 = Vector256.FusedMultiplyAdd(x, x, a5);
                a6 = Vector256.FusedMultiplyAdd(x, x, a6);
                a7 = Vector256.FusedMultiplyAdd(x, x, a7);
                a8 = Vector256.FusedMultiplyAdd(x, x, a8);
                a9 = Vector256.FusedMultiplyAdd(x, x, a9);
                a10 = Vector256.FusedMultiplyAdd(x, x, a10);
                a11 = Vector256.FusedMultiplyAdd(x, x, a11);
            }

            return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
        }
    }
}
