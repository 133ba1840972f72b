using System.Runtime.InteropServices;

namespace KServe.ControlPlane;

/// <summary>A key of a mapping, where it stands, and its value.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MappingEntry(string Key, SourcePosition KeyPosition, Node Value);
