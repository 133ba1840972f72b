using System.Buffers;

namespace KServe.PayloadLogging;

/// <summary>A copy of one request or response that outlives it, in one pooled block.</summary>
internal sealed class PayloadCapture : IDisposable
{
    private byte[]? _buffer;

    public required PayloadOrigin Origin { get; init; }

    public required bool IsRequest { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required CapturedTensor[] Tensors { get; init; }

    public required KeyValuePair<string, InferParameter>[] Parameters { get; init; }

    public required byte[] Buffer
    {
        get => _buffer ?? throw new ObjectDisposedException(nameof(PayloadCapture));
        init => _buffer = value;
    }

    /// <summary>Gets the bytes that were reserved for this copy.</summary>
    public required long Reserved { get; init; }

    public required bool IsTruncated { get; init; }

    /// <summary>Gets the place among the responses of a stream, from 1; 0 for anything else.</summary>
    public int Sequence { get; init; }

    public string ModelVersion { get; init; } = "";

    public string ModelName { get; init; } = "";

    public ReadOnlySpan<byte> GetBytes(in CapturedTensor tensor) => Buffer.AsSpan(tensor.Offset, tensor.Length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { Length: > 0 } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
