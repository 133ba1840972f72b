using KServe.Runtime.Files;
using KServe.Runtime.Pickle.Calls;
using KServe.Runtime.Pickle.Reading;

namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Reads the arrays that joblib writes outside of a pickle's opcodes.</summary>
/// <remarks>
/// From joblib 0.10 on they lie between the opcodes (<c>joblib/numpy_pickle.py</c>), before that in files of their own.
/// </remarks>
internal sealed class JoblibArrays(
    FileSource source,
    PicklePolicy policy,
    PickleBudget budget,
    JoblibCompanions companions)
{
    /// <summary>Tells whether a class stands for an array.</summary>
    public static bool IsPlaceholder(PickleClass type) =>
        type.Name is "NumpyArrayWrapper" or "NDArrayWrapper" or "ZNDArrayWrapper" && PickleNames.IsOpaque(type);

    /// <summary>Reads the array of a place-holder.</summary>
    public NumpyArray Read(PickleInstance placeholder)
    {
        var state = placeholder.State as PickleDictionary ?? throw Damaged();
        return placeholder.Type.Name switch
        {
            "NDArrayWrapper" => companions.ReadNpy(GetName(state), ReadPickle),
            "ZNDArrayWrapper" => ReadPacked(state),
            _ => ReadInline(state),
        };
    }

    private static object? GetName(PickleDictionary state) =>
        state.TryGet("filename", out var name) ? name : throw Damaged();

    private static InvalidDataException Damaged() => new("the description of an array is damaged");

    private NumpyArray ReadInline(PickleDictionary state)
    {
        if (!state.TryGet("dtype", out var dtype) || dtype is not PickleDtype { Type: var type }
            || !state.TryGet("shape", out var dimensions)
            || !state.TryGet("order", out var order) || order is not ("C" or "F"))
        {
            throw Damaged();
        }

        var shape = NumpyArrayFactory.ReadShape(dimensions);
        if (type.Kind == NumpyKind.Object)
        {
            return ReadPickle(source) as NumpyArray ?? throw Damaged();
        }

        var length = NumpyArrayFactory.ByteCount(type, shape);
        if (state.TryGet("numpy_array_alignment_bytes", out var alignment) && alignment is not null)
        {
            source.Skip(source.ReadByte());
        }

        return NumpyArrayFactory.Create(type, shape, source.ReadBytes(length), order is "F");
    }

    /// <summary>Reads an array whose state lies in the pickle but for its bytes.</summary>
    private NumpyArray ReadPacked(PickleDictionary state)
    {
        if (!state.TryGet("state", out var value)
            || value is not object?[] { Length: 3 or 4 } parts
            || parts[^2] is not PickleDtype { Type: var type })
        {
            throw Damaged();
        }

        var length = NumpyArrayFactory.ByteCount(type, NumpyArrayFactory.ReadShape(parts[^3]));
        var array = new NumpyArray(type, [0], default);
        NumpyArrayState.Apply(array, (object?[])[.. parts, companions.ReadPacked(GetName(state), length)]);
        return array;
    }

    /// <summary>Reads an array of Python values, which is a pickle of its own.</summary>
    private object? ReadPickle(FileSource bytes) => new PickleReader(bytes, policy, arrays: null, budget).Read();
}
