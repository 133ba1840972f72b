namespace KServe.Runtime.Compression.Deflate;

/// <summary>Reads a stream of the framework's inflater, with errors in this project's words.</summary>
internal sealed class DeflateReader(Stream inflater) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inflater.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw PackedSource.Damaged(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inflater.Dispose();
        }

        base.Dispose(disposing);
    }
}
