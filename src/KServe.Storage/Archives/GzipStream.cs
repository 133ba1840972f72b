using System.Buffers.Binary;
using System.IO.Compression;

namespace KServe.Storage.Archives;

/// <summary>Inflates a gzip file of one member and checks its length and checksum at the end.</summary>
/// <remarks>
/// The framework's stream takes a cut file for a short one and ignores what follows the first member. Here the last
/// eight bytes of the file have to be the trailer of the one member, which refuses cuts, appended bytes and further
/// members alike.
/// </remarks>
internal sealed class GzipStream : ReadOnlyStream
{
    private const int TrailerSize = 8;

    private readonly FileStream _file;
    private readonly ExtractionTarget _quotas;
    private readonly SliceStream _deflated;
    private readonly DeflateStream _inflater;
    private uint _crc;
    private long _length;
    private bool _checked;

    private GzipStream(FileStream file, long deflatedLength, ExtractionTarget quotas)
    {
        _file = file;
        _quotas = quotas;
        _deflated = new SliceStream(file, deflatedLength, deflated: true);
        _inflater = new DeflateStream(_deflated, CompressionMode.Decompress);
    }

    public static GzipStream Open(FileStream file, ExtractionTarget quotas)
    {
        GzipHeader.Skip(file);
        long deflatedLength = file.Length - file.Position - TrailerSize;
        return deflatedLength > 0
            ? new GzipStream(file, deflatedLength, quotas)
            : throw StorageErrors.BadArchive("its gzip data are cut.");
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _inflater.Read(buffer);
        if (read > 0)
        {
            _quotas.Charge(read);
            _crc = Crc32.Append(_crc, buffer[..read]);
            _length += read;
        }
        else if (buffer.Length > 0)
        {
            CheckTrailer();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflater.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckTrailer()
    {
        if (_checked)
        {
            return;
        }

        _checked = true;
        if (_deflated.Remaining > 0)
        {
            throw StorageErrors.BadArchive("bytes follow its gzip data; one gzip member was expected.");
        }

        Span<byte> trailer = stackalloc byte[TrailerSize];
        _file.ReadExactly(trailer);
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        if (crc != _crc || length != (uint)_length)
        {
            throw StorageErrors.BadArchive("its gzip data are cut or do not have their checksum.");
        }
    }
}
