using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Builds descriptions of objects as files of any version of scikit-learn would hold them.</summary>
internal static class Described
{
    public static PickleInstance Object(
        string className, string version, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        var state = new PickleDictionary();
        foreach (var (name, value) in attributes)
        {
            state.Set(name, value);
        }

        state.Set("_sklearn_version", version);
        return new PickleInstance(new PickleClass("sklearn.module", className), []) { State = state };
    }

    public static PickleInstance Slice(object? start, object? stop, object? step) =>
        new(new PickleClass("builtins", "slice"), [start, stop, step]);

    public static PickleDictionary Dictionary(params ReadOnlySpan<(object Key, object? Value)> items)
    {
        var dictionary = new PickleDictionary();
        foreach (var (key, value) in items)
        {
            dictionary.Set(key, value);
        }

        return dictionary;
    }

    public static NumpyArray Doubles(params double[] values) => Array(NumpyKind.Float, [values.Length], values);

    public static NumpyArray Matrix(int rows, int columns, params double[] values) =>
        Array(NumpyKind.Float, [rows, columns], values);

    public static NumpyArray Integers(params long[] values) => Array(NumpyKind.Signed, [values.Length], values);

    public static NumpyArray Flags(params bool[] values) => Array(NumpyKind.Boolean, [values.Length], values);

    public static NumpyArray Objects(params object?[] values) =>
        new(new NumpyType(NumpyKind.Object, 8), [values.Length], default) { Objects = values };

    public static List<object?> List(params object?[] values) => [.. values];

    public static object Tuple(params object?[] values) => values;

    public static Estimator Build(PickleInstance description) => new EstimatorReader().Read(description);

    /// <summary>Transforms a row of numbers.</summary>
    public static double[] Transform(Estimator estimator, params double[] row) =>
        Transform(estimator, Table.FromMatrix(row, 1, row.Length));

    /// <summary>Transforms a row of texts, in columns called a, b, c ...</summary>
    public static double[] Transform(Estimator estimator, params string?[] row) => Transform(
        estimator,
        Table.FromColumns(1, [.. row.Select((text, i) => new TableColumn($"{(char)('a' + i)}", [text]))]));

    public static double[] Transform(Estimator estimator, Table table) =>
        estimator.Transform(new Features(table), default).ToDense().Values;

    private static NumpyArray Array<T>(NumpyKind kind, int[] shape, T[] values)
        where T : unmanaged =>
        new(new NumpyType(kind, Unsafe.SizeOf<T>()), shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
