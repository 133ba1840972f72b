using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads one element of a tensor from a JSON token.</summary>
internal interface IJsonElement<T>
    where T : unmanaged
{
    /// <summary>Gets what a token has to be, for errors.</summary>
    static abstract string Expected { get; }

    static abstract bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out T value);
}
