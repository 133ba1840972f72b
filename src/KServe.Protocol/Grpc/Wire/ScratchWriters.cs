namespace KServe.Protocol.Grpc;

/// <summary>Keeps one writer per thread for the heads of messages, which are short and live shortly.</summary>
/// <remarks>What is kept is empty and belongs to no pool: a writer rents only what outgrows its own memory.</remarks>
internal static class ScratchWriters
{
    private const int Capacity = 512;

    [ThreadStatic]
    private static ProtoWriter? kept;

    /// <summary>Takes a writer out; it may be returned on another thread, and only once.</summary>
    public static ProtoWriter Take(TensorPool pool)
    {
        if (kept is not { } writer)
        {
            return new ProtoWriter(pool, new byte[Capacity]);
        }

        kept = null;
        writer.Reset(pool);
        return writer;
    }

    public static void Return(ProtoWriter writer)
    {
        writer.Reset(pool: null);
        kept = writer;
    }
}
