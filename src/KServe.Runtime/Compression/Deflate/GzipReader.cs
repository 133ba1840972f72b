using System.Buffers.Binary;
using System.IO.Compression;

namespace KServe.Runtime.Compression.Deflate;

/// <summary>Unpacks gzip files, several members in one file included; source: RFC 1952.</summary>
/// <remarks>
/// The framework's own reader takes a file that was cut for one that ends; this one insists on every member's
/// checksum. The framework's inflater does not say where its data ended, but the checksum and length that follow them
/// are known by then: they are looked for in what it was given last.
/// </remarks>
internal sealed class GzipReader(Stream stream) : ReadOnlyStream
{
    private const int TrailerLength = 8;

    // how much the inflater takes at once
    private const int InflaterBuffer = 8192;
    private const int LongestText = 64 * 1024;
    private const byte Deflate = 8;

    private DeflateReader? _member;
    private long _memberStart;
    private uint _crc;
    private uint _length;
    private bool _hasBegun;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_member is not null || TryBeginMember()))
        {
            var count = _member!.Read(buffer);
            if (count > 0)
            {
                _crc = Crc32.Append(_crc, buffer[..count]);
                _length += (uint)count;
                return count;
            }

            EndMember();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryBeginMember()
    {
        var first = stream.ReadByte();
        while (first == 0 && _hasBegun)
        {
            // archives on tape are padded
            first = stream.ReadByte();
        }

        if (first < 0 && _hasBegun)
        {
            return false;
        }

        SkipHeader(first);
        _hasBegun = true;
        _memberStart = stream.Position;
        _member = new DeflateReader(new DeflateStream(stream, CompressionMode.Decompress, leaveOpen: true));
        _crc = _length = 0;
        return true;
    }

    private void SkipHeader(int first)
    {
        Span<byte> header = stackalloc byte[9];
        Fill(header);
        var flags = header[2];
        if (first != 0x1F || header[0] != 0x8B || header[1] != Deflate || (flags & 0xE0) != 0)
        {
            throw PackedSource.Damaged();
        }

        if ((flags & 0x04) != 0)
        {
            Fill(header[..2]);
            stream.Position += BinaryPrimitives.ReadUInt16LittleEndian(header);
        }

        // the name and the comment, which end with a zero
        for (var texts = ((flags >> 3) & 1) + ((flags >> 4) & 1); texts > 0; texts--)
        {
            for (var left = LongestText; stream.ReadByte() is var value && value != 0; left--)
            {
                if (value < 0 || left == 0)
                {
                    throw PackedSource.Damaged();
                }
            }
        }

        if ((flags & 0x02) != 0)
        {
            Fill(header[..2]);
        }
    }

    private void EndMember()
    {
        _member!.Dispose();
        _member = null;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);

        var taken = stream.Position;
        var start = Math.Max(_memberStart, taken - InflaterBuffer);
        stream.Position = start;
        var rest = new byte[taken - start + TrailerLength];
        var length = stream.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        var at = rest.AsSpan(0, length).IndexOf(trailer);
        stream.Position = at >= 0 ? start + at + TrailerLength : throw PackedSource.Damaged();
    }

    private void Fill(Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw PackedSource.Damaged();
        }
    }
}
