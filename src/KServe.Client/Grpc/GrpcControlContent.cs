using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>A small message other than an inference.</summary>
internal sealed class GrpcControlContent : GrpcContent
{
    private readonly byte[] _frame;

    public GrpcControlContent(TensorPool pool, Action<ProtoWriter>? write)
    {
        using var writer = new ProtoWriter(pool);
        write?.Invoke(writer);
        var message = writer.Written.Span;
        _frame = new byte[GrpcFrame.HeaderLength + message.Length];
        GrpcFrame.WriteHeader(_frame, isCompressed: false, (uint)message.Length);
        message.CopyTo(_frame.AsSpan(GrpcFrame.HeaderLength));
    }

    protected override ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame, cancellationToken);
}
