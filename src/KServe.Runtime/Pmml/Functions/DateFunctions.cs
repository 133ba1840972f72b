using System.Globalization;
using System.Text;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Functions of dates and times.</summary>
internal static class DateFunctions
{
    private const double SecondsPerDay = 86400;

    public static Dictionary<string, BuiltInFunction> All { get; } = new(StringComparer.Ordinal)
    {
        ["dateDaysSinceYear"] = new(2, 2, static values =>
            PmmlDates.TryGetDate(values[0], out var date) && GetEpoch(values[1]) is { } epoch
                ? PmmlValue.FromInteger(date.Number - epoch)
                : default),
        ["dateSecondsSinceYear"] = new(2, 2, static values =>
            PmmlDates.TryGetDateTime(values[0], out var moment) && GetEpoch(values[1]) is { } epoch
                ? PmmlValue.FromInteger(Math.Floor(moment.Number - epoch * SecondsPerDay))
                : default),
        ["dateSecondsSinceMidnight"] = new(1, 1, static values =>
            PmmlDates.TryGetTime(values[0], out var time) ? PmmlValue.FromInteger(Math.Floor(time.Number)) : default),
        ["formatDatetime"] = new(2, 2, static values => PmmlValue.FromText(Format(values[0], values[1].ToString()))),
    };

    private static double? GetEpoch(PmmlValue year) =>
        year.ToNumber() is >= 1 and <= 9999 and var number ? PmmlDates.GetDays((int)number) : null;

    /// <summary>Formats a date as C's strftime does.</summary>
    private static string? Format(PmmlValue value, string pattern)
    {
        if (!PmmlDates.TryGetMoment(value, out var moment) || pattern.Length > 256)
        {
            return null;
        }

        var builder = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 == pattern.Length)
            {
                builder.Append(pattern[i]);
                continue;
            }

            if (FormatPart(moment, pattern[++i]) is not { } part)
            {
                return null;
            }

            builder.Append(part);
        }

        return builder.ToString();
    }

    private static string? FormatPart(DateTime moment, char part)
    {
        var format = part switch
        {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'a' => "ddd",
            'A' => "dddd",
            'b' or 'h' => "MMM",
            'B' => "MMMM",
            'D' or 'x' => "MM/dd/yy",
            'F' => "yyyy-MM-dd",
            'T' or 'X' => "HH:mm:ss",
            'R' => "HH:mm",
            'c' => "ddd MMM dd HH:mm:ss yyyy",
            _ => null,
        };
        if (format is not null)
        {
            return moment.ToString(format, CultureInfo.InvariantCulture);
        }

        return part switch
        {
            'e' => moment.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'j' => moment.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            'w' => ((int)moment.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'u' => ((((int)moment.DayOfWeek + 6) % 7) + 1).ToString(CultureInfo.InvariantCulture),
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => null,
        };
    }
}
