using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>
/// A field that expressions and models can name: where its value lies in a row, and of what type it is.
/// </summary>
internal sealed class PmmlField
{
    public required string Name { get; init; }

    /// <summary>Gets the place of the value in a <see cref="PmmlRow"/>.</summary>
    public required int Slot { get; init; }

    public required PmmlType Type { get; init; }

    public required PmmlOpType OpType { get; init; }

    /// <summary>Gets the valid values in their order; none when any value is valid.</summary>
    public IReadOnlyList<PmmlValue> Values { get; init; } = [];

    /// <summary>Gets how many calls deep the computation of the value goes.</summary>
    public int Depth { get; init; }
}
