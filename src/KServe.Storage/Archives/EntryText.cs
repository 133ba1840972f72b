using System.Text;

namespace KServe.Storage.Archives;

/// <summary>Reads the text of archives, which has to be UTF-8.</summary>
/// <remarks>Writers that use a code page of their machine do not say which; guessing would invent names.</remarks>
internal static class EntryText
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> bytes, int entry)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw StorageErrors.BadEntry(entry, "has a name that is not UTF-8.");
        }
    }
}
