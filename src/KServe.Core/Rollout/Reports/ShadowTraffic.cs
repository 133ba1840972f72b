namespace KServe;

/// <summary>Counts how the requests that were mirrored to a track ended.</summary>
/// <param name="Agreed">Both answers said the same.</param>
/// <param name="Differed">The answers were different.</param>
/// <param name="Failed">The track failed where the stable one did not.</param>
/// <param name="StableFailed">The stable track failed where this one did not.</param>
/// <param name="BothFailed">Both failed.</param>
/// <param name="NotCompared">The answer was too large to keep.</param>
/// <param name="Dropped">The request found no place or was too large.</param>
public sealed record ShadowTraffic(
    long Agreed,
    long Differed,
    long Failed,
    long StableFailed,
    long BothFailed,
    long NotCompared,
    long Dropped);
