using System.Globalization;

namespace KServe.Runtime.Pmml.Values;

/// <summary>Reads and writes dates and times as XML Schema writes them.</summary>
internal static class PmmlDates
{
    private const double SecondsPerDay = 86400;

    private static readonly DateTime Epoch = DateTime.UnixEpoch;

    /// <summary>Gets the days from 1970-01-01 to the first day of the year 0, which is a leap year.</summary>
    public static double YearZero => GetDays(1) - 366;

    /// <summary>Gets the days from 1970-01-01 to the first day of a year.</summary>
    public static double GetDays(int year) => (new DateTime(year, 1, 1) - Epoch).TotalDays;

    public static bool TryGetDate(PmmlValue value, out PmmlValue date)
    {
        double? days = value.Kind switch
        {
            PmmlKind.Date => value.Number,
            PmmlKind.DateTime => Math.Floor(value.Number / SecondsPerDay),
            PmmlKind.Text when TryParse(value.Text!, out var moment) => Math.Floor((moment - Epoch).TotalDays),
            _ => null,
        };
        date = PmmlValue.FromMoment(PmmlKind.Date, days ?? double.NaN);
        return days is not null;
    }

    public static bool TryGetTime(PmmlValue value, out PmmlValue time)
    {
        double? seconds = value.Kind switch
        {
            PmmlKind.Time => value.Number,
            PmmlKind.DateTime => value.Number - Math.Floor(value.Number / SecondsPerDay) * SecondsPerDay,
            PmmlKind.Text when TryParseTime(value.Text!, out var parsed) => parsed,
            _ => null,
        };
        time = PmmlValue.FromMoment(PmmlKind.Time, seconds ?? double.NaN);
        return seconds is not null;
    }

    public static bool TryGetDateTime(PmmlValue value, out PmmlValue moment)
    {
        double? seconds = value.Kind switch
        {
            PmmlKind.DateTime => value.Number,
            PmmlKind.Date => value.Number * SecondsPerDay,
            PmmlKind.Text when TryParse(value.Text!, out var parsed) => (parsed - Epoch).TotalSeconds,
            _ => null,
        };
        moment = PmmlValue.FromMoment(PmmlKind.DateTime, seconds ?? double.NaN);
        return seconds is not null;
    }

    /// <summary>Gets the moment of a date or a time, for formatting.</summary>
    /// <returns><see langword="false"/> when the value is neither, or beyond what a calendar holds.</returns>
    public static bool TryGetMoment(PmmlValue value, out DateTime moment)
    {
        moment = Epoch;
        double? seconds = value.Kind switch
        {
            PmmlKind.Time => value.Number,
            _ when TryGetDateTime(value, out var converted) => converted.Number,
            _ => null,
        };
        if (seconds is not (> -62135596800d and < 253402300800d))
        {
            return false;
        }

        moment = Epoch.AddTicks((long)(seconds.Value * TimeSpan.TicksPerSecond));
        return true;
    }

    public static string FormatDate(double days) => Format(days * SecondsPerDay, "yyyy-MM-dd");

    public static string FormatTime(double seconds) => Format(seconds, "HH:mm:ss");

    public static string FormatDateTime(double seconds) => Format(seconds, "yyyy-MM-dd'T'HH:mm:ss");

    private static string Format(double seconds, string format) =>
        TryGetMoment(PmmlValue.FromMoment(PmmlKind.DateTime, seconds), out var moment)
            ? moment.ToString(format, CultureInfo.InvariantCulture)
            : "";

    private static bool TryParse(string text, out DateTime moment)
    {
        const DateTimeStyles Styles = DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite
            | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        ReadOnlySpan<string> formats =
        [
            "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ssK",
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-ddK",
        ];
        foreach (var format in formats)
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Styles, out moment))
            {
                return true;
            }
        }

        moment = default;
        return false;
    }

    private static bool TryParseTime(string text, out double seconds)
    {
        var parts = text.Trim().Split(':');
        seconds = 0;
        if (parts.Length is not (2 or 3)
            || !double.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours)
            || !double.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
        {
            return TryParse(text, out var moment) && (seconds = moment.TimeOfDay.TotalSeconds) >= 0;
        }

        double rest = 0;
        if (parts.Length == 3
            && !double.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rest))
        {
            return false;
        }

        // PMML counts hours beyond a day, and below: "-12:30:00" is a time of timeSeconds.
        var sign = parts[0].StartsWith('-') ? -1 : 1;
        seconds = sign * (Math.Abs(hours) * 3600 + minutes * 60 + rest);
        return true;
    }
}
