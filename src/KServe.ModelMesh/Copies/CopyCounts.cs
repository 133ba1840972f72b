using System.Runtime.InteropServices;

namespace KServe.ModelMesh;

/// <summary>Counts requests of one interval.</summary>
/// <param name="Calls">All requests.</param>
/// <param name="Waited">Those that found every copy busy.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CopyCounts(long Calls, long Waited);
