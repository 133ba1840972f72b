namespace KServe.Transformers;

/// <summary>Checks the options of transformers when a model loads.</summary>
internal static class OptionChecks
{
    /// <exception cref="ArgumentException">The condition is not met.</exception>
    public static void Require(bool condition, string option, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{option}: {expected}.", option);
        }
    }

    public static void RequireRange(int value, int min, int max, string option) =>
        Require(value >= min && value <= max, option, $"from {min} to {max} was expected, got {value}");
}
