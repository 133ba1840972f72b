using System.IO.Compression;

namespace KServe.Runtime.Compression.Deflate;

/// <summary>Unpacks zlib data; source: RFC 1950.</summary>
/// <remarks>
/// The framework's own reader takes data that were cut for data that end. One that reached the end of the data, and
/// checked the checksum there, has not asked for more.
/// </remarks>
internal sealed class ZlibReader : ReadOnlyStream
{
    private readonly WatchedStream _packed;
    private readonly DeflateReader _unpacked;

    public ZlibReader(Stream stream)
    {
        _packed = new WatchedStream(stream);
        _unpacked = new DeflateReader(new ZLibStream(_packed, CompressionMode.Decompress, leaveOpen: true));
    }

    public override int Read(Span<byte> buffer)
    {
        var count = _unpacked.Read(buffer);
        return count > 0 || buffer.IsEmpty || !_packed.IsExhausted ? count : throw PackedSource.Damaged();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }
}
