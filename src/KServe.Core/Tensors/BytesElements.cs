using System.Buffers.Binary;

namespace KServe;

/// <summary>Enumerates byte strings in the protocol's layout.</summary>
/// <remarks>A view of the tensor's memory: no element is copied.</remarks>
public ref struct BytesElements
{
    private ReadOnlySpan<byte> _rest;

    internal BytesElements(ReadOnlySpan<byte> data)
    {
        _rest = data;
        Current = default;
    }

    /// <summary>Gets the bytes of the current element.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Returns the enumerator itself, for <see langword="foreach"/>.</summary>
    /// <returns>This value.</returns>
    public readonly BytesElements GetEnumerator() => this;

    /// <summary>Moves to the next element.</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        Current = _rest.Slice(sizeof(uint), length);
        _rest = _rest[(sizeof(uint) + length)..];
        return true;
    }
}
