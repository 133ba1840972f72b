namespace KServe.LoadTest.Servers;

/// <summary>What a .NET server has counted since its start.</summary>
/// <param name="AllocatedBytes">The managed bytes that it allocated.</param>
/// <param name="Gen0">The collections of generation 0.</param>
/// <param name="Gen1">The collections of generation 1.</param>
/// <param name="Gen2">The collections of generation 2.</param>
internal sealed record RuntimeCounters(long AllocatedBytes, int Gen0, int Gen1, int Gen2);
