using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Holds the parts of a tensor until all are read, because keys come in any order.</summary>
internal ref struct V2TensorDraft
{
    private static readonly JsonNames Keys = new("name", "shape", "datatype", "parameters", "data");
    private TensorShape? _shape;
    private TensorDataType _dataType;
    private InferParameters? _parameters;
    private InferParameter? _size;
    private JsonCursor _data;
    private bool _hasData;
    private string _kind;
    private InferTensor? _tensor;

    public string Name { get; private set; }

    /// <summary>Gets whether the tensor's bytes come after the JSON.</summary>
    public readonly bool IsBinary => _size is not null;

    public static string ReadName(ref JsonCursor json, JsonField field)
    {
        var name = json.GetText(field, json.Limits.MaxNameLength);
        return name.Length != 0 ? name : throw JsonErrors.At(field, "a name was expected, got an empty string");
    }

    public void Read(ref JsonCursor json, ref int parameterCount, TensorPool pool, JsonField field)
    {
        var seen = 0u;
        _kind = json.TensorKind;
        json.OpenObject(field, "a tensor");
        for (var key = json.ReadKnownKey(Keys, ref seen, field);
             key >= 0;
             key = json.ReadKnownKey(Keys, ref seen, field))
        {
            var place = field.Child(Keys[key]);
            switch (key)
            {
                case 0:
                    Name = ReadName(ref json, place);
                    break;
                case 1:
                    _shape = ReadShape(ref json, place);
                    break;
                case 2:
                    _dataType = ReadDataType(ref json, place);
                    break;
                case 3 when json.Token != JsonTokenType.Null:
                    V2ParametersReader.Read(
                        ref json, ref _parameters, V2Names.BinaryDataSize, out _size, ref parameterCount, place);
                    break;
                case 4:
                    ReadData(ref json, pool, place);
                    break;
            }
        }

        RequireAll(field);
    }

    /// <summary>Makes the tensor from its data in JSON or in the tail.</summary>
    public InferTensor ToTensor(ref BinaryTail tail, TensorPool pool, string model, JsonField field)
    {
        if (_hasData && _size is not null)
        {
            throw JsonErrors.At(field, "'data' and 'binary_data_size' were given, only one of them was expected");
        }

        if (_size is { } size)
        {
            return ReadBinary(size, ref tail, field);
        }

        if (!_hasData)
        {
            throw JsonErrors.At(
                field,
                $"'data' field is missing for {_kind} '{JsonErrors.Quote(Name)}' for model '{model}', "
                + "and 'binary_data_size' is not specified");
        }

        var tensor = _tensor
            ?? V2DataReader.Read(ref _data, Name, _dataType, _shape!.Value, pool, field.Child("data"));
        _tensor = null;
        return tensor;
    }

    /// <summary>Returns the memory of a tensor that was read and not handed over.</summary>
    public readonly void Dispose() => _tensor?.Dispose();

    private void ReadData(ref JsonCursor json, TensorPool pool, JsonField field)
    {
        _hasData = true;
        if (Name is not null && _shape is { } shape && _dataType != TensorDataType.None)
        {
            _tensor = V2DataReader.Read(ref json, Name, _dataType, shape, pool, field);
            return;
        }

        // read later, when shape and type are known
        _data = json;
        json.SkipNumbers(field);
    }

    public readonly void MoveParameters(InferTensor tensor)
    {
        for (var i = 0; i < _parameters?.Count; i++)
        {
            var (name, value) = _parameters.At(i);
            tensor.Parameters.TryAdd(name, value);
        }
    }

    private readonly InferTensor ReadBinary(InferParameter size, ref BinaryTail tail, JsonField field)
    {
        if (!size.TryGetInt64(out var length) || length < 0)
        {
            throw JsonErrors.At(
                field.Child("parameters").Child(V2Names.BinaryDataSize),
                $"an integer of 0 or more was expected, got {JsonErrors.Quote(size.ToString())}");
        }

        if (_dataType != TensorDataType.BYTES
            && InferTensor.GetByteLength(JsonErrors.Quote(Name), _dataType, _shape!.Value) != length)
        {
            throw JsonErrors.At(
                field.Child("parameters").Child(V2Names.BinaryDataSize),
                $"{_dataType.GetName()} {_shape} needs "
                + $"{InferTensor.GetByteLength(Name, _dataType, _shape.Value)} bytes, got {length}");
        }

        return tail.TakeTensor(Name, _dataType, _shape!.Value, length, field);
    }

    private readonly void RequireAll(JsonField field)
    {
        if (Name is null || _shape is null || _dataType == TensorDataType.None)
        {
            var missing = Name is null ? "name" : _shape is null ? "shape" : "datatype";
            throw JsonErrors.At(field, $"'{missing}' is missing");
        }
    }

    private static TensorShape ReadShape(ref JsonCursor json, JsonField field)
    {
        json.Require(JsonTokenType.StartArray, field, "a list of integers");
        Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
        var rank = 0;
        while (json.Read() != JsonTokenType.EndArray)
        {
            if (rank == TensorShape.MaxRank)
            {
                throw JsonErrors.At(field, $"more than {TensorShape.MaxRank} dimensions");
            }

            if (!json.TryGetInt64(out var dimension) || dimension < 0)
            {
                throw json.Token == JsonTokenType.Number
                    ? JsonErrors.At(field, $"dimension {rank}: an integer from 0 to 2^63 - 1 was expected, "
                        + $"got {JsonErrors.Quote(json.Value)}")
                    : JsonErrors.Expected(field, $"dimension {rank}: an integer", json.Token);
            }

            dimensions[rank++] = dimension;
        }

        return TensorShape.TryGetElementCount(dimensions[..rank], out _)
            ? TensorShape.Create(dimensions[..rank])
            : throw JsonErrors.At(field, "the product of the dimensions exceeds 2^63 - 1");
    }

    private static TensorDataType ReadDataType(ref JsonCursor json, JsonField field)
    {
        json.Require(JsonTokenType.String, field, "a data type like FP32");
        var name = json.Unescape(field, json.Limits.MaxNameLength);
        return TensorDataTypes.TryParse(name, out var dataType)
            ? dataType
            : throw JsonErrors.At(
                field,
                $"invalid datatype '{JsonErrors.Quote(name)}' in the {json.TensorKind}, "
                + "a data type like FP32 was expected");
    }
}
