using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds one number per row in a register of 512 bits.</summary>
internal readonly struct Rows512<T>(Vector512<T> value) : IRowVector<Rows512<T>, T>
    where T : unmanaged
{
    private readonly Vector512<T> _value = value;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows512<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows512<T> Load(ref T source) => new(Vector512.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Rows512<T> value, ref T target) => value._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows512<T> operator +(Rows512<T> left, Rows512<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows512<T> Choose(Rows512<T> value, Rows512<T> threshold, Rows512<T> left, Rows512<T> right) =>
        new(Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(value._value, threshold._value), right._value, left._value));
}
