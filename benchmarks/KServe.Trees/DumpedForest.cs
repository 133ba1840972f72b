namespace KServe.Trees;

/// <summary>Holds a forest as libraries.py writes it.</summary>
internal sealed record DumpedForest
{
    public required int Features { get; init; }

    /// <summary>Gets whether splits test "less" rather than "less or equal".</summary>
    public required bool Less { get; init; }

    public required double Base { get; init; }

    public required DumpedTree[] Trees { get; init; }
}
