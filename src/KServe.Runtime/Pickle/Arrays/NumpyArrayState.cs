using System.Text;

namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Reads the state that numpy pickles with an array: (version, shape, type, is Fortran order, data).</summary>
internal static class NumpyArrayState
{
    public static void Apply(NumpyArray array, object? state)
    {
        if (state is not object?[] { Length: 4 or 5 } items)
        {
            throw Broken();
        }

        var parts = items.AsSpan(items.Length - 4);
        if ((items.Length == 5 && items[0] is not (0L or 1L))
            || parts[1] is not PickleDtype { Type: var type }
            || !PickleNumbers.TryReadFlag(parts[2], out var isFortranOrder))
        {
            throw Broken();
        }

        var shape = NumpyArrayFactory.ReadShape(parts[0]);
        if (type.Kind == NumpyKind.Object)
        {
            NumpyArrayFactory.Fill(array, type, shape, parts[3] as List<object?> ?? throw Broken());
            return;
        }

        // Python 2 wrote bytes as texts
        var data = parts[3] is string text ? Encoding.Latin1.GetBytes(text) : parts[3] as byte[] ?? throw Broken();
        NumpyArrayFactory.Fill(array, type, shape, data, isFortranOrder);
    }

    private static InvalidDataException Broken() => new("the state of a numpy array is damaged");
}
