using System.Globalization;

namespace KServe.Runtime.Pmml.Values;

/// <summary>A value of a field: missing, a number, a truth, a text, a date or a time.</summary>
internal readonly struct PmmlValue : IEquatable<PmmlValue>
{
    private PmmlValue(PmmlKind kind, double number, string? text)
    {
        Kind = kind;
        Number = number;
        Text = text;
    }

    public static PmmlValue Missing => default;

    public PmmlKind Kind { get; }

    /// <summary>Gets the number of everything but texts.</summary>
    public double Number { get; }

    /// <summary>Gets the text of a text.</summary>
    public string? Text { get; }

    public bool IsMissing => Kind == PmmlKind.Missing;

    /// <summary>Gets whether the value counts as a number in calculations.</summary>
    public bool IsNumber => Kind is not (PmmlKind.Missing or PmmlKind.Text);

    /// <summary>Makes a number; NaN is missing.</summary>
    public static PmmlValue FromReal(double number) =>
        double.IsNaN(number) ? default : new PmmlValue(PmmlKind.Real, number, text: null);

    /// <summary>Makes a whole number; NaN is missing.</summary>
    public static PmmlValue FromInteger(double number) =>
        double.IsNaN(number) ? default : new PmmlValue(PmmlKind.Integer, number, text: null);

    public static PmmlValue FromBoolean(bool value) => new(PmmlKind.Boolean, value ? 1 : 0, text: null);

    /// <summary>Makes a text; <see langword="null"/> is missing.</summary>
    public static PmmlValue FromText(string? text) => text is null ? default : new(PmmlKind.Text, double.NaN, text);

    /// <summary>Makes a date or a time of its number.</summary>
    public static PmmlValue FromMoment(PmmlKind kind, double number) =>
        double.IsNaN(number) ? default : new PmmlValue(kind, number, text: null);

    /// <summary>Gets the number, or NaN of what is missing or a text.</summary>
    public double ToNumber() => IsNumber ? Number : double.NaN;

    /// <summary>Compares two values that are there.</summary>
    /// <returns><see langword="null"/> when they have no order: a text and a number.</returns>
    public int? CompareTo(PmmlValue other)
    {
        if (Kind == PmmlKind.Text || other.Kind == PmmlKind.Text)
        {
            return Kind == other.Kind ? string.CompareOrdinal(Text, other.Text) : null;
        }

        return Number.CompareTo(other.Number);
    }

    public bool Equals(PmmlValue other)
    {
        if (Kind == PmmlKind.Text || other.Kind == PmmlKind.Text)
        {
            return Kind == other.Kind && string.Equals(Text, other.Text, StringComparison.Ordinal);
        }

        return IsMissing ? other.IsMissing : !other.IsMissing && Number == other.Number;
    }

    public override bool Equals(object? obj) => obj is PmmlValue other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        PmmlKind.Missing => 0,
        PmmlKind.Text => string.GetHashCode(Text, StringComparison.Ordinal),
        _ => Number.GetHashCode(),
    };

    /// <summary>Writes the value as a document would; a missing one as an empty text.</summary>
    public override string ToString() => Kind switch
    {
        PmmlKind.Missing => "",
        PmmlKind.Text => Text!,
        PmmlKind.Boolean => Number != 0 ? "true" : "false",
        PmmlKind.Date => PmmlDates.FormatDate(Number),
        PmmlKind.Time => PmmlDates.FormatTime(Number),
        PmmlKind.DateTime => PmmlDates.FormatDateTime(Number),
        _ => FormatNumber(Number),
    };

    private static string FormatNumber(double number)
    {
        if (Math.Abs(number) < 1e15 && number == Math.Truncate(number))
        {
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }

        return number.ToString("R", CultureInfo.InvariantCulture);
    }
}
