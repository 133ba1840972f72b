using System.Collections.Immutable;
using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Weights;

/// <summary>Where a tensor lies and what must be undone to read it as Hugging Face stores it.</summary>
/// <param name="Source">The bytes.</param>
/// <param name="Offset">The first byte of the tensor.</param>
/// <param name="Format">How the numbers are stored; <see langword="null"/> when the engine does not compute with it.
/// </param>
/// <param name="TypeName">The format as the file calls it.</param>
/// <param name="Shape">The sizes, outermost first.</param>
internal sealed record StoredTensor(
    WeightSource Source,
    long Offset,
    WeightFormat? Format,
    string TypeName,
    ImmutableArray<long> Shape)
{
    /// <summary>Gets the heads whose rows were interleaved for another way to rotate them, 0 without.</summary>
    public int InterleavedHeads { get; init; }

    /// <summary>Gets the heads whose queries, keys and values were put together by kind, 0 without.</summary>
    public int HeadsByKind { get; init; }

    /// <summary>Gets whether 1 was added to all numbers.</summary>
    public bool HasAddedOne { get; init; }
}
