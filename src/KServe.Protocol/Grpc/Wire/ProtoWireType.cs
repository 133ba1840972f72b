namespace KServe.Protocol.Grpc;

/// <summary>Names the ways in which protobuf lays out a value.</summary>
public enum ProtoWireType : byte
{
    /// <summary>A number of 1 to 10 bytes.</summary>
    Varint = 0,

    /// <summary>Eight little-endian bytes.</summary>
    Fixed64 = 1,

    /// <summary>A length, then that many bytes.</summary>
    LengthDelimited = 2,

    /// <summary>The begin of a group, known only to be skipped.</summary>
    StartGroup = 3,

    /// <summary>The end of a group.</summary>
    EndGroup = 4,

    /// <summary>Four little-endian bytes.</summary>
    Fixed32 = 5,
}
