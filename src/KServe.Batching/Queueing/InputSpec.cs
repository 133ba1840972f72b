namespace KServe.Batching;

/// <summary>What one input has in common in all requests of a bucket.</summary>
internal sealed class InputSpec
{
    private readonly long[] _trailing;
    private readonly InferParameters? _parameters;
    private readonly BatchLimits _limits;

    public InputSpec(InferTensor input, ModelSignature signature, BatchLimits limits)
    {
        _limits = limits;
        Name = input.Name;
        DataType = input.DataType;
        _trailing = input.Shape.Dimensions[1..].ToArray();
        if (limits.PadsDimensions)
        {
            var declared = signature.FindInput(input.Name);
            for (var i = 0; i < _trailing.Length; i++)
            {
                if (IsOpen(declared, i + 1, input.Shape.Rank))
                {
                    _trailing[i] = -1;
                }
            }
        }

        _parameters = input.HasParameters ? ParameterSet.Copy(input.Parameters) : null;
    }

    public string Name { get; }

    public TensorDataType DataType { get; }

    /// <summary>Gets the number of dimensions after the first.</summary>
    public int TrailingCount => _trailing.Length;

    /// <summary>Gets the parameters that all requests give this input; null for none.</summary>
    public InferParameters? Parameters => _parameters;

    /// <summary>Tells whether an input of the same name fits.</summary>
    public bool Matches(InferTensor input)
    {
        var shape = input.Shape.Dimensions;
        if (input.DataType != DataType || shape.Length != _trailing.Length + 1)
        {
            return false;
        }

        for (var i = 0; i < _trailing.Length; i++)
        {
            if (_trailing[i] != shape[i + 1] && _trailing[i] != -1)
            {
                return false;
            }
        }

        return ParameterSet.AreEqual(input.HasParameters ? input.Parameters : null, _parameters);
    }

    /// <summary>Tells whether a dimension may differ between the requests.</summary>
    public bool IsOpen(int dimension) => _trailing[dimension - 1] == -1;

    public bool NeedsPadding(TensorShape shape)
    {
        for (var i = 0; i < _trailing.Length; i++)
        {
            if (_trailing[i] == -1 && _limits.PadLength(shape[i + 1]) != shape[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOpen(TensorMetadata? declared, int dimension, int rank) =>
        declared is null || declared.AcceptsAnyShape || declared.Shape.Rank != rank || declared.Shape[dimension] == -1;
}
