using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Turns a row of features into a row of slots, in which missing values need no care any more.</summary>
/// <remarks>
/// A slot is a feature under one rule for missing values: a split that sends NaN right reads a slot in which NaN is
/// infinity. Each row is prepared once, so that traversal is one comparison per node. Immutable.
/// </remarks>
internal sealed class SlotTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double NearZero = 1e-35f;

    private readonly int[] _features;
    private readonly T[] _replacements;
    private readonly int[] _nearZeroSlots;

    public SlotTable(ReadOnlySpan<(int Feature, SlotRule Rule)> slots)
    {
        _features = new int[slots.Length];
        _replacements = new T[slots.Length];
        var nearZero = new List<int>();
        for (var i = 0; i < slots.Length; i++)
        {
            (_features[i], var rule) = slots[i];
            _replacements[i] = rule switch
            {
                SlotRule.NaNRight or SlotRule.ZeroRight => T.PositiveInfinity,
                SlotRule.NaNAsZero => T.Zero,
                _ => T.NaN,
            };
            if (rule is SlotRule.ZeroLeft or SlotRule.ZeroRight)
            {
                nearZero.Add(i);
            }
        }

        _nearZeroSlots = [.. nearZero];
    }

    public int Count => _features.Length;

    public long SizeInBytes =>
        ArraySize.Of(_features) + ArraySize.Of(_replacements) + ArraySize.Of(_nearZeroSlots);

    public int Feature(int slot) => _features[slot];

    /// <summary>Fills the slots of one row; the features were checked when the table was made.</summary>
    public void Fill<TIn>(ref readonly TIn row, Span<T> slots)
        where TIn : unmanaged
    {
        ref var features = ref MemoryMarshal.GetArrayDataReference(_features);
        ref var replacements = ref MemoryMarshal.GetArrayDataReference(_replacements);
        for (var i = 0; i < _features.Length; i++)
        {
            var value = Narrow(Unsafe.Add(ref Unsafe.AsRef(in row), Unsafe.Add(ref features, i)));
            slots[i] = T.IsNaN(value) ? Unsafe.Add(ref replacements, i) : value;
        }

        foreach (var slot in _nearZeroSlots)
        {
            if (Math.Abs(double.CreateTruncating(slots[slot])) <= NearZero)
            {
                slots[slot] = _replacements[slot];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Narrow<TIn>(TIn value)
        where TIn : unmanaged
    {
        if (typeof(TIn) == typeof(T))
        {
            return Unsafe.BitCast<TIn, T>(value);
        }

        return typeof(TIn) == typeof(float)
            ? Unsafe.BitCast<double, T>(Unsafe.BitCast<TIn, float>(value))
            : Unsafe.BitCast<float, T>((float)Unsafe.BitCast<TIn, double>(value));
    }
}
