namespace KServe.LoadTest.Client;

/// <summary>Finds the statuses of HTTP and gRPC in a header block, without a dynamic table (RFC 7541).</summary>
/// <remarks>
/// The client says that its table has size 0, so that every field is a static index or a literal. Huffman codes are
/// compared, not decoded: only three texts matter.
/// </remarks>
internal ref struct HpackStatusReader
{
    private const int StaticTableLength = 61;
    private const int FirstStatusIndex = 8;
    private const int LastStatusIndex = 14;
    private static ReadOnlySpan<byte> GrpcStatusName => "grpc-status"u8;
    private static ReadOnlySpan<byte> GrpcStatusHuffman => [0x9A, 0xCA, 0xC8, 0xB2, 0x12, 0x34, 0xDA, 0x8F];
    private static ReadOnlySpan<byte> ZeroHuffman => [0x07];
    private static ReadOnlySpan<byte> OkHuffman => [0x10, 0x01];
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads a block.</summary>
    /// <param name="block">The payload of a frame of headers, without padding.</param>
    /// <exception cref="LoadException">The block uses a dynamic table or ends early.</exception>
    public HpackStatusReader(ReadOnlySpan<byte> block)
    {
        _rest = block;
        while (!_rest.IsEmpty)
        {
            ReadField();
        }
    }

    /// <summary>Gets whether there is an HTTP status of 200.</summary>
    public bool IsHttpOk { get; private set; }

    /// <summary>Gets whether there is a status of gRPC, and it is 0.</summary>
    public bool IsGrpcOk { get; private set; }

    private void ReadField()
    {
        var first = _rest[0];
        if ((first & 0x80) != 0)
        {
            IsHttpOk |= ReadIndex(7) == FirstStatusIndex;
        }
        else if ((first & 0xE0) == 0x20)
        {
            ReadInteger(5);
        }
        else
        {
            ReadLiteral((first & 0x40) != 0 ? 6 : 4);
        }
    }

    private void ReadLiteral(int prefixBits)
    {
        var index = ReadIndex(prefixBits);
        var isGrpcStatus = false;
        if (index == 0)
        {
            var name = ReadText(out var isHuffmanName);
            isGrpcStatus = name.SequenceEqual(isHuffmanName ? GrpcStatusHuffman : GrpcStatusName);
        }

        var value = ReadText(out var isHuffman);
        IsGrpcOk |= isGrpcStatus && value.SequenceEqual(isHuffman ? ZeroHuffman : "0"u8);
        IsHttpOk |= index is >= FirstStatusIndex and <= LastStatusIndex
            && value.SequenceEqual(isHuffman ? OkHuffman : "200"u8);
    }

    private int ReadIndex(int prefixBits)
    {
        var index = ReadInteger(prefixBits);
        return index <= StaticTableLength
            ? index
            : throw new LoadException($"header index {index}, although the client has no dynamic table");
    }

    private ReadOnlySpan<byte> ReadText(out bool isHuffman)
    {
        isHuffman = !_rest.IsEmpty && (_rest[0] & 0x80) != 0;
        var length = ReadInteger(7);
        if (length > _rest.Length)
        {
            throw EndsEarly();
        }

        var text = _rest[..length];
        _rest = _rest[length..];
        return text;
    }

    private int ReadInteger(int prefixBits)
    {
        var limit = (1 << prefixBits) - 1;
        var value = ReadByte() & limit;
        if (value < limit)
        {
            return value;
        }

        for (var shift = 0; shift <= 14; shift += 7)
        {
            var next = ReadByte();
            value += (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new LoadException("an integer in a header block is too large");
    }

    private byte ReadByte()
    {
        if (_rest.IsEmpty)
        {
            throw EndsEarly();
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    private static LoadException EndsEarly() => new("a header block ends early");
}
