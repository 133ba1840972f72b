using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Collections;
using KServe.Protocol.Tests.Grpc.Generated;
using Param = KServe.Protocol.Tests.Grpc.Generated.InferParameter;

namespace KServe.Protocol.Tests.Grpc;

/// <summary>Makes valid random messages with the generated code.</summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly TensorDataType[] AllTypes =
        [.. Enum.GetValues<TensorDataType>().Where(static type => type != TensorDataType.None)];

    private readonly Random _random = new(seed);

    public ModelInferRequest NextRequest(bool raw)
    {
        var request = new ModelInferRequest
        {
            ModelName = NextText(1),
            ModelVersion = _random.Next(2) == 0 ? "" : NextText(1),
            Id = _random.Next(2) == 0 ? "" : NextText(1),
        };
        AddParameters(request.Parameters);
        var inputs = _random.Next(4);
        for (var i = 0; i < inputs; i++)
        {
            request.Inputs.Add(NextInput(i, raw, request.RawInputContents));
        }

        var outputs = _random.Next(3);
        for (var i = 0; i < outputs; i++)
        {
            var output = new ModelInferRequest.Types.InferRequestedOutputTensor { Name = $"{NextText(1)}{i}" };
            AddParameters(output.Parameters);
            request.Outputs.Add(output);
        }

        return request;
    }

    public ModelInferResponse NextResponse(bool raw)
    {
        var request = NextRequest(raw);
        var response = new ModelInferResponse
        {
            ModelName = request.ModelName,
            ModelVersion = request.ModelVersion,
            Id = request.Id,
        };
        response.Parameters.Add(request.Parameters);
        response.RawOutputContents.Add(request.RawInputContents);
        foreach (var input in request.Inputs)
        {
            var output = new ModelInferResponse.Types.InferOutputTensor
            {
                Name = input.Name,
                Datatype = input.Datatype,
                Contents = input.Contents,
            };
            output.Shape.Add(input.Shape);
            output.Parameters.Add(input.Parameters);
            response.Outputs.Add(output);
        }

        return response;
    }

    private ModelInferRequest.Types.InferInputTensor NextInput(int index, bool raw, RepeatedField<ByteString> blocks)
    {
        TensorDataType type;
        do
        {
            type = AllTypes[_random.Next(AllTypes.Length)];
        }
        while (!raw && type.IsBinaryOnly());

        var input = new ModelInferRequest.Types.InferInputTensor
        {
            Name = $"{NextText(1)}{index}",
            Datatype = type.GetName(),
        };
        var count = 1;
        var rank = _random.Next(4);
        for (var i = 0; i < rank; i++)
        {
            var dimension = _random.Next(10) == 0 ? 0 : _random.Next(1, 7);
            input.Shape.Add(dimension);
            count *= dimension;
        }

        AddParameters(input.Parameters);
        if (raw)
        {
            blocks.Add(NextBlock(type, count));
        }
        else if (count > 0)
        {
            input.Contents = NextContents(type, count);
        }

        return input;
    }

    private InferTensorContents NextContents(TensorDataType type, int count)
    {
        var contents = new InferTensorContents();
        for (var i = 0; i < count; i++)
        {
            var bits = _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64);
            switch (type)
            {
                case TensorDataType.BOOL:
                    contents.BoolContents.Add((bits & 1) != 0);
                    break;
                case TensorDataType.INT8:
                    contents.IntContents.Add((sbyte)bits);
                    break;
                case TensorDataType.INT16:
                    contents.IntContents.Add((short)bits);
                    break;
                case TensorDataType.INT32:
                    contents.IntContents.Add((int)bits);
                    break;
                case TensorDataType.INT64:
                    contents.Int64Contents.Add(bits);
                    break;
                case TensorDataType.UINT8:
                    contents.UintContents.Add((byte)bits);
                    break;
                case TensorDataType.UINT16:
                    contents.UintContents.Add((ushort)bits);
                    break;
                case TensorDataType.UINT32:
                    contents.UintContents.Add((uint)bits);
                    break;
                case TensorDataType.UINT64:
                    contents.Uint64Contents.Add((ulong)bits);
                    break;
                case TensorDataType.FP32:
                    contents.Fp32Contents.Add((float)_random.NextDouble());
                    break;
                case TensorDataType.FP64:
                    contents.Fp64Contents.Add(_random.NextDouble());
                    break;
                default:
                    contents.BytesContents.Add(NextBytes(_random.Next(20)));
                    break;
            }
        }

        return contents;
    }

    private ByteString NextBlock(TensorDataType type, int count)
    {
        if (type != TensorDataType.BYTES)
        {
            var block = NextBytes(count * type.GetElementSize()).ToByteArray();
            if (type == TensorDataType.BOOL)
            {
                Array.ForEach(Enumerable.Range(0, block.Length).ToArray(), i => block[i] &= 1);
            }

            return ByteString.CopyFrom(block);
        }

        using var stream = new MemoryStream();
        Span<byte> prefix = stackalloc byte[4];
        for (var i = 0; i < count; i++)
        {
            var element = NextBytes(_random.Next(20));
            BinaryPrimitives.WriteInt32LittleEndian(prefix, element.Length);
            stream.Write(prefix);
            element.WriteTo(stream);
        }

        return ByteString.CopyFrom(stream.ToArray());
    }

    private void AddParameters(MapField<string, Param> target)
    {
        var count = _random.Next(3);
        for (var i = 0; i < count; i++)
        {
            target[$"{NextText(0)}{i}"] = _random.Next(5) switch
            {
                0 => new Param { BoolParam = _random.Next(2) == 0 },
                1 => new Param { Int64Param = _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64) },
                2 => new Param { StringParam = NextText(0) },
                3 => new Param { DoubleParam = _random.NextDouble() * _random.Next(2) },
                _ => new Param { Uint64Param = (ulong)_random.NextInt64() * 2 },
            };
        }
    }

    private ByteString NextBytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private string NextText(int minLength)
    {
        // Lengths over 127 make the lengths of nested messages take more than one byte.
        var length = _random.Next(20) == 0 ? 150 : _random.Next(minLength, 12);
        return string.Concat(Enumerable.Range(0, length).Select(_ => "aZ09_-é漢\0 \U0001F600"[_random.Next(9)]));
    }
}
