using System.Text.Json;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads JSON files of models, which are bounded in size and depth.</summary>
internal static class JsonFile
{
    /// <summary>The most bytes of a file.</summary>
    public const long MostBytes = 512L << 20;

    private const int DeepestNesting = 64;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InferenceException">The file cannot be read or is too large.</exception>
    public static byte[] ReadBytes(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            var file = new FileInfo(path);
            return file.Length > MostBytes
                ? throw InferenceException.InvalidArgument($"{name}: the file has more than {MostBytes} bytes")
                : System.IO.File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // the text of these names folders
            throw InferenceException.InvalidArgument($"{name}: the file cannot be read");
        }
    }

    /// <summary>Parses a file's bytes.</summary>
    /// <exception cref="InferenceException">The bytes are not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string name)
    {
        if (bytes.Length > MostBytes)
        {
            throw InferenceException.InvalidArgument($"{name}: the file has more than {MostBytes} bytes");
        }

        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        }
        catch (JsonException e)
        {
            throw InferenceException.InvalidArgument(
                $"{name}: not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }
}
