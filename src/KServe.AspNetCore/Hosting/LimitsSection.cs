using KServe.Protocol;
using Microsoft.Extensions.Configuration;

namespace KServe.AspNetCore;

/// <summary>Reads the decoders' limits, which are immutable and so out of the binder's reach.</summary>
internal static class LimitsSection
{
    public static ProtocolLimits Read(IConfigurationSection section, ProtocolLimits limits) => limits with
    {
        MaxInputs = section.GetValue(nameof(limits.MaxInputs), limits.MaxInputs),
        MaxOutputs = section.GetValue(nameof(limits.MaxOutputs), limits.MaxOutputs),
        MaxParameters = section.GetValue(nameof(limits.MaxParameters), limits.MaxParameters),
        MaxObjectKeys = section.GetValue(nameof(limits.MaxObjectKeys), limits.MaxObjectKeys),
        MaxJsonDepth = section.GetValue(nameof(limits.MaxJsonDepth), limits.MaxJsonDepth),
        MaxNameLength = section.GetValue(nameof(limits.MaxNameLength), limits.MaxNameLength),
        MaxIdLength = section.GetValue(nameof(limits.MaxIdLength), limits.MaxIdLength),
        MaxParameterLength = section.GetValue(nameof(limits.MaxParameterLength), limits.MaxParameterLength),
        MaxNumberLength = section.GetValue(nameof(limits.MaxNumberLength), limits.MaxNumberLength),
    };
}
