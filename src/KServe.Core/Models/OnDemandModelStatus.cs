namespace KServe;

/// <summary>Tells what became of a model that need not be in memory all the time.</summary>
/// <param name="IsMemoryAvailable">Whether its group has memory for it; if not, nothing was changed.</param>
/// <param name="IsLoaded">Whether it is in memory; if not, a request loads it.</param>
/// <param name="Error">Why its load failed; <see langword="null"/> when it did not.</param>
public readonly record struct OnDemandModelStatus(bool IsMemoryAvailable, bool IsLoaded, string? Error);
