using System.Numerics;

namespace KServe;

/// <summary>Collects everything that is wrong with options.</summary>
/// <remarks>Compiled into each package that uses it: not worth a public type.</remarks>
internal sealed class OptionsCheck(string options)
{
    private readonly List<string> _failures = [];

    /// <summary>Gets what is wrong: the names of options with what was expected.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public void Range<T>(T value, T minimum, T maximum, string name)
        where T : INumber<T> =>
        Require(value >= minimum && value <= maximum, name, $"{minimum} to {maximum} was expected, got {value}");

    public void Require(bool isGood, string name, string reason)
    {
        if (!isGood)
        {
            _failures.Add($"{name}: {reason}");
        }
    }

    /// <exception cref="ArgumentException">Something was wrong.</exception>
    public void ThrowIfAny()
    {
        if (_failures.Count > 0)
        {
            throw new ArgumentException($"{options}: {string.Join("; ", _failures)}.", nameof(options));
        }
    }
}
