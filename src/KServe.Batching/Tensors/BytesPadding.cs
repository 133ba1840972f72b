using System.Buffers.Binary;

namespace KServe.Batching;

/// <summary>Joins tensors of byte strings, filling up with empty ones what is shorter than the whole.</summary>
internal static class BytesPadding
{
    /// <summary>Copies tensors one after the other along the first dimension.</summary>
    /// <param name="parts">Tensors of the same rank.</param>
    /// <param name="name">The name of the whole.</param>
    /// <param name="shape">The shape of the whole: no dimension is less than that of a part.</param>
    /// <param name="pool">Where the whole is rented.</param>
    /// <exception cref="InferenceException">The whole would be larger than a tensor can be.</exception>
    public static InferTensor Join(
        ReadOnlySpan<InferTensor> parts,
        string name,
        ReadOnlySpan<long> shape,
        TensorPool pool)
    {
        var whole = TensorShape.Create(shape);
        var padding = whole.GetElementCount();
        long length = 0;
        foreach (var part in parts)
        {
            length += part.Data.Length;
            padding -= part.Shape.GetElementCount();
        }

        // An empty text is its length of four zero bytes.
        length += sizeof(uint) * padding;
        if (length > int.MaxValue)
        {
            throw InferenceException.InvalidArgument($"tensor '{name}' is larger than a tensor can be");
        }

        var owner = pool.Rent((int)length);
        try
        {
            var rest = owner.Memory.Span;
            foreach (var part in parts)
            {
                Copy(part, shape[1..], ref rest);
            }

            rest.Clear();
            var joined = InferTensor.FromMemory(name, TensorDataType.BYTES, whole, owner.Memory, owner);
            joined.MissingElements = JoinMissing(parts);
            return joined;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    private static void Copy(InferTensor part, ReadOnlySpan<long> to, ref Span<byte> rest)
    {
        ReadOnlySpan<byte> source = part.Data.Span;
        if (part.Shape.Dimensions[1..].SequenceEqual(to))
        {
            source.CopyTo(rest);
            rest = rest[source.Length..];
            return;
        }

        for (long row = 0; row < part.Shape[0]; row++)
        {
            CopyRow(ref source, ref rest, part.Shape.Dimensions[1..], to);
        }
    }

    private static void CopyRow(
        ref ReadOnlySpan<byte> source,
        ref Span<byte> target,
        ReadOnlySpan<long> from,
        ReadOnlySpan<long> to)
    {
        if (from.IsEmpty)
        {
            var length = sizeof(uint) + (int)BinaryPrimitives.ReadUInt32LittleEndian(source);
            source[..length].CopyTo(target);
            source = source[length..];
            target = target[length..];
            return;
        }

        for (long i = 0; i < from[0]; i++)
        {
            CopyRow(ref source, ref target, from[1..], to[1..]);
        }

        var rest = to[0] - from[0];
        foreach (var length in to[1..])
        {
            rest *= length;
        }

        target[..(int)(sizeof(uint) * rest)].Clear();
        target = target[(int)(sizeof(uint) * rest)..];
    }

    // Requests with missing texts are never filled up, so that positions only move by the rows before.
    private static int[]? JoinMissing(ReadOnlySpan<InferTensor> parts)
    {
        List<int>? missing = null;
        var offset = 0;
        foreach (var part in parts)
        {
            foreach (var position in part.MissingElements.Span)
            {
                (missing ??= []).Add(offset + position);
            }

            offset += (int)part.Shape.GetElementCount();
        }

        return missing?.ToArray();
    }
}
