using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Pickle.Calls;

/// <summary>The constructors of numpy that pickles of arrays, scalars and data types use.</summary>
internal static class NumpyCalls
{
    private static readonly NumpyType Byte = new(NumpyKind.Signed, 1);

    /// <summary>Makes an array to be filled by its state.</summary>
    public static object Reconstruct(object?[] arguments) => arguments is [PickleClass, object?[], _]
        ? new NumpyArray(Byte, [0], default)
        : throw PickleCalls.Unexpected("numpy.core.multiarray._reconstruct");

    /// <summary>Reads a data type: (name, align, copy).</summary>
    public static object Dtype(object?[] arguments) => arguments switch
    {
        [string name, ..] => new PickleDtype(NumpyTypeParser.Parse(name)),
        [byte[] name, ..] => new PickleDtype(NumpyTypeParser.Parse(System.Text.Encoding.Latin1.GetString(name))),
        [PickleClass type, ..] => throw new InvalidDataException($"the data type '{type}' is not supported"),
        _ => throw PickleCalls.Unexpected("numpy.dtype"),
    };

    /// <summary>Makes a scalar, described as an array of rank 0: (type, bytes).</summary>
    public static object? Scalar(object?[] arguments) => arguments switch
    {
        [PickleDtype { Type.Kind: NumpyKind.Object }, var value] => value,
        [PickleDtype { Type: var type }, byte[] bytes] => NumpyArrayFactory.Create(type, [], bytes, false),
        [PickleDtype { Type: var type }, string text] => NumpyArrayFactory.Create(
            type, [], System.Text.Encoding.Latin1.GetBytes(text), false),
        [PickleDtype { Type.ItemSize: 0, Type: var type }] => NumpyArrayFactory.Create(type, [], default, false),
        _ => throw PickleCalls.Unexpected("numpy.core.multiarray.scalar"),
    };

    /// <summary>Makes an array of protocol 5 over its buffer: (buffer, type, shape, order).</summary>
    public static object FromBuffer(object?[] arguments) =>
        arguments is [byte[] bytes, PickleDtype { Type: var type }, var shape, "C" or "F" or "A"]
            ? NumpyArrayFactory.Create(type, NumpyArrayFactory.ReadShape(shape), bytes, (string)arguments[3]! == "F")
            : throw PickleCalls.Unexpected("numpy.core.numeric._frombuffer");
}
