using System.Runtime.InteropServices;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Names a protobuf field and how its value is written.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProtoTag(int Field, ProtoWireType Wire);
