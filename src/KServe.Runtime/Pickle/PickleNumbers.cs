using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Pickle;

/// <summary>Reads Python and numpy scalars alike.</summary>
internal static class PickleNumbers
{
    public static double? ToDouble(object? value) => value switch
    {
        double number => number,
        long number => number,
        bool flag => flag ? 1 : 0,
        NumpyArray { IsNumeric: true, Count: 1 } array => array.ToDoubles()[0],
        _ => null,
    };

    public static long? ToInteger(object? value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        NumpyArray { IsNumeric: true, Count: 1, Type.Kind: not NumpyKind.Float } array => array.ToIntegers()[0],
        _ => null,
    };

    /// <summary>Reads True, False, 1 or 0.</summary>
    public static bool TryReadFlag(object? value, out bool flag)
    {
        flag = value is true or 1L;
        return value is bool or 0L or 1L;
    }

    /// <summary>Views a list, tuple or array of Python values as a list.</summary>
    public static IReadOnlyList<object?>? ToList(object? value) => value switch
    {
        List<object?> list => list,
        object?[] tuple => tuple,
        NumpyArray { Type.Kind: NumpyKind.Object } array => array.Objects,
        _ => null,
    };
}
