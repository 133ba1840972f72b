using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace KServe.Protocol.Grpc;

/// <summary>Decodes the typed contents of one tensor, whose kind of field has been checked.</summary>
internal readonly struct TypedContents(
    string name,
    TensorDataType dataType,
    TensorShape shape,
    long elementCount,
    int field)
{
    /// <summary>Decodes into rented memory, or gives a view when the bytes on the wire are the tensor's own.</summary>
    public InferTensor Decode(scoped ref DecodeContext context, ReadOnlySpan<byte> message, int messageOffset)
    {
        var (count, pieces, length) = Measure(message);
        if (count != elementCount)
        {
            throw InferenceException.InvalidArgument(
                $"{context.TensorKind} '{name}' of {dataType.GetName()} {shape} needs {elementCount} elements, "
                + $"got {count}");
        }

        if (pieces == 1 && field is TypedContentsField.Fp32 or TypedContentsField.Fp64)
        {
            var cursor = new ContentsCursor(message, field);
            cursor.MoveNext();
            var view = context.Message.Slice(messageOffset + cursor.Offset, cursor.Piece.Length);
            return InferTensor.FromMemory(name, dataType, shape, view);
        }

        if (length > Array.MaxLength)
        {
            throw InferenceException.InvalidArgument($"{context.TensorKind} '{name}' is larger than a tensor can be");
        }

        var owner = context.Pool.Rent((int)length);
        try
        {
            Fill(new ContentsCursor(message, field), owner.Memory.Span);
            return InferTensor.FromMemory(name, dataType, shape, owner.Memory, owner);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    private (long Count, int Pieces, long Length) Measure(ReadOnlySpan<byte> message)
    {
        var size = dataType.GetElementSize();
        long count = 0;
        long bytes = 0;
        var pieces = 0;
        var cursor = new ContentsCursor(message, field);
        while (cursor.MoveNext())
        {
            pieces++;
            bytes += cursor.Piece.Length;
            count += field switch
            {
                TypedContentsField.Fp32 or TypedContentsField.Fp64 => CountFixed(cursor.Piece, size),
                TypedContentsField.Bytes => 1,
                _ => CountVarints(cursor.Piece),
            };
        }

        return (count, pieces, size == 0 ? bytes + (count * sizeof(uint)) : count * size);
    }

    private static long CountFixed(ReadOnlySpan<byte> piece, int size)
    {
        if (piece.Length % size != 0)
        {
            ProtoError.ThrowMalformed("a packed list ends within an element");
        }

        return piece.Length / size;
    }

    private static long CountVarints(ReadOnlySpan<byte> piece)
    {
        if (!piece.IsEmpty && piece[^1] >= 0x80)
        {
            ProtoError.ThrowMalformed("a number is cut off");
        }

        long count = 0;
        foreach (var value in piece)
        {
            count += (value >> 7) ^ 1;
        }

        return count;
    }

    private void Fill(ContentsCursor cursor, Span<byte> target)
    {
        switch (dataType)
        {
            case TensorDataType.BOOL:
                FillBools(cursor, target);
                break;
            case TensorDataType.INT8:
                FillNumbers<int, sbyte>(cursor, target);
                break;
            case TensorDataType.INT16:
                FillNumbers<int, short>(cursor, target);
                break;
            case TensorDataType.INT32:
                FillNumbers<int, int>(cursor, target);
                break;
            case TensorDataType.INT64:
                FillNumbers<long, long>(cursor, target);
                break;
            case TensorDataType.UINT8:
                FillNumbers<uint, byte>(cursor, target);
                break;
            case TensorDataType.UINT16:
                FillNumbers<uint, ushort>(cursor, target);
                break;
            case TensorDataType.UINT32:
                FillNumbers<uint, uint>(cursor, target);
                break;
            case TensorDataType.UINT64:
                FillNumbers<ulong, ulong>(cursor, target);
                break;
            default:
                Copy(cursor, target, withLengths: dataType == TensorDataType.BYTES);
                break;
        }
    }

    private static void FillBools(ContentsCursor cursor, Span<byte> target)
    {
        var index = 0;
        while (cursor.MoveNext())
        {
            var reader = new ProtoReader(cursor.Piece);
            while (!reader.IsAtEnd)
            {
                target[index++] = reader.ReadRawVarint() != 0 ? (byte)1 : (byte)0;
            }
        }
    }

    /// <summary>Cuts numbers to the width that protobuf gives them and requires that the type holds them.</summary>
    private void FillNumbers<TWire, T>(ContentsCursor cursor, Span<byte> target)
        where TWire : unmanaged, IBinaryInteger<TWire>
        where T : unmanaged, IBinaryInteger<T>
    {
        var elements = MemoryMarshal.Cast<byte, T>(target);
        var index = 0;
        while (cursor.MoveNext())
        {
            var reader = new ProtoReader(cursor.Piece);
            while (!reader.IsAtEnd)
            {
                var wire = TWire.CreateTruncating(reader.ReadRawVarint());
                var element = T.CreateTruncating(wire);
                if (TWire.CreateTruncating(element) != wire)
                {
                    throw InferenceException.InvalidArgument(
                        $"tensor '{name}' of {dataType.GetName()}: element {index} is {wire}, which does not fit");
                }

                elements[index++] = element;
            }
        }
    }

    private static void Copy(ContentsCursor cursor, Span<byte> target, bool withLengths)
    {
        while (cursor.MoveNext())
        {
            if (withLengths)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)cursor.Piece.Length);
                target = target[sizeof(uint)..];
            }

            cursor.Piece.CopyTo(target);
            target = target[cursor.Piece.Length..];
        }
    }
}
