using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;

namespace KServe.Detectors;

/// <summary>Reads the detectors of models of the configuration, once.</summary>
internal sealed class ConfiguredDetectors
{
    private const string SectionName = "Detectors";

    private readonly FrozenDictionary<string, IReadOnlyList<DetectorOptions>> _options;
    private readonly List<string> _errors = [];

    public ConfiguredDetectors(IConfiguration? configuration)
    {
        Dictionary<string, IReadOnlyList<DetectorOptions>> options = new(StringComparer.Ordinal);
        var models = configuration?.GetSection(KServeOptions.SectionName).GetSection(nameof(KServeOptions.Models));
        foreach (var model in models?.GetChildren() ?? [])
        {
            var section = model.GetSection(SectionName);
            if (section.Exists())
            {
                options[model.Key] = DetectorSectionReader.Read(section, section.Path, _errors);
            }
        }

        _options = options.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Gets everything that is wrong, each with its path.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public IReadOnlyList<DetectorOptions> Find(string modelName) => _options.GetValueOrDefault(modelName) ?? [];
}
