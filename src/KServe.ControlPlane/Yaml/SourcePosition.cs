using System.Runtime.InteropServices;

namespace KServe.ControlPlane;

/// <summary>A place in a text; line and column count from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourcePosition(int Line, int Column);
