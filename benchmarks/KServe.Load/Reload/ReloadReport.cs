using KServe.Load.Soak;

namespace KServe.Load.Reload;

/// <summary>Holds what a run of changes did and found.</summary>
/// <param name="Rows">One row for each kind of change and protocol.</param>
/// <param name="Before">The memory with one revision, before the changes.</param>
/// <param name="After">The memory with one revision, after them.</param>
/// <param name="RevisionsLeft">How many revisions are in memory at the end.</param>
/// <param name="Gauges">What the server had in use at the end.</param>
/// <param name="Violations">What should not have happened; empty when all is well.</param>
public sealed record ReloadReport(
    IReadOnlyList<ReloadRow> Rows,
    MemorySnapshot Before,
    MemorySnapshot After,
    int RevisionsLeft,
    string Gauges,
    IReadOnlyList<string> Violations);
