using System.Buffers;

namespace KServe.Tool.Output;

/// <summary>Writes the command that talks to a language model and can be pasted into a shell.</summary>
internal static class ChatLine
{
    private const string DefaultUrl = "http://localhost:8080";

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/");

    /// <summary>Writes the command; the address is left out where it is the command's own.</summary>
    public static string For(string baseUrl, string modelName) =>
        $"kserve chat --model {Quote(modelName)}{(baseUrl == DefaultUrl ? "" : $" --url {baseUrl}")}";

    private static string Quote(string text) => text.AsSpan().ContainsAnyExcept(Plain)
        ? $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'"
        : text;
}
