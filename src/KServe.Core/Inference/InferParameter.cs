using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KServe;

/// <summary>Holds one parameter: a Boolean, an integer, a double or a text.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "The constructors are the named alternatives.")]
public readonly struct InferParameter : IEquatable<InferParameter>
{
    private readonly long _bits;
    private readonly string? _text;

    /// <summary>Creates a Boolean parameter.</summary>
    /// <param name="value">The value.</param>
    public InferParameter(bool value) => (Kind, _bits) = (InferParameterKind.Bool, value ? 1 : 0);

    /// <summary>Creates a signed integer parameter.</summary>
    /// <param name="value">The value.</param>
    public InferParameter(long value) => (Kind, _bits) = (InferParameterKind.Int64, value);

    /// <summary>Creates an unsigned integer parameter.</summary>
    /// <param name="value">The value.</param>
    public InferParameter(ulong value) => (Kind, _bits) = (InferParameterKind.UInt64, unchecked((long)value));

    /// <summary>Creates a double parameter.</summary>
    /// <param name="value">The value.</param>
    public InferParameter(double value) =>
        (Kind, _bits) = (InferParameterKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Creates a text parameter.</summary>
    /// <param name="value">The value.</param>
    public InferParameter(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Kind = InferParameterKind.String;
        _text = value;
    }

    /// <summary>Gets the type of the value.</summary>
    public InferParameterKind Kind { get; }

    /// <summary>Creates a Boolean parameter.</summary>
    public static implicit operator InferParameter(bool value) => new(value);

    /// <summary>Creates a signed integer parameter.</summary>
    public static implicit operator InferParameter(long value) => new(value);

    /// <summary>Creates a double parameter.</summary>
    public static implicit operator InferParameter(double value) => new(value);

    /// <summary>Creates a text parameter.</summary>
    public static implicit operator InferParameter(string value) => new(value);

    /// <summary>Tells whether two parameters are equal.</summary>
    public static bool operator ==(InferParameter left, InferParameter right) => left.Equals(right);

    /// <summary>Tells whether two parameters differ.</summary>
    public static bool operator !=(InferParameter left, InferParameter right) => !left.Equals(right);

    /// <summary>Reads a Boolean.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when the parameter has another type.</returns>
    public bool TryGetBool(out bool value)
    {
        value = _bits != 0 && Kind == InferParameterKind.Bool;
        return Kind == InferParameterKind.Bool;
    }

    /// <summary>Reads an integer that fits 64 signed bits.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when the parameter has another type or does not fit.</returns>
    public bool TryGetInt64(out long value)
    {
        value = _bits;
        return Kind == InferParameterKind.Int64 || (Kind == InferParameterKind.UInt64 && _bits >= 0);
    }

    /// <summary>Reads an integer that fits 64 unsigned bits.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when the parameter has another type or is negative.</returns>
    public bool TryGetUInt64(out ulong value)
    {
        value = unchecked((ulong)_bits);
        return Kind == InferParameterKind.UInt64 || (Kind == InferParameterKind.Int64 && _bits >= 0);
    }

    /// <summary>Reads a double.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when the parameter has another type.</returns>
    public bool TryGetDouble(out double value)
    {
        value = BitConverter.Int64BitsToDouble(_bits);
        return Kind == InferParameterKind.Double;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when the parameter has another type.</returns>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = _text;
        return Kind == InferParameterKind.String && value is not null;
    }

    /// <inheritdoc/>
    public bool Equals(InferParameter other) =>
        Kind == other.Kind && _bits == other._bits && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is InferParameter other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _text);

    /// <summary>Writes the value as text.</summary>
    /// <returns>The value in the invariant culture.</returns>
    public override string ToString() => Kind switch
    {
        InferParameterKind.Bool => _bits != 0 ? "true" : "false",
        InferParameterKind.Int64 => _bits.ToString(CultureInfo.InvariantCulture),
        InferParameterKind.UInt64 => unchecked((ulong)_bits).ToString(CultureInfo.InvariantCulture),
        InferParameterKind.Double => BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture),
        _ => _text ?? "",
    };
}
