using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>A function that every document may apply.</summary>
/// <param name="MinArguments">The fewest arguments.</param>
/// <param name="MaxArguments">The most arguments.</param>
/// <param name="Body">Computes the result.</param>
/// <param name="IsMissingTolerated">Whether missing arguments reach the body; else the result is missing.</param>
internal sealed record BuiltInFunction(
    int MinArguments,
    int MaxArguments,
    FunctionBody Body,
    bool IsMissingTolerated = false)
{
    /// <summary>Gets the type of the results.</summary>
    public PmmlType ResultType { get; init; } = PmmlType.Double;
}
