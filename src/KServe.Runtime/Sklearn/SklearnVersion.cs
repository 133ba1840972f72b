using System.Globalization;

namespace KServe.Runtime.Sklearn;

/// <summary>Compares the version of scikit-learn that wrote an object.</summary>
internal static class SklearnVersion
{
    /// <summary>Tells whether an object was written by a version or a later one; unknown versions are older.</summary>
    public static bool IsAtLeast(SklearnObject source, int major, int minor)
    {
        var parts = source.Version.Split('.');
        if (parts.Length < 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var actualMajor)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var actualMinor))
        {
            return false;
        }

        return (actualMajor, actualMinor).CompareTo((major, minor)) >= 0;
    }
}
