using System.Text;
using System.Text.Json;

namespace KServe.Runtime.Files;

/// <summary>Tells errors of a file's content from defects and from errors of the disk.</summary>
internal static class ContentErrors
{
    /// <summary>Tells whether the content of a file can have raised an exception.</summary>
    public static bool Is(Exception error) => error
        is InvalidDataException
        or EndOfStreamException
        or OverflowException
        or FormatException
        or DecoderFallbackException
        or JsonException;
}
