using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Builds descriptions of estimators in code, in the layouts of versions that no file is at hand of.</summary>
internal static class Descriptions
{
    /// <summary>Describes an object of scikit-learn.</summary>
    public static PickleInstance Instance(
        string name, string version, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        var state = new PickleDictionary();
        foreach (var (attribute, value) in attributes)
        {
            state.Set(attribute, value);
        }

        state.Set("_sklearn_version", version);
        return new PickleInstance(new PickleClass("sklearn.module", name), []) { State = state };
    }

    public static Estimator Read(PickleInstance instance) => new EstimatorReader().Read(instance);

    public static NumpyArray Doubles(params double[] values) => Doubles([values.Length], values);

    public static NumpyArray Doubles(int[] shape, double[] values) =>
        new(new NumpyType(NumpyKind.Float, 8), shape, MemoryMarshal.AsBytes<double>(values).ToArray());

    public static NumpyArray Integers(params long[] values) =>
        new(new NumpyType(NumpyKind.Signed, 8), [values.Length], MemoryMarshal.AsBytes<long>(values).ToArray());

    public static NumpyArray Flags(params bool[] values) => new(
        new NumpyType(NumpyKind.Boolean, 1),
        [values.Length],
        Array.ConvertAll(values, static flag => (byte)(flag ? 1 : 0)));

    public static NumpyArray Objects(int[] shape, params object?[] values) =>
        new(new NumpyType(NumpyKind.Object, 8), shape, default) { Objects = values };

    /// <summary>Makes an array of records out of fields of the same length.</summary>
    public static NumpyArray Records(params ReadOnlySpan<(string Name, NumpyType Type, double[] Values)> fields)
    {
        var described = new NumpyField[fields.Length];
        var size = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            described[i] = new NumpyField(fields[i].Name, fields[i].Type, size);
            size += fields[i].Type.ItemSize;
        }

        var count = fields[0].Values.Length;
        var data = new byte[count * size];
        for (var i = 0; i < fields.Length; i++)
        {
            for (var row = 0; row < count; row++)
            {
                Write(data.AsSpan(row * size + described[i].Offset), fields[i].Type, fields[i].Values[row]);
            }
        }

        return new NumpyArray(new NumpyType(NumpyKind.Record, size) { Fields = described }, [count], data);
    }

    public static Features Rows(params double[][] rows) =>
        new(new Matrix([.. rows.SelectMany(static row => row)], rows.Length, rows[0].Length));

    /// <summary>Gives the prediction of each row: labels that are numbers, or numbers.</summary>
    public static double[] Predict(Estimator estimator, Features rows)
    {
        var prediction = estimator.Predict(rows, TestContext.Current.CancellationToken);
        return prediction.Labels is { } labels
            ? Array.ConvertAll(prediction.Values.Values, position => labels[0].GetNumber((int)position))
            : prediction.Values.Values;
    }

    private static void Write(Span<byte> at, NumpyType type, double value)
    {
        switch (type.Kind, type.ItemSize)
        {
            case (NumpyKind.Float, 8):
                BinaryPrimitives.WriteDoubleLittleEndian(at, value);
                break;
            case (_, 8):
                BinaryPrimitives.WriteInt64LittleEndian(at, (long)value);
                break;
            case (_, 4):
                BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)value);
                break;
            default:
                at[0] = (byte)value;
                break;
        }
    }
}
