using System.Diagnostics.CodeAnalysis;

namespace KServe.Protocol.Grpc;

internal static class ProtoError
{
    [DoesNotReturn]
    public static void ThrowMalformed(string reason) => throw Malformed(reason);

    public static InferenceException Malformed(string reason) =>
        InferenceException.InvalidArgument($"malformed protobuf: {reason}");
}
