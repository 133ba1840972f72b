using System.Text.Json.Serialization;

namespace KServe.Trees;

/// <summary>Holds one tree as libraries.py writes it: parallel arrays over its nodes.</summary>
internal sealed record DumpedTree
{
    public required int[] Feature { get; init; }

    public required double[] Threshold { get; init; }

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    [JsonPropertyName("default_left")]
    public required int[] DefaultLeft { get; init; }

    public required double[] Cover { get; init; }

    public required double[] Value { get; init; }
}
