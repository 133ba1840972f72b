using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Makes changed copies of descriptions, as other versions or hostile hands would have written them.</summary>
internal static class DescriptionEditor
{
    /// <summary>Copies an instance with some attributes renamed; an empty name leaves the attribute out.</summary>
    public static PickleInstance Rename(PickleInstance source, params (string Old, string New)[] names)
    {
        var state = new PickleDictionary();
        foreach (var (key, value) in ((PickleDictionary)source.State!).Items)
        {
            var rename = Array.Find(names, pair => pair.Old == key as string);
            if (rename.New != "")
            {
                state.Set(rename.New ?? key, value);
            }
        }

        return new PickleInstance(source.Type, source.Arguments) { State = state };
    }

    /// <summary>Copies an instance with one attribute set.</summary>
    public static PickleInstance Set(PickleInstance source, string name, object? value)
    {
        var result = Rename(source);
        ((PickleDictionary)result.State!).Set(name, value);
        return result;
    }

    public static object? Get(PickleInstance source, string name) =>
        ((PickleDictionary)source.State!).TryGet(name, out var value) ? value : null;

    /// <summary>Makes an array of rank 1 or 2 of float64 numbers.</summary>
    public static NumpyArray Doubles(int[] shape, params double[] values)
    {
        var bytes = new byte[values.Length * sizeof(double)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return new NumpyArray(new NumpyType(NumpyKind.Float, sizeof(double)), shape, bytes);
    }
}
