namespace KServe.Client;

/// <summary>One message that arrived, and what gives its memory back.</summary>
internal sealed class GrpcReply(Memory<byte> message, IDisposable owner) : IDisposable
{
    public Memory<byte> Message { get; } = message;

    public void Dispose() => owner.Dispose();
}
