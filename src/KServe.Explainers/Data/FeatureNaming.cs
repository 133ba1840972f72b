using System.Globalization;

namespace KServe.Explainers;

/// <summary>Names features, and finds them by name or position.</summary>
internal static class FeatureNaming
{
    /// <summary>Gets the name of a feature, <c>f3</c> for the fourth when names are not known.</summary>
    public static string Get(IReadOnlyList<string>? names, int index) =>
        names is not null && index < names.Count
            ? names[index]
            : string.Create(CultureInfo.InvariantCulture, $"f{index}");

    /// <summary>Finds a feature by its name or, as text, its position from 0.</summary>
    /// <exception cref="InvalidDataException">There is no such feature.</exception>
    public static int Find(IReadOnlyList<string>? names, int count, string feature)
    {
        for (var i = 0; i < count; i++)
        {
            if (string.Equals(Get(names, i), feature, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return int.TryParse(feature, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count
            ? index
            : throw new InvalidDataException($"there is no feature '{feature}'");
    }
}
