namespace KServe;

/// <summary>Checks single values of options and adds an error that names the key.</summary>
internal static class OptionRules
{
    public static void RequireRange(List<string> errors, string key, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            errors.Add($"{key} must be from {min} to {max}, got {value}.");
        }
    }

    public static void RequirePositive(List<string> errors, string key, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(24))
        {
            errors.Add($"{key} must be more than zero and at most 24 days, got {value}.");
        }
    }
}
