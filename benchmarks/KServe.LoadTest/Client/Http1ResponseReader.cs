using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace KServe.LoadTest.Client;

/// <summary>Finds the end of HTTP/1.1 answers and checks their status; keeps the first answer whole.</summary>
/// <remarks>Answers need a <c>Content-Length</c>. Not safe for concurrent use.</remarks>
internal sealed class Http1ResponseReader
{
    private const int MaxHead = 16 * 1024;
    private const int StatusOffset = 9;
    private readonly List<byte> _partialHead = [];
    private readonly ArrayBufferWriter<byte> _first = new();
    private long _length = -1;
    private long _remaining = -1;

    /// <summary>Gets the head of the first answer, once it has come.</summary>
    public string FirstHead { get; private set; } = "";

    /// <summary>Gets the body of the first answer, once it has come.</summary>
    public ReadOnlyMemory<byte>? FirstBody { get; private set; }

    /// <summary>Takes bytes of an answer.</summary>
    /// <param name="bytes">What was read; nothing may follow the answer.</param>
    /// <returns>Whether the answer is complete.</returns>
    /// <exception cref="LoadException">The status is not 200, or the length is not the first answer's.</exception>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        var body = bytes;
        if (_remaining < 0 && !TryTakeHead(bytes, out body))
        {
            return false;
        }

        _remaining -= body.Length;
        if (FirstBody is null)
        {
            _first.Write(body);
        }

        if (_remaining > 0)
        {
            return false;
        }

        if (_remaining < 0)
        {
            throw new LoadException("more bytes than the answer's Content-Length");
        }

        _remaining = -1;
        FirstBody ??= _first.WrittenMemory;
        return true;
    }

    private bool TryTakeHead(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> body)
    {
        var end = _partialHead.Count == 0 ? bytes.IndexOf("\r\n\r\n"u8) : -1;
        if (end >= 0)
        {
            ReadHead(bytes[..(end + 2)]);
            body = bytes[(end + 4)..];
            return true;
        }

        _partialHead.AddRange(bytes);
        var all = _partialHead.ToArray().AsSpan();
        end = all.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            body = default;
            return all.Length <= MaxHead ? false : throw new LoadException("the head of an answer has no end");
        }

        _partialHead.Clear();
        ReadHead(all[..(end + 2)]);
        body = bytes[(bytes.Length - (all.Length - end - 4))..];
        return true;
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        _remaining = FindLength(head);
        if (!head[StatusOffset..].StartsWith("200"u8))
        {
            throw new LoadException($"an answer begins with '{Encoding.ASCII.GetString(head)}'");
        }

        if (_length < 0)
        {
            FirstHead = Encoding.ASCII.GetString(head);
            _length = _remaining;
        }
        else if (_length != _remaining)
        {
            throw new LoadException($"an answer has {_remaining} bytes, the first had {_length}");
        }
    }

    private static long FindLength(ReadOnlySpan<byte> head)
    {
        var name = "content-length:"u8;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > name.Length
                && Ascii.EqualsIgnoreCase(line[..name.Length], name)
                && Utf8Parser.TryParse(line[name.Length..].TrimStart((byte)' '), out long length, out _))
            {
                return length;
            }
        }

        throw new LoadException($"an answer has no Content-Length: '{Encoding.ASCII.GetString(head)}'");
    }
}
