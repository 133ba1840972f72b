using System.Buffers;

namespace KServe.Client;

/// <summary>Reads the data of server-sent events, as far as a limit.</summary>
/// <remarks>
/// Source: the HTML standard, section 9.2.6. Lines end with CR, LF or both; names, ids and comments are passed over; an
/// event without its empty line counts as never sent. Not safe for concurrent use.
/// </remarks>
internal sealed class EventReader(Stream stream, int maxLength, long maxTotal) : IDisposable
{
    private const int FirstCapacity = 4096;
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private readonly ArrayBufferWriter<byte> _data = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstCapacity);
    private int _start;
    private int _scanned;
    private int _end;
    private long _total;
    private bool _skipsLineFeed;
    private bool _isBegun;

    /// <summary>Reads the data of the next event that has any.</summary>
    /// <returns>The bytes, valid until the next call; null at the end of the stream.</returns>
    /// <exception cref="InferenceException">A line or the stream is longer than allowed: <c>TooLarge</c>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        _data.ResetWrittenCount();
        var hasData = false;
        while (true)
        {
            while (TryReadLine(out var line))
            {
                if (line.Length == 0 && hasData)
                {
                    return _data.WrittenMemory;
                }

                hasData |= TryTake(_buffer.AsSpan(line.Start, line.Length), hasData);
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _scanned = _end = 0;
    }

    private bool TryReadLine(out (int Start, int Length) line)
    {
        if (_skipsLineFeed && _start < _end)
        {
            _skipsLineFeed = false;
            _start += _buffer[_start] == LineFeed ? 1 : 0;
            _scanned = _start;
        }

        var index = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny(CarriageReturn, LineFeed);
        if (index < 0)
        {
            _scanned = _end;
            line = default;
            return false;
        }

        var end = _scanned + index;
        line = (_start, end - _start);
        _skipsLineFeed = _buffer[end] == CarriageReturn;
        _start = _scanned = end + 1;
        return true;
    }

    /// <summary>Adds a line of data to the event; other lines are passed over.</summary>
    private bool TryTake(ReadOnlySpan<byte> line, bool hasData)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        }

        if (!line.StartsWith("data"u8))
        {
            return false;
        }

        line = line[4..];
        if (line.Length > 0)
        {
            if (line[0] != ':')
            {
                return false;
            }

            line = line.Length > 1 && line[1] == ' ' ? line[2..] : line[1..];
        }

        if (hasData)
        {
            _data.Write("\n"u8);
        }

        if (line.Length > maxLength - _data.WrittenCount)
        {
            throw BodyReader.TooLarge(maxLength);
        }

        _data.Write(line);
        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _total += read;
        return _total <= maxTotal
            ? read > 0
            : throw BodyReader.TooLarge((int)Math.Min(maxTotal, int.MaxValue));
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _scanned -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        // The name of the field and a space come on top of what the line may hold.
        const int Name = 8;
        if (_end >= maxLength + Name)
        {
            throw BodyReader.TooLarge(maxLength);
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _buffer.Length, (long)maxLength + Name));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
