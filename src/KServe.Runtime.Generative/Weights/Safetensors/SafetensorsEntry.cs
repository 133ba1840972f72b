using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Weights.Safetensors;

/// <summary>What a safetensors header says of a tensor.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">The sizes, outermost first.</param>
/// <param name="Begin">The first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind the last.</param>
internal sealed record SafetensorsEntry(
    string Name,
    SafetensorsType Type,
    ImmutableArray<long> Shape,
    long Begin,
    long End);
