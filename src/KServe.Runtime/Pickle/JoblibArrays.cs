namespace KServe.Runtime.Pickle;

/// <summary>Reads the arrays that joblib writes between the opcodes of a pickle, where their place-holders stand.</summary>
/// <remarks>Source: <c>joblib/numpy_pickle.py</c>, from joblib 0.10 on.</remarks>
internal sealed class JoblibArrays(PickleSource source, PicklePolicy policy, PickleBudget budget)
{
    private const string Module = "joblib.numpy_pickle.";

    /// <summary>Tells whether a class stands for an array.</summary>
    public static bool IsPlaceholder(PickleClass type) =>
        type.Name is "NumpyArrayWrapper" or "NDArrayWrapper" or "ZNDArrayWrapper" && PickleNames.IsOpaque(type);

    /// <summary>Reads the array of a place-holder.</summary>
    public NumpyArray Read(PickleInstance placeholder)
    {
        if (PickleNames.Normalize(placeholder.Type) != Module + "NumpyArrayWrapper")
        {
            throw new InvalidDataException($"the class '{placeholder.Type}' is not supported");
        }

        if (placeholder.State is not PickleDictionary state
            || !state.TryGet("dtype", out var dtype) || dtype is not PickleDtype { Type: var type }
            || !state.TryGet("shape", out var dimensions)
            || !state.TryGet("order", out var order) || order is not ("C" or "F"))
        {
            throw new InvalidDataException("the description of an array is damaged");
        }

        var shape = NumpyArrayFactory.ReadShape(dimensions);
        if (type.Kind == NumpyKind.Object)
        {
            // an array of Python values is a pickle of its own
            return new PickleReader(source, policy, arrays: null, budget).Read() as NumpyArray
                ?? throw new InvalidDataException("an array of Python values is damaged");
        }

        var length = NumpyArrayFactory.ByteCount(type, shape);
        if (state.TryGet("numpy_array_alignment_bytes", out var alignment) && alignment is not null)
        {
            source.Skip(source.ReadByte());
        }

        return NumpyArrayFactory.Create(type, shape, source.ReadBytes(length), order is "F");
    }
}
