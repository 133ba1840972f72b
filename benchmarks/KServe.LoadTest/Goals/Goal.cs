using System.Globalization;
using KServe.LoadTest.Running;

namespace KServe.LoadTest.Goals;

/// <summary>A number of one scenario that has to be reached.</summary>
internal sealed record Goal
{
    /// <summary>Gets the scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Gets what is compared, in a few words.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the server that a rate is compared to; <see langword="null"/> for other goals.</summary>
    public string? Other { get; init; }

    /// <summary>Gets what finds the number.</summary>
    /// <value>Gives <see langword="null"/> when a server that it needs was not measured.</value>
    public required Func<ScenarioResult, double?> Measure { get; init; }

    /// <summary>Gets the number to reach.</summary>
    public required double Limit { get; init; }

    /// <summary>Gets whether the number must not be larger, instead of not smaller.</summary>
    public bool IsUpper { get; init; }

    /// <summary>Gets the unit behind the number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Says whether a number reaches the goal.</summary>
    public bool IsMet(double value) => IsUpper ? value <= Limit : value >= Limit;

    /// <summary>Writes a number with the unit.</summary>
    public string Format(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture) + Unit;
}
