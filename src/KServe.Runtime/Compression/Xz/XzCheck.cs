using System.Security.Cryptography;

namespace KServe.Runtime.Compression.Xz;

/// <summary>Computes the checksum of an .xz block.</summary>
internal sealed class XzCheck(XzCheckKind kind)
{
    private readonly IncrementalHash? _sha256 = kind == XzCheckKind.Sha256
        ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256)
        : null;

    private uint _crc32;
    private ulong _crc64;

    /// <summary>Gets the bytes that it takes in the file.</summary>
    public int Size => kind switch
    {
        XzCheckKind.Crc32 => sizeof(uint),
        XzCheckKind.Crc64 => sizeof(ulong),
        XzCheckKind.Sha256 => SHA256.HashSizeInBytes,
        _ => 0,
    };

    public void Append(ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case XzCheckKind.Crc32:
                _crc32 = Crc32.Append(_crc32, data);
                break;
            case XzCheckKind.Crc64:
                _crc64 = Crc64.Append(_crc64, data);
                break;
            default:
                _sha256?.AppendData(data);
                break;
        }
    }

    /// <summary>Reads the checksum of the file and compares.</summary>
    public void ReadAndCompare(PackedSource source)
    {
        Span<byte> expected = stackalloc byte[Size];
        source.ReadExactly(expected);
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        BitConverter.TryWriteBytes(actual, kind == XzCheckKind.Crc32 ? _crc32 : _crc64);
        _sha256?.GetHashAndReset(actual);
        _sha256?.Dispose();
        if (!actual[..Size].SequenceEqual(expected))
        {
            throw PackedSource.Damaged();
        }
    }
}
