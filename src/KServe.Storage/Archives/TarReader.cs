namespace KServe.Storage.Archives;

/// <summary>Reads tar files: POSIX, pax and GNU, folders and plain files alone.</summary>
internal sealed class TarReader
{
    // Names and attributes of one entry; far more than any name rule lets through.
    private const int MaxMetadataSize = 64 * 1024;

    // What the size field of a header can say in octal digits.
    private const long MaxOctalSize = (1L << 33) - 1;

    private readonly Stream _tar;
    private readonly ExtractionTarget _target;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private string? _longName;
    private PaxRecords _pax;

    private TarReader(Stream tar, ExtractionTarget target)
    {
        _tar = tar;
        _target = target;
    }

    public static void Extract(Stream tar, ExtractionTarget target) => new TarReader(tar, target).ReadAll();

    private void ReadAll()
    {
        while (ReadBlock())
        {
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                ReadEnd();
                return;
            }

            _target.BeginEntry();
            ReadEntry(TarHeader.Parse(_block, _target.Entries));
        }

        throw StorageErrors.BadArchive("it ends without the two blocks that end a tar file.");
    }

    private void ReadEntry(in TarHeader header)
    {
        switch (header.Type)
        {
            case 'x':
                _pax = PaxRecords.Parse(ReadMetadata(header.Size), _target.Entries);
                break;
            case 'g':
                ReadGlobal(header.Size);
                break;
            case 'L':
                _longName = EntryText.Decode(ReadMetadata(header.Size).AsSpan().TrimEnd((byte)0), _target.Entries);
                break;
            case '0' or '\0' or '7':
                ReadFile(header);
                break;
            case '5':
                ReadFolder(header);
                break;
            default:
                throw StorageErrors.BadEntry(_target.Entries, Describe(header.Type));
        }
    }

    private void ReadFile(in TarHeader header)
    {
        string name = TakeName(header);
        if (header.Type == '\0' && name.EndsWith('/'))
        {
            // The oldest format has no type for folders.
            ReadFolder(header with { Name = name });
            return;
        }

        long size = TakeSize(header);
        _target.CheckRoom(size);
        if (_tar is not GzipStream)
        {
            // What a gzip file inflates to is counted as it comes.
            _target.Charge(size);
        }

        _target.AddFile(name, _tar, size);
        SkipPadding(size);
    }

    private void ReadFolder(in TarHeader header)
    {
        string name = TakeName(header);
        if (TakeSize(header) != 0)
        {
            throw StorageErrors.BadEntry(_target.Entries, "is a folder with content.");
        }

        _target.AddFolder(name);
    }

    // Global headers carry comments, as those of git archives; one that renames entries has no honest use.
    private void ReadGlobal(long size)
    {
        PaxRecords records = PaxRecords.Parse(ReadMetadata(size), _target.Entries);
        if (records.Path is not null || records.Size is not null)
        {
            throw StorageErrors.BadEntry(_target.Entries, "is a global header with a path or a size.");
        }
    }

    private string TakeName(in TarHeader header)
    {
        string name = _pax.Path ?? _longName ?? header.Name;
        _longName = null;
        _pax = _pax with { Path = null };
        return name;
    }

    // A pax size that contradicts the header makes readers disagree about where the next entry starts.
    private long TakeSize(in TarHeader header)
    {
        long size = _pax.Size ?? header.Size;
        _pax = default;
        return size == header.Size || size > MaxOctalSize
            ? size
            : throw StorageErrors.BadEntry(_target.Entries, "has two different sizes.");
    }

    private byte[] ReadMetadata(long size)
    {
        if (size > MaxMetadataSize)
        {
            throw StorageErrors.BadEntry(_target.Entries, "has a header that is too long.");
        }

        byte[] metadata = new byte[size];
        ReadExactly(metadata);
        SkipPadding(size);
        return metadata;
    }

    private void SkipPadding(long size)
    {
        int padding = (int)(-size & (TarHeader.BlockSize - 1));
        ReadExactly(_block.AsSpan(0, padding));
    }

    private void ReadExactly(Span<byte> buffer)
    {
        if (_tar.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw StorageErrors.BadArchive("it is cut.");
        }
    }

    private bool ReadBlock()
    {
        int read = _tar.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        return read == 0 || read == _block.Length ? read > 0 : throw StorageErrors.BadArchive("it is cut.");
    }

    // Writers pad the file to whole records with zeros. Reading on to the end also has gzip check its trailer.
    private void ReadEnd()
    {
        int zeroBlocks = 1;
        for (; ReadBlock(); zeroBlocks++)
        {
            if (_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                throw StorageErrors.BadArchive("data follow its end.");
            }

            if (zeroBlocks % 1024 == 0)
            {
                _target.CheckCancelled();
            }
        }

        if (zeroBlocks < 2)
        {
            throw StorageErrors.BadArchive("it is cut.");
        }
    }

    private static string Describe(char type) => type switch
    {
        '1' => "is a hard link; links are refused.",
        '2' => "is a symbolic link; links are refused.",
        '3' or '4' => "is a device.",
        '6' => "is a named pipe.",
        'S' => "is a sparse file.",
        'K' => "has a long link name; links are refused.",
        _ => "is neither a file nor a folder.",
    };
}
