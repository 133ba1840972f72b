namespace KServe.Transformers.Images;

/// <summary>Decodes JPEG and PNG, told apart by their first bytes.</summary>
internal static class ImageDecoder
{
    /// <exception cref="InferenceException">The data are no such image, broken, or too large.</exception>
    public static PixelImage Decode(
        ReadOnlyMemory<byte> data,
        ImageLimits limits,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        if (PngDecoder.Matches(data.Span))
        {
            return PngDecoder.Decode(data, limits, pool, cancellationToken);
        }

        return JpegDecoder.Matches(data.Span)
            ? JpegDecoder.Decode(data.Span, limits, pool, cancellationToken)
            : throw ImageError.Create("neither JPEG nor PNG");
    }
}
