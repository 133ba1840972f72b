using System.Text;

namespace KServe.Explainers;

/// <summary>Reads tables from CSV and JSON files of bounded size.</summary>
internal static class FeatureTableReader
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The most cells that a table may have.</summary>
    public const int MaxCells = 2 << 20;

    /// <exception cref="InvalidDataException">The file is no table or too large.</exception>
    public static async Task<FeatureTable> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        try
        {
            var bytes = await ReadBytesAsync(path, cancellationToken);
            return string.Equals(Path.GetExtension(path), ".json", StringComparison.OrdinalIgnoreCase)
                ? JsonTable.Read(bytes)
                : CsvTable.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Span));
        }
        catch (Exception error) when (error
            is InvalidDataException or DecoderFallbackException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{name}: {Describe(error)}", error);
        }
    }

    /// <summary>Refuses a table with too many cells before more of it is read.</summary>
    public static void RequireCells(long cells)
    {
        if (cells > MaxCells)
        {
            throw new InvalidDataException($"a table may have at most {MaxCells} cells");
        }
    }

    private static string Describe(Exception error) => error switch
    {
        InvalidDataException => error.Message,
        DecoderFallbackException => "the text is not UTF-8",
        FileNotFoundException or DirectoryNotFoundException => "the file does not exist",
        _ => "the file cannot be read",
    };

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        if (stream.Length > MaxBytes)
        {
            throw new InvalidDataException($"the file has {stream.Length} bytes, at most {MaxBytes} are read");
        }

        var bytes = new byte[stream.Length];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        ReadOnlyMemory<byte> content = bytes.AsMemory(0, read);
        return content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
    }
}
