namespace KServe.Runtime.OnnxRuntime;

/// <summary>Tells how a protobuf value is written; groups are left out on purpose.</summary>
internal enum ProtoWireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
