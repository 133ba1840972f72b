using KServe.Generative.Weights;

namespace KServe.Generative.Engine;

/// <summary>A precision to measure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Numbers">How the file stores its matrices.</param>
internal sealed record EngineKind(string Name, GgufNumbers Numbers)
{
    public static IReadOnlyList<EngineKind> All { get; } = [new("Q8", GgufNumbers.Q8), new("Q4", GgufNumbers.Q4)];
}
