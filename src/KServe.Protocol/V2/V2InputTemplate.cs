namespace KServe.Protocol;

/// <summary>What a text said about one binary input.</summary>
internal sealed class V2InputTemplate(InferTensor input)
{
    private readonly string _name = input.Name;
    private readonly TensorDataType _dataType = input.DataType;
    private readonly TensorShape _shape = input.Shape;
    private readonly int _byteLength = input.Data.Length;
    private readonly KeyValuePair<string, InferParameter>[] _parameters =
        input.HasParameters ? [.. input.Parameters] : [];

    public InferTensor Create(ref BinaryTail tail, JsonField field)
    {
        var tensor = tail.TakeTensor(_name, _dataType, _shape, _byteLength, field);
        foreach (var (name, value) in _parameters)
        {
            tensor.Parameters.TryAdd(name, value);
        }

        return tensor;
    }
}
