using System.Buffers;

namespace KServe.Runtime.Files;

/// <summary>Reads a model file once, forwards, through one window of memory.</summary>
/// <remarks>
/// What a file declares is checked against <see cref="Remaining"/> before memory is taken for it, so that no declared
/// count costs more than the file is long.
/// </remarks>
internal sealed class ByteSource : IDisposable
{
    /// <summary>The longest token that <see cref="Fill"/> can show in one piece.</summary>
    public const int WindowSize = 128 * 1024;

    private readonly Stream _stream;
    private byte[] _window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private int _start;
    private int _end;
    private long _unread;

    private ByteSource(Stream stream)
    {
        _stream = stream;
        Length = stream.Length;
        _unread = Length;
    }

    /// <summary>Gets the size of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Gets how many bytes are left, in the window and in the file.</summary>
    public long Remaining => _unread + (_end - _start);

    /// <summary>Gets the place of the next byte.</summary>
    public long Position => Length - Remaining;

    /// <summary>Gets the bytes of the window that are not consumed yet.</summary>
    public ReadOnlySpan<byte> Window => _window.AsSpan(_start, _end - _start);

    /// <summary>Gets whether the window holds all that is left.</summary>
    public bool IsLastWindow => _unread == 0;

    public static ByteSource Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));

    /// <summary>Reads from memory, for tests and embedded documents.</summary>
    public static ByteSource Wrap(byte[] content) => new(new MemoryStream(content, writable: false));

    /// <summary>Moves the unconsumed bytes to the front and reads more behind them.</summary>
    /// <returns><see langword="false"/> when nothing came: the file ends, or the window is full.</returns>
    public bool Fill()
    {
        if (_start > 0)
        {
            Window.CopyTo(_window);
            _end -= _start;
            _start = 0;
        }

        var read = 0;
        while (_unread > 0 && _end < WindowSize)
        {
            var count = _stream.Read(_window, _end, (int)Math.Min(WindowSize - _end, _unread));
            if (count == 0)
            {
                throw EndsTooEarly();
            }

            _end += count;
            _unread -= count;
            read += count;
        }

        return read > 0;
    }

    /// <summary>Makes sure that so many bytes are in the window.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Require(int count)
    {
        if (_end - _start < count && (Remaining < count || !Fill() || _end - _start < count))
        {
            throw EndsTooEarly();
        }
    }

    public void Advance(int count) => _start += count;

    /// <summary>Gets the next byte without consuming it.</summary>
    /// <returns>-1 at the end of the file.</returns>
    public int Peek() => _start < _end || Fill() ? _window[_start] : -1;

    public byte ReadByte()
    {
        if (_start == _end)
        {
            Require(1);
        }

        return _window[_start++];
    }

    /// <summary>Fills a span, past the window when it is large.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void ReadExactly(Span<byte> destination)
    {
        if (Remaining < destination.Length)
        {
            throw EndsTooEarly();
        }

        var here = Math.Min(destination.Length, _end - _start);
        _window.AsSpan(_start, here).CopyTo(destination);
        _start += here;
        if (here < destination.Length)
        {
            _stream.ReadExactly(destination[here..]);
            _unread -= destination.Length - here;
        }
    }

    /// <summary>Passes over bytes.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Skip(long count)
    {
        if (count < 0 || count > Remaining)
        {
            throw EndsTooEarly();
        }

        var here = (int)Math.Min(count, _end - _start);
        _start += here;
        _stream.Seek(count - here, SeekOrigin.Current);
        _unread -= count - here;
    }

    /// <summary>Goes back to the beginning of the file.</summary>
    public void Rewind()
    {
        _stream.Seek(0, SeekOrigin.Begin);
        _start = 0;
        _end = 0;
        _unread = Length;
    }

    public void Dispose()
    {
        var window = Interlocked.Exchange(ref _window, []);
        if (window.Length > 0)
        {
            _start = 0;
            _end = 0;
            ArrayPool<byte>.Shared.Return(window);
            _stream.Dispose();
        }
    }

    private static InvalidDataException EndsTooEarly() => new("the file ends too early");
}
