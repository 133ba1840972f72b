using System.Runtime.InteropServices;

namespace KServe.Batching;

/// <summary>Joins tensors of fixed-size elements, filling up what is shorter than the whole.</summary>
internal static class NumberPadding
{
    /// <summary>Copies tensors one after the other along the first dimension.</summary>
    /// <param name="parts">Tensors of the same data type and rank.</param>
    /// <param name="name">The name of the whole.</param>
    /// <param name="shape">The shape of the whole: no dimension is less than that of a part.</param>
    /// <param name="fill">The number for what no part covers.</param>
    /// <param name="pool">Where the whole is rented.</param>
    public static InferTensor Join(
        ReadOnlySpan<InferTensor> parts,
        string name,
        ReadOnlySpan<long> shape,
        double fill,
        TensorPool pool)
    {
        var dataType = parts[0].DataType;
        var joined = InferTensor.Rent(pool, name, dataType, TensorShape.Create(shape));
        var rest = joined.Data.Span;
        var rowLength = shape[0] == 0 ? 0 : rest.Length / (int)shape[0];
        foreach (var part in parts)
        {
            var target = rest[..checked((int)part.Shape[0] * rowLength)];
            rest = rest[target.Length..];
            var dimensions = part.Shape.Dimensions;
            if (dimensions[1..].SequenceEqual(shape[1..]))
            {
                part.Data.Span.CopyTo(target);
                continue;
            }

            Fill(target, dataType, fill);
            Copy(part.Data.Span, target, dimensions[1..], shape[1..], (int)dimensions[0]);
        }

        Fill(rest, dataType, fill);
        return joined;
    }

    /// <summary>Writes a number into every element, as near as the data type comes to it.</summary>
    public static void Fill(Span<byte> data, TensorDataType dataType, double value)
    {
        switch (dataType)
        {
            case TensorDataType.BOOL:
                data.Fill(value == 0 ? (byte)0 : (byte)1);
                break;
            case TensorDataType.UINT8:
                data.Fill(byte.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.INT8:
                Cast<sbyte>(data).Fill(sbyte.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.UINT16:
                Cast<ushort>(data).Fill(ushort.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.INT16:
                Cast<short>(data).Fill(short.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.UINT32:
                Cast<uint>(data).Fill(uint.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.INT32:
                Cast<int>(data).Fill(int.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.UINT64:
                Cast<ulong>(data).Fill(ulong.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.INT64:
                Cast<long>(data).Fill(long.CreateSaturating(Math.Round(value)));
                break;
            case TensorDataType.FP16:
                Cast<Half>(data).Fill((Half)value);
                break;
            case TensorDataType.BF16:
                Cast<ushort>(data).Fill((ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
                break;
            case TensorDataType.FP64:
                Cast<double>(data).Fill(value);
                break;
            default:
                Cast<float>(data).Fill((float)value);
                break;
        }
    }

    private static Span<T> Cast<T>(Span<byte> data)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(data);

    // Copies blocks of some dimensions to the beginnings of larger ones.
    private static void Copy(
        ReadOnlySpan<byte> source,
        Span<byte> target,
        ReadOnlySpan<long> from,
        ReadOnlySpan<long> to,
        int blocks)
    {
        if (source.IsEmpty)
        {
            return;
        }

        var sourceLength = source.Length / blocks;
        var targetLength = target.Length / blocks;
        for (var i = 0; i < blocks; i++)
        {
            var block = source.Slice(i * sourceLength, sourceLength);
            var place = target.Slice(i * targetLength, targetLength);
            if (from[1..].SequenceEqual(to[1..]))
            {
                block.CopyTo(place);
            }
            else
            {
                var used = place[..(int)(targetLength / to[0] * from[0])];
                Copy(block, used, from[1..], to[1..], (int)from[0]);
            }
        }
    }
}
