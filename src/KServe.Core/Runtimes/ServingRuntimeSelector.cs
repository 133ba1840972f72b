namespace KServe;

/// <summary>Chooses the serving runtime of a model by KServe's rules.</summary>
/// <remarks>
/// A runtime that is named must support format and protocol. Otherwise candidates support the format by an entry that
/// may
/// be selected automatically; they are ordered by priority, larger first and none last, then by their lowest protocol,
/// then by name.
/// </remarks>
internal sealed class ServingRuntimeSelector(IEnumerable<IServingRuntime> runtimes)
{
    private static readonly string[] ProtocolRanks = ["v1", "v2", "grpc-v1", "grpc-v2"];

    private readonly IServingRuntime[] _runtimes = [.. runtimes];

    /// <summary>Finds the runtime and the format of an artifact.</summary>
    /// <exception cref="InferenceException">No runtime fits, or the files fit several formats.</exception>
    public (IServingRuntime Runtime, string Format) Select(string modelName, ModelOptions model, string path)
    {
        var named = model.Runtime is { } name ? FindByName(modelName, name) : null;
        var format = model.Format ?? DetectFormat(modelName, path, named);
        if (named is not null)
        {
            if (!SupportsFormat(named, format, model.FormatVersion, autoSelectOnly: false)
                || !SupportsProtocol(named, model.ProtocolVersion))
            {
                throw NotSupported(modelName, model, format, $"runtime '{named.Name}' does not support");
            }

            return (named, format);
        }

        var best = _runtimes
            .Where(runtime => SupportsFormat(runtime, format, model.FormatVersion, autoSelectOnly: true)
                && SupportsProtocol(runtime, model.ProtocolVersion))
            .OrderByDescending(runtime => GetPriority(runtime, format, model.FormatVersion) ?? int.MinValue)
            .ThenBy(static runtime => GetProtocolRank(runtime))
            .ThenBy(static runtime => runtime.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is not null
            ? (best, format)
            : throw NotSupported(modelName, model, format, "no serving runtime supports");
    }

    private IServingRuntime FindByName(string modelName, string name) =>
        Array.Find(_runtimes, runtime => string.Equals(runtime.Name, name, StringComparison.Ordinal))
        ?? throw InferenceException.InvalidArgument(
            $"model '{modelName}': there is no serving runtime '{name}'; known: {DescribeRuntimes()}");

    private string DetectFormat(string modelName, string path, IServingRuntime? named)
    {
        var candidates = named is not null ? [named] : _runtimes;
        var formats = candidates
            .Select(runtime => runtime.DetectFormat(path))
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        return formats switch
        {
            [var format] => format,
            [] => throw InferenceException.InvalidArgument(
                $"model '{modelName}': no serving runtime recognises the files; known runtimes: {DescribeRuntimes()}"),
            _ => throw InferenceException.InvalidArgument(
                $"model '{modelName}': the files fit the formats {string.Join(", ", formats)}; set Format"),
        };
    }

    private static bool SupportsFormat(IServingRuntime runtime, string format, string? version, bool autoSelectOnly) =>
        Matching(runtime, format, version).Any(entry => entry.AutoSelect || !autoSelectOnly);

    private static int? GetPriority(IServingRuntime runtime, string format, string? version) =>
        Matching(runtime, format, version).Max(static entry => entry.Priority);

    private static IEnumerable<SupportedModelFormat> Matching(
        IServingRuntime runtime,
        string format,
        string? version) =>
        runtime.SupportedModelFormats.Where(entry =>
            string.Equals(entry.Name, format, StringComparison.OrdinalIgnoreCase)
            && (version is null || string.Equals(entry.Version, version, StringComparison.Ordinal)));

    private static bool SupportsProtocol(IServingRuntime runtime, string? protocol) =>
        protocol is null
        || runtime.ProtocolVersions.Count == 0
        || runtime.ProtocolVersions.Contains(protocol, StringComparer.Ordinal);

    private static int GetProtocolRank(IServingRuntime runtime) => runtime.ProtocolVersions.Count == 0
        ? 0
        : runtime.ProtocolVersions.Min(static protocol =>
            Array.IndexOf(ProtocolRanks, protocol) is var rank && rank >= 0 ? rank : ProtocolRanks.Length);

    private string DescribeRuntimes() =>
        _runtimes.Length == 0 ? "none" : string.Join(", ", _runtimes.Select(static runtime => $"'{runtime.Name}'"));

    private static InferenceException NotSupported(string modelName, ModelOptions model, string format, string who)
    {
        var version = model.FormatVersion is { } formatVersion ? $" version {formatVersion}" : "";
        var protocol = model.ProtocolVersion is { } protocolVersion ? $" with protocol {protocolVersion}" : "";
        return InferenceException.InvalidArgument(
            $"model '{modelName}': {who} format '{format}'{version}{protocol}");
    }
}
