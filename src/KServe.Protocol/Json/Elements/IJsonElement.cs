using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads one element of a tensor from a JSON token.</summary>
internal interface IJsonElement<T>
    where T : unmanaged
{
    /// <summary>Gets what a token has to be, for errors.</summary>
    static abstract string Expected { get; }

    /// <summary>Gets whether values are of interest; otherwise the same memory takes all of them.</summary>
    static virtual bool IsKept => true;

    static abstract bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out T value);

    /// <summary>Converts a number whose digits were read already.</summary>
    /// <returns>
    /// <see langword="false"/> when <see cref="TryRead"/> has to decide; otherwise it would give the same value.
    /// </returns>
    static virtual bool TryConvert(DecimalNumber number, out T value)
    {
        value = default;
        return false;
    }

    /// <summary>Converts a number of at most 15 characters.</summary>
    /// <returns>The same as <see cref="TryConvert"/>.</returns>
    static virtual bool TryConvertShort(DecimalNumber number, out T value)
    {
        value = default;
        return false;
    }
}
