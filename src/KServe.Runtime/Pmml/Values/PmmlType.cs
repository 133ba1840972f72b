using System.Runtime.InteropServices;
using KServe.Runtime.Pmml.Documents;

namespace KServe.Runtime.Pmml.Values;

/// <summary>A data type: how texts of a document and values of a request become values of a field.</summary>
/// <param name="DataType">The kind.</param>
/// <param name="Epoch">Days from 1970-01-01 to where the counting types begin.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PmmlType(PmmlDataType DataType, double Epoch = 0)
{
    private const double SecondsPerDay = 86400;

    public static PmmlType Text => new(PmmlDataType.Text);

    public static PmmlType Double => new(PmmlDataType.Double);

    public static PmmlType Integer => new(PmmlDataType.Integer);

    public bool IsText => DataType == PmmlDataType.Text;

    /// <summary>Gets whether values are numbers to calculate with.</summary>
    public bool IsNumeric => DataType is PmmlDataType.Integer or PmmlDataType.Float or PmmlDataType.Double
        or PmmlDataType.DaysSince or PmmlDataType.SecondsSince or PmmlDataType.TimeSeconds;

    /// <summary>Gets the data type of tensors that hold values of this type.</summary>
    public TensorDataType TensorType => DataType switch
    {
        PmmlDataType.Float or PmmlDataType.Double => TensorDataType.FP64,
        PmmlDataType.Boolean => TensorDataType.BOOL,
        PmmlDataType.Text or PmmlDataType.Date or PmmlDataType.Time or PmmlDataType.DateTime => TensorDataType.BYTES,
        _ => TensorDataType.INT64,
    };

    /// <summary>Reads the attribute <c>dataType</c>.</summary>
    /// <returns><see langword="null"/> when the element has none.</returns>
    public static PmmlType? Read(PmmlElement element) => element.Get("dataType") switch
    {
        null => null,
        "string" => Text,
        "integer" => Integer,
        "float" => new PmmlType(PmmlDataType.Float),
        "double" => Double,
        "boolean" => new PmmlType(PmmlDataType.Boolean),
        "date" => new PmmlType(PmmlDataType.Date),
        "time" => new PmmlType(PmmlDataType.Time),
        "dateTime" => new PmmlType(PmmlDataType.DateTime),
        "timeSeconds" => new PmmlType(PmmlDataType.TimeSeconds),
        var name => ReadCounting(name) ?? throw element.Unknown("dataType"),
    };

    /// <summary>Reads the text of a document.</summary>
    /// <exception cref="InvalidDataException">It is no value of this type.</exception>
    public PmmlValue Parse(PmmlElement element, string text) => TryConvert(PmmlValue.FromText(text), out var value)
        ? value
        : throw element.Error($"holds '{PmmlElement.Shorten(text)}', which is no {DataType}");

    /// <summary>Converts a value to this type; a missing one stays missing.</summary>
    /// <returns><see langword="false"/> when it cannot be.</returns>
    public bool TryConvert(PmmlValue value, out PmmlValue converted)
    {
        converted = value;
        if (value.IsMissing)
        {
            return true;
        }

        switch (DataType)
        {
            case PmmlDataType.Text:
                converted = value.Kind == PmmlKind.Text ? value : PmmlValue.FromText(value.ToString());
                return true;
            case PmmlDataType.Boolean:
                return TryConvertBoolean(value, out converted);
            case PmmlDataType.Double or PmmlDataType.Float or PmmlDataType.Integer:
                return TryConvertNumber(value, out converted);
            default:
                return TryConvertMoment(value, out converted);
        }
    }

    /// <summary>Converts a value, or gives a missing one when it cannot be converted.</summary>
    public PmmlValue Convert(PmmlValue value) => TryConvert(value, out var converted) ? converted : default;

    /// <summary>Converts a computed value; a whole number takes the whole part of any number.</summary>
    public PmmlValue Cast(PmmlValue value) =>
        DataType == PmmlDataType.Integer && value.Kind == PmmlKind.Real
            ? PmmlValue.FromInteger(Math.Truncate(value.Number))
            : Convert(value);

    private static PmmlType? ReadCounting(string name)
    {
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0 || !name.EndsWith(']'))
        {
            return null;
        }

        PmmlDataType? type = name.AsSpan(0, bracket) switch
        {
            "dateDaysSince" => PmmlDataType.DaysSince,
            "dateTimeSecondsSince" => PmmlDataType.SecondsSince,
            _ => null,
        };
        double? epoch = name.AsSpan(bracket + 1, name.Length - bracket - 2) switch
        {
            "0" => PmmlDates.YearZero,
            "1960" or "1970" or "1980" or "1990" or "2000" or "2010" or "2020" =>
                PmmlDates.GetDays(int.Parse(name.AsSpan(bracket + 1, 4))),
            _ => null,
        };
        return type is { } known && epoch is { } day ? new PmmlType(known, day) : null;
    }

    private static bool TryConvertBoolean(PmmlValue value, out PmmlValue converted)
    {
        converted = value;
        bool? truth = value.Kind == PmmlKind.Text
            ? value.Text switch
            {
                "true" or "TRUE" or "True" or "1" or "1.0" => true,
                "false" or "FALSE" or "False" or "0" or "0.0" => false,
                _ => null,
            }
            : value.Number switch { 0 => false, 1 => true, _ => null };
        if (truth is { } known)
        {
            converted = PmmlValue.FromBoolean(known);
        }

        return truth is not null;
    }

    private bool TryConvertNumber(PmmlValue value, out PmmlValue converted)
    {
        converted = value;
        var number = value.Number;
        if (value.Kind == PmmlKind.Text && !TryParseNumber(value.Text!, out number))
        {
            return false;
        }

        switch (DataType)
        {
            case PmmlDataType.Integer when number != Math.Truncate(number):
                return double.IsNaN(number) && (converted = default).IsMissing;
            case PmmlDataType.Integer:
                converted = PmmlValue.FromInteger(number);
                return true;
            default:
                converted = PmmlValue.FromReal(DataType == PmmlDataType.Float ? (float)number : number);
                return true;
        }
    }

    private static bool TryParseNumber(string text, out double number)
    {
        if (text is "true" or "false")
        {
            number = text == "true" ? 1 : 0;
            return true;
        }

        return PmmlNumbers.TryParse(text, out number);
    }

    private bool TryConvertMoment(PmmlValue value, out PmmlValue converted)
    {
        converted = value;
        switch (DataType)
        {
            case PmmlDataType.Date:
                return PmmlDates.TryGetDate(value, out converted);
            case PmmlDataType.Time:
                return PmmlDates.TryGetTime(value, out converted);
            case PmmlDataType.DateTime:
                return PmmlDates.TryGetDateTime(value, out converted);
            case PmmlDataType.TimeSeconds when value.Kind is PmmlKind.Integer or PmmlKind.Real:
            case PmmlDataType.DaysSince when value.Kind is PmmlKind.Integer or PmmlKind.Real:
            case PmmlDataType.SecondsSince when value.Kind is PmmlKind.Integer or PmmlKind.Real:
                return true;
            case PmmlDataType.TimeSeconds when PmmlDates.TryGetTime(value, out var time):
                converted = PmmlValue.FromInteger(time.Number);
                return true;
            case PmmlDataType.DaysSince when PmmlDates.TryGetDate(value, out var date):
                converted = PmmlValue.FromInteger(date.Number - Epoch);
                return true;
            case PmmlDataType.SecondsSince when PmmlDates.TryGetDateTime(value, out var moment):
                converted = PmmlValue.FromInteger(moment.Number - Epoch * SecondsPerDay);
                return true;
            default:
                return value.Kind == PmmlKind.Text
                    && PmmlNumbers.TryParse(value.Text, out var number)
                    && !(converted = PmmlValue.FromInteger(number)).IsMissing;
        }
    }
}
