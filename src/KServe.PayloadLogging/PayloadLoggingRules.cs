namespace KServe.PayloadLogging;

/// <summary>Finds everything that is wrong with options.</summary>
internal sealed class PayloadLoggingRules(string key)
{
    private const int MaxNames = 64;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly List<string> _errors = [];

    /// <summary>Lists the errors, each with the name of its option after the key.</summary>
    public static IReadOnlyList<string> Check(PayloadLoggingOptions options, string key)
    {
        var rules = new PayloadLoggingRules(key);
        rules.Check(options);
        return rules._errors;
    }

    private void Check(PayloadLoggingOptions options)
    {
        CheckUrl(options);
        Require(Enum.IsDefined(options.Mode), nameof(options.Mode), "must be All, Request or Response");
        Require(Enum.IsDefined(options.Form), nameof(options.Form), "must be AsReceived or V2");
        Require(
            options.MetadataHeaders.Count <= MaxNames && options.MetadataHeaders.All(IsName),
            nameof(options.MetadataHeaders),
            $"must be up to {MaxNames} names of headers");
        Require(
            options.Annotations.Count <= MaxNames, nameof(options.Annotations), $"must be at most {MaxNames}");
        Range(options.SampleRate, 0, 1, nameof(options.SampleRate));
        Range(options.MaxPayloadBytes, 0, 256 << 20, nameof(options.MaxPayloadBytes));
        Range(options.QueueLength, 1, 1_000_000, nameof(options.QueueLength));
        Range(options.QueueBytes, 64 << 10, 64L << 30, nameof(options.QueueBytes));
        Range(options.BatchSize, 1, 10_000, nameof(options.BatchSize));
        Range(options.BatchInterval, TimeSpan.Zero, Hour, nameof(options.BatchInterval));
        Range(options.FlushTimeout, TimeSpan.Zero, Hour, nameof(options.FlushTimeout));
        Check(options.Http);
        Check(options.File);
    }

    private void Check(PayloadHttpOptions http)
    {
        Require(Enum.IsDefined(http.Mode), "Http:Mode", "must be Binary or Batched");
        Range(http.MaxConcurrency, 1, 256, "Http:MaxConcurrency");
        Range(http.Timeout, TimeSpan.FromMilliseconds(1), Hour, "Http:Timeout");
        Range(http.MaxAttempts, 1, 10, "Http:MaxAttempts");
        Range(http.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1), "Http:RetryDelay");
    }

    private void Check(PayloadFileOptions file)
    {
        Require(Enum.IsDefined(file.Format), "File:Format", "must be JsonLines or Csv");
        Require(
            file.Path is null || (!Path.IsPathRooted(file.Path) && !file.Path.Split('/', '\\').Contains("..")),
            "File:Path",
            "must be relative and without '..'");
        Range(file.MaxFileBytes, 1 << 10, 1L << 40, "File:MaxFileBytes");
        Range(file.MaxFileAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(24), "File:MaxFileAge");
        Range(file.MaxFiles, 0, 1_000_000, "File:MaxFiles");
    }

    private void CheckUrl(PayloadLoggingOptions options)
    {
        if (options.Sink is null)
        {
            Require(
                !string.IsNullOrWhiteSpace(options.Url) && PayloadTarget.TryParse(options.Url) is not null,
                nameof(options.Url),
                "is missing or no URL and no path: say where events go");
        }
    }

    private void Range<T>(T value, T minimum, T maximum, string name)
        where T : IComparable<T> =>
        Require(
            value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0,
            name,
            $"must be from {minimum} to {maximum}, got {value}");

    private void Require(bool isGood, string name, string reason)
    {
        if (!isGood)
        {
            _errors.Add($"{key}{name} {reason}.");
        }
    }

    // Token characters of RFC 9110, section 5.6.2.
    private static bool IsName(string name) => !string.IsNullOrEmpty(name)
        && name.All(
            static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
