using Microsoft.Extensions.Configuration;

namespace KServe.ControlPlane;

/// <summary>Reads the section of the configuration.</summary>
internal static class ControlPlaneSection
{
    public static void Read(IConfigurationSection section, ControlPlaneOptions options)
    {
        section.Bind(options);
        ReadMap(section.GetSection(nameof(options.StorageMap)), options.StorageMap);
        ReadMap(section.GetSection(nameof(options.RemoteContainers)), options.RemoteContainers);
    }

    // Colons part the keys of a configuration, so that "gs://bucket/" arrives as a section "gs" with a key "//bucket/".
    private static void ReadMap(IConfigurationSection section, IDictionary<string, string> map)
    {
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && key.Length > 0)
            {
                map[key] = value;
            }
        }
    }
}
