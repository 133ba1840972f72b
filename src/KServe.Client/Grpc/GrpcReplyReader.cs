using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>Reads the messages of one answer.</summary>
internal sealed class GrpcReplyReader(Stream stream, bool isGzip, int maxLength, TensorPool pool)
{
    private readonly byte[] _header = new byte[GrpcFrame.HeaderLength];

    /// <summary>Reads the next message; null at the end.</summary>
    public async ValueTask<GrpcReply?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(
            _header, _header.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        if (read < _header.Length)
        {
            throw CallErrors.Malformed("a message is cut off");
        }

        var length = ReadHeader(out var isCompressed);
        var body = await BodyReader.ReadAnnouncedAsync(stream, length, pool, cancellationToken);
        if (body.Length < length)
        {
            body.Dispose();
            throw CallErrors.Malformed("a message is cut off");
        }

        return isCompressed ? Decompress(body) : new GrpcReply(body.Memory, body);
    }

    private int ReadHeader(out bool isCompressed)
    {
        try
        {
            var length = GrpcFrame.ReadHeader(_header, out isCompressed);
            return length <= (uint)maxLength ? (int)length : throw BodyReader.TooLarge(maxLength);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.Internal)
        {
            throw CallErrors.Malformed(error.Message, error);
        }
    }

    private GrpcReply Decompress(ResponseBody body)
    {
        using (body)
        {
            if (!isGzip)
            {
                throw CallErrors.Malformed("a message is compressed in a way that was not announced");
            }

            try
            {
                var owner = GrpcGzip.Decompress(body.Memory, maxLength, pool);
                return new GrpcReply(owner.Memory, owner);
            }
            catch (InferenceException error) when (error.Code == InferenceErrorCode.TooLarge)
            {
                throw BodyReader.TooLarge(maxLength);
            }
            catch (InferenceException error)
            {
                throw CallErrors.Malformed(error.Message, error);
            }
        }
    }
}
