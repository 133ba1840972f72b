using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KServe.Protocol.Grpc;

/// <summary>Writes protobuf fields into pooled memory that grows.</summary>
/// <remarks>
/// Not safe for concurrent use. As proto3 says, <c>Write</c> leaves out default values. Dispose returns the memory.
/// </remarks>
public sealed class ProtoWriter : IBufferWriter<byte>, IDisposable
{
    private const int MaxVarintLength = 10;
    private const int MaxLengthLength = 5;

    // Never more than 127 bytes of UTF-8, whose length takes one byte.
    private const int MaxShortText = 42;

    private readonly byte[] _scratch = [];
    private TensorPool? _pool;
    private IMemoryOwner<byte>? _owner;
    private Memory<byte> _memory;

    /// <summary>Creates a writer over rented memory.</summary>
    /// <param name="pool">Where memory comes from.</param>
    /// <param name="capacity">The bytes rented at first; 512 by default.</param>
    public ProtoWriter(TensorPool pool, int capacity = 512)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _pool = pool;
        _owner = pool.Rent(capacity);
        _memory = _owner.Memory;
    }

    /// <summary>Creates a writer that begins in memory of its own and rents more when that is full.</summary>
    internal ProtoWriter(TensorPool pool, byte[] scratch)
    {
        _pool = pool;
        _scratch = scratch;
        _memory = scratch;
    }

    /// <summary>Gets the number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Gets what has been written, valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _memory[..Length];

    /// <summary>Gets the bytes that a number takes as a varint.</summary>
    /// <param name="value">The number.</param>
    /// <returns>1 to 10.</returns>
    public static int GetVarintLength(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) / 64;

    /// <summary>Writes a number to memory as a varint.</summary>
    /// <param name="destination">At least <see cref="GetVarintLength"/> bytes.</param>
    /// <param name="value">The number.</param>
    /// <returns>The bytes written.</returns>
    public static int WriteVarint(Span<byte> destination, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[length++] = (byte)value;
        return length;
    }

    /// <summary>Writes a number; 0 is left out.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The number; signed values are cast.</param>
    public void WriteVarint(int field, ulong value)
    {
        if (value != 0)
        {
            WriteTag(field, ProtoWireType.Varint);
            WriteRawVarint(value);
        }
    }

    /// <summary>Writes a Boolean; <see langword="false"/> is left out.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The value.</param>
    public void WriteBool(int field, bool value) => WriteVarint(field, value ? 1u : 0u);

    /// <summary>Writes text as UTF-8; the empty text is left out.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The text.</param>
    public void WriteString(int field, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length != 0)
        {
            WriteStringElement(field, value);
        }
    }

    /// <summary>Writes text as UTF-8, also when it is empty: as an element of a list or a choice.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The text.</param>
    public void WriteStringElement(int field, string value)
    {
        if (value.Length <= MaxShortText)
        {
            WriteShortText(field, value);
            return;
        }

        WriteTag(field, ProtoWireType.LengthDelimited);
        var length = Encoding.UTF8.GetByteCount(value);
        WriteRawVarint((ulong)length);
        Advance(Encoding.UTF8.GetBytes(value, GetSpan(length)));
    }

    /// <summary>Writes bytes, also when they are empty.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The bytes.</param>
    public void WriteBytesElement(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, ProtoWireType.LengthDelimited);
        WriteRawVarint((ulong)value.Length);
        WriteRaw(value);
    }

    /// <summary>Begins a nested message.</summary>
    /// <param name="field">The field's number.</param>
    /// <returns>What <see cref="EndMessage"/> needs.</returns>
    public int BeginMessage(int field)
    {
        WriteTag(field, ProtoWireType.LengthDelimited);
        GetSpan(1)[0] = 0;
        Advance(1);
        return Length;
    }

    /// <summary>Ends a nested message by writing its length before it.</summary>
    /// <param name="start">What <see cref="BeginMessage"/> gave.</param>
    public void EndMessage(int start)
    {
        var length = Length - start;
        var extra = GetVarintLength((ulong)length) - 1;
        if (extra > 0)
        {
            // One byte was kept for the length; most messages need no more, the others move up.
            GetSpan(extra);
            _memory.Span.Slice(start, length).CopyTo(_memory.Span[(start + extra)..]);
            Advance(extra);
        }

        WriteVarint(_memory.Span[(start - 1)..], (ulong)length);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _memory.Length - Length);
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _memory[Length..];
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Returns the memory; a second call does nothing.</summary>
    public void Dispose() => _owner?.Dispose();

    /// <summary>Gives back what was rented and begins anew in the writer's own memory.</summary>
    /// <param name="pool">The next one to rent from; none while the writer is put away.</param>
    internal void Reset(TensorPool? pool)
    {
        _owner?.Dispose();
        _owner = null;
        _memory = _scratch;
        _pool = pool;
        Length = 0;
    }

    internal void WriteTag(int field, ProtoWireType type) => WriteRawVarint(GetTag(field, type));

    internal void WriteRawVarint(ulong value) => Advance(WriteVarint(GetSpan(MaxVarintLength), value));

    internal void WriteRaw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(GetSpan(value.Length));
        Advance(value.Length);
    }

    internal void WriteRawDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(GetSpan(sizeof(double)), value);
        Advance(sizeof(double));
    }

    private void WriteShortText(int field, string value)
    {
        Reserve(MaxVarintLength + 1 + (3 * MaxShortText));
        var target = _memory.Span[Length..];
        var start = WriteVarint(target, GetTag(field, ProtoWireType.LengthDelimited)) + 1;
        var length = Encoding.UTF8.GetBytes(value, target[start..]);
        target[start - 1] = (byte)length;
        Length += start + length;
    }

    private static ulong GetTag(int field, ProtoWireType type) => ((ulong)(uint)field << 3) | (byte)type;

    private void Reserve(int count)
    {
        if (count <= _memory.Length - Length)
        {
            return;
        }

        var needed = (long)Length + count + MaxLengthLength;
        if (needed > Array.MaxLength)
        {
            throw new InferenceException(InferenceErrorCode.TooLarge, "the message is larger than protobuf allows");
        }

        var owner = _pool!.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _memory.Length)));
        Written.CopyTo(owner.Memory);
        _owner?.Dispose();
        _owner = owner;
        _memory = owner.Memory;
    }
}
