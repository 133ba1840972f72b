using System.Buffers;

namespace KServe.Client;

/// <summary>Reads bodies and messages into pooled memory, as far as a limit.</summary>
internal static class BodyReader
{
    // A length that a server announces is believed up to here; beyond, memory grows as bytes arrive.
    private const int MaxTrusted = 64 << 20;
    private const int FirstCapacity = 4096;

    /// <summary>Reads a whole body.</summary>
    /// <exception cref="InferenceException">The body is longer than the limit: <c>TooLarge</c>.</exception>
    public static async ValueTask<ResponseBody> ReadAsync(
        HttpContent content,
        int maxLength,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > maxLength)
        {
            throw TooLarge(maxLength);
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = await ReadAsync(stream, (int?)announced, maxLength + 1, pool, cancellationToken);
        if (body.Length <= maxLength)
        {
            return body;
        }

        body.Dispose();
        throw TooLarge(maxLength);
    }

    /// <summary>Reads the beginning of a body.</summary>
    public static async ValueTask<ResponseBody> ReadPrefixAsync(
        HttpContent content,
        int maxLength,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync(stream, announced: null, maxLength, pool, cancellationToken);
    }

    /// <summary>Reads as many bytes as were announced, or fewer when the stream ends.</summary>
    public static ValueTask<ResponseBody> ReadAnnouncedAsync(
        Stream stream,
        int length,
        TensorPool pool,
        CancellationToken cancellationToken) => ReadAsync(stream, length, length, pool, cancellationToken);

    public static InferenceException TooLarge(int maxLength) =>
        new(InferenceErrorCode.TooLarge, $"the server's answer is longer than {maxLength} bytes");

    private static async ValueTask<ResponseBody> ReadAsync(
        Stream stream,
        int? announced,
        int maxLength,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        var end = Math.Min(announced ?? maxLength, maxLength);
        var owner = pool.Rent(Math.Min(end, announced is null ? FirstCapacity : MaxTrusted));
        var length = 0;
        try
        {
            while (length < end)
            {
                if (length == owner.Memory.Length)
                {
                    owner = Grow(owner, end, pool);
                }

                var read = await stream.ReadAsync(owner.Memory[length..], cancellationToken);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            return new ResponseBody(owner, length);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    private static IMemoryOwner<byte> Grow(IMemoryOwner<byte> owner, int end, TensorPool pool)
    {
        var larger = pool.Rent((int)Math.Min(end, 2L * owner.Memory.Length));
        owner.Memory.CopyTo(larger.Memory);
        owner.Dispose();
        return larger;
    }
}
