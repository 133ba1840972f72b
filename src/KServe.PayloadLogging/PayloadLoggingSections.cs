using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;

namespace KServe.PayloadLogging;

/// <summary>Reads the sections of models that are to be logged, once.</summary>
internal sealed class PayloadLoggingSections
{
    private const string SectionName = "PayloadLogging";

    private readonly FrozenDictionary<string, PayloadLoggingOptions> _options;

    public PayloadLoggingSections(IConfiguration? configuration = null)
    {
        var sections = configuration?.GetSection(KServeOptions.SectionName).GetSection(nameof(KServeOptions.Models))
            .GetChildren()
            .Select(static model => (Name: model.Key, Section: model.GetSection(SectionName)))
            .Where(static model => model.Section.Exists());
        _options = (sections ?? []).ToFrozenDictionary(
            static model => model.Name, static model => Read(model.Section), StringComparer.Ordinal);
    }

    public PayloadLoggingOptions? Find(string modelName) => _options.GetValueOrDefault(modelName);

    /// <summary>Lists everything that is wrong.</summary>
    public IReadOnlyList<string> Check() =>
    [
        .. _options.SelectMany(static model => PayloadLoggingRules.Check(
            model.Value, $"KServe:Models:{model.Key}:{SectionName}:")),
    ];

    private static PayloadLoggingOptions Read(IConfigurationSection section)
    {
        var options = new PayloadLoggingOptions();
        section.Bind(options);
        return options;
    }
}
