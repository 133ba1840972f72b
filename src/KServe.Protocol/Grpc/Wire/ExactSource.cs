namespace KServe.Protocol.Grpc;

/// <summary>Gives bytes to a decompressor and tells whether it took exactly all of them.</summary>
/// <remarks>
/// A deflate stream ends within its last byte. That byte is given alone, so that a decompressor that has finished
/// before it never asks for it, and one that has not finished after it asks for more.
/// </remarks>
internal sealed class ExactSource(ReadOnlyMemory<byte> data) : ReadOnlyStream
{
    private int _position;
    private bool _isAskedForMore;

    public bool IsTakenExactly => _position == data.Length && !_isAskedForMore;

    public override int Read(Span<byte> buffer)
    {
        var left = data.Length - _position;
        _isAskedForMore |= left == 0;
        var count = Math.Min(buffer.Length, left > 1 ? left - 1 : left);
        data.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
