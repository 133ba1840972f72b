using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds one number per row in a register of 256 bits.</summary>
internal readonly struct Rows256<T>(Vector256<T> value) : IRowVector<Rows256<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> _value = value;

    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows256<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows256<T> Load(ref T source) => new(Vector256.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Rows256<T> value, ref T target) => value._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows256<T> operator +(Rows256<T> left, Rows256<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows256<T> Choose(Rows256<T> value, Rows256<T> threshold, Rows256<T> left, Rows256<T> right) =>
        new(Vector256.ConditionalSelect(
            Vector256.GreaterThanOrEqual(value._value, threshold._value), right._value, left._value));
}
