using System.Runtime.CompilerServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Computes what the elements of arrays take in memory.</summary>
internal static class ArraySize
{
    /// <summary>Returns the bytes of the elements; none when there is no array.</summary>
    public static long Of<T>(T[]? items) => items is null ? 0 : (long)items.Length * Unsafe.SizeOf<T>();
}
