using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds one number per row in a register of 128 bits.</summary>
internal readonly struct Rows128<T>(Vector128<T> value) : IRowVector<Rows128<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> _value = value;

    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows128<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows128<T> Load(ref T source) => new(Vector128.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Rows128<T> value, ref T target) => value._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows128<T> operator +(Rows128<T> left, Rows128<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rows128<T> Choose(Rows128<T> value, Rows128<T> threshold, Rows128<T> left, Rows128<T> right) =>
        new(Vector128.ConditionalSelect(
            Vector128.GreaterThanOrEqual(value._value, threshold._value), right._value, left._value));
}
